package org.chatmodels;

import java.net.ProxySelector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.Service;

/**
 * Finds providers, holds the configuration and what providers share. Thread-safe. Whoever builds one closes it:
 * {@code close()} ends running calls with {@link CancelledException} and frees connections.
 */
public final class ChatModelRegistry implements AutoCloseable {
    private ChatModelRegistry() {}

    public static Builder builder() {
        throw new AssertionError();
    }

    /** Opens a location, an alias or a route. Cheap: no network, no key. */
    public ChatModel open(String location) {
        throw new AssertionError();
    }

    /** {@code options} are stronger than those in the location and weaker than those of a request. */
    public ChatModel open(String location, ChatOptions options) {
        throw new AssertionError();
    }

    public ChatModel open(String location, OpenPolicy policy) {
        throw new AssertionError();
    }

    /** Every provider that was found, the broken ones too. Runs no provider's code. */
    public List<ProviderStatus> providers() {
        throw new AssertionError();
    }

    /** Every service row, in order of name. */
    public List<Service> services() {
        throw new AssertionError();
    }

    /** Every parameter that a location of this provider or service takes; instantiates that provider alone. */
    public List<OptionInfo> options(String name) {
        throw new AssertionError();
    }

    /** What a service offers beside chatting, such as a store of models; cheap, no network. */
    public <T> Optional<T> service(String name, Class<T> type) {
        throw new AssertionError();
    }

    /** What {@code open} would do and why; no network, secrets redacted. */
    public Resolution explain(String location) {
        throw new AssertionError();
    }

    /** Checks the whole configuration without network; empty when all is well. */
    public List<Problem> validate() {
        throw new AssertionError();
    }

    @Override
    public void close() {
        throw new AssertionError();
    }

    /** Everything a registry can be given; what is not given comes from the configuration. */
    public static final class Builder {
        private Builder() {}

        /** A provider without discovery, under the names of its annotation. */
        public Builder provider(ChatModelProvider provider) {
            throw new AssertionError();
        }

        /** A provider under one name, which may be a built-in one; it needs no annotation. */
        public Builder provider(String name, ChatModelProvider provider) {
            throw new AssertionError();
        }

        /** Whether providers, listeners, rows and files on the class path are looked for; true unless set. */
        public Builder discovery(boolean on) {
            throw new AssertionError();
        }

        public Builder classLoader(ClassLoader loader) {
            throw new AssertionError();
        }

        /** One configuration key, "chatmodels.alias.fast"; stronger than system properties. */
        public Builder property(String key, String value) {
            throw new AssertionError();
        }

        public Builder properties(Map<String, String> values) {
            throw new AssertionError();
        }

        /** Replaces the environment for look-ups; null from it means unset. */
        public Builder environment(UnaryOperator<String> lookup) {
            throw new AssertionError();
        }

        /** Replaces the environment; aliases in it can be listed. */
        public Builder environment(Map<String, String> variables) {
            throw new AssertionError();
        }

        public Builder alias(String name, String route) {
            throw new AssertionError();
        }

        /** What {@code resolver:NAME} in the configuration refers to; asked for each attempt. */
        public Builder credential(String name, Supplier<String> secret) {
            throw new AssertionError();
        }

        public Builder proxy(ProxySelector proxy) {
            throw new AssertionError();
        }

        public Builder sslContext(SSLContext context) {
            throw new AssertionError();
        }

        public ChatModelRegistry build() {
            throw new AssertionError();
        }
    }
}
