package org.chatmodels.openaicompatible;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatOptions;
import org.chatmodels.ModelLocation;
import org.chatmodels.provider.ProviderContext;
import org.chatmodels.provider.Secret;
import org.chatmodels.provider.Service;

/** A registry's context in miniature: one row, one key, the objects that are shared. */
final class TestContext implements ProviderContext {
    private final Map<String, String> row = new LinkedHashMap<>();
    private final Map<Class<?>, AutoCloseable> shared = new LinkedHashMap<>();
    private Optional<Secret> key = Optional.empty();
    private ChatOptions options = ChatOptions.NONE;
    private int keysAsked;

    TestContext() {
        row("provider", "openai-compatible");
    }

    TestContext row(String name, String value) {
        row.put(name, value);
        return this;
    }

    TestContext key(String value) {
        key = Optional.of(Secret.of(value));
        return this;
    }

    TestContext options(ChatOptions value) {
        options = value;
        return this;
    }

    ChatModel open(String location) {
        return new OpenAiCompatibleProvider().open(ModelLocation.parse(location), this);
    }

    int keysAsked() {
        return keysAsked;
    }

    @Override
    public Service service() {
        return Service.of("somewhere", row);
    }

    @Override
    public ChatOptions options() {
        return options;
    }

    @Override
    public Optional<String> property(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<Secret> credential(URI target) {
        keysAsked++;
        return key;
    }

    @Override
    public <T extends AutoCloseable> T shared(Class<T> type, Supplier<? extends T> create) {
        return type.cast(shared.computeIfAbsent(type, kind -> create.get()));
    }

    @Override
    public <T> Optional<T> lookup(Class<T> type) {
        return Optional.empty();
    }

    void close() throws Exception {
        for (AutoCloseable resource : shared.values()) {
            resource.close();
        }
    }
}
