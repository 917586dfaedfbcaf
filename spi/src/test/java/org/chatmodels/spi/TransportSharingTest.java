package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chatmodels.spi.Wires.ask;
import static org.chatmodels.spi.Wires.call;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.chatmodels.ChatOptions;
import org.chatmodels.provider.ProviderContext;
import org.chatmodels.provider.Secret;
import org.chatmodels.provider.Service;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;

class TransportSharingTest {
    @Test
    void registryHasOneTransportWithItsTrust() {
        Context context = new Context();
        try (ScriptedServer server =
                        ScriptedServer.builder().tls(Identities.TRUSTED).start().always(Script.echo());
                Transport transport = Transport.of(context)) {
            assertThat(ask(transport, call(server))).isEqualTo(Wires.BODY);
            assertThat(Transport.of(context)).isSameAs(transport);
        }
    }

    /** Shares, and trusts the test's authority. */
    private static final class Context implements ProviderContext {
        private final Map<Class<?>, Object> shared = new HashMap<>();

        @Override
        public Service service() {
            throw new AssertionError("not asked for");
        }

        @Override
        public ChatOptions options() {
            return ChatOptions.NONE;
        }

        @Override
        public Optional<String> property(String key) {
            return Optional.empty();
        }

        @Override
        public Optional<Secret> credential(URI target) {
            return Optional.empty();
        }

        @Override
        public <T extends AutoCloseable> T shared(Class<T> type, Supplier<? extends T> create) {
            return type.cast(shared.computeIfAbsent(type, key -> create.get()));
        }

        @Override
        public <T> Optional<T> lookup(Class<T> type) {
            return type == SSLContext.class
                    ? Optional.of(type.cast(Identities.TRUSTED.clientContext()))
                    : Optional.empty();
        }
    }
}
