package org.chatmodels;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.chatmodels.provider.ProviderContext;
import org.chatmodels.provider.Secret;
import org.chatmodels.provider.Service;

/** What a provider gets with one target. */
final class OpenedContext implements ProviderContext {
    private final TargetPlan plan;
    private final SharedObjects shared;
    private final Known known;

    OpenedContext(TargetPlan plan, SharedObjects shared, Known known) {
        this.plan = plan;
        this.shared = shared;
        this.known = known;
    }

    @Override
    public Service service() {
        return plan.service();
    }

    @Override
    public ChatOptions options() {
        return plan.merged().options();
    }

    @Override
    public Optional<String> property(String key) {
        return plan.property(Objects.requireNonNull(key, "key"));
    }

    @Override
    public Optional<Secret> credential(URI target) {
        return plan.key().secret(Objects.requireNonNull(target, "target"));
    }

    @Override
    public <T extends AutoCloseable> T shared(Class<T> type, Supplier<? extends T> create) {
        return shared.shared(type, create);
    }

    @Override
    public <T> Optional<T> lookup(Class<T> type) {
        return known.lookup(Objects.requireNonNull(type, "type"));
    }

    /** Service and address; no key. */
    @Override
    public String toString() {
        return "ProviderContext[" + plan.service() + "]";
    }

    /** Objects by type that the registry knows. */
    interface Known {
        <T> Optional<T> lookup(Class<T> type);
    }
}
