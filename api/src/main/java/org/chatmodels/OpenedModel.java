package org.chatmodels;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code open} returns: providers' models under the rules that hold for every provider. Requests reach them with
 * all options merged; answers and errors leave with who was asked and how long it took. A RuntimeException of a provider
 * that is no {@link ChatException} is a mistake in its code, or in the caller's, and passes as it is.
 */
final class OpenedModel implements ChatModel {
    final ChatModelRegistry registry;

    /** The first is preferred. */
    final List<OpenedTarget> own;

    /** {@code registry} lives as long as this. The targets are never empty; ProviderLoadException if all are broken. */
    OpenedModel(List<OpenedTarget> targets, ChatModelRegistry registry) {
        own = List.copyOf(targets);
        this.registry = registry;
        preferred().model();
    }

    /** The first that can be asked, if any can. */
    private OpenedTarget preferred() {
        for (OpenedTarget target : own) {
            if (!target.isBroken()) {
                return target;
            }
        }
        return own.get(0);
    }

    /** Whether typed asks repair, where the request does not say. */
    boolean repairs() {
        return own.get(0).plan.options().repair().orElse(false);
    }

    @Override
    public ModelLocation location() {
        return own.get(0).location();
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        Objects.requireNonNull(request, "request");
        return new Call(this, request, false).answer();
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        Objects.requireNonNull(request, "request");
        return new Call(this, request, true).stream();
    }

    /** Its own, then those that the request adds. */
    List<OpenedTarget> targets(ChatRequest request) {
        List<String> more = request.options().fallbacks();
        if (more.isEmpty()) {
            return own;
        }
        List<OpenedTarget> all = new ArrayList<>(own);
        all.addAll(OpenedTarget.fallbacks(more, registry));
        NamedTarget.checkCount(all.size());
        return all;
    }

    @Override
    public Capabilities capabilities() {
        OpenedTarget target = preferred();
        Capabilities own = target.model().capabilities();
        Capabilities capabilities = own == null ? Capabilities.UNKNOWN : own;
        return target.plan
                .known()
                .map(model -> model.capabilities().over(capabilities))
                .orElse(capabilities);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this)
                ? Optional.of(type.cast(this))
                : preferred().model().unwrap(type);
    }

    /** Service and model of each target. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (OpenedTarget target : own) {
            text.append(text.length() == 0 ? "" : " | ").append(target);
        }
        return text.toString();
    }
}
