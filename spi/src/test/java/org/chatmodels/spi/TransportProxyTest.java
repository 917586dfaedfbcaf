package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chatmodels.spi.Wires.ask;
import static org.chatmodels.spi.Wires.call;
import static org.chatmodels.spi.Wires.failure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ConfigurationException;
import org.chatmodels.TransportException;
import org.chatmodels.provider.Secret;
import org.chatmodels.testkit.LeakCheck;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.chatmodels.testkit.TlsIdentity;
import org.chatmodels.testkit.Tunnel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TransportProxyTest {
    @RegisterExtension
    final LeakCheck leaks = LeakCheck.watching(Wires::openExchanges);

    private static final URI PLAIN = URI.create("http://model.test/v1?a=b");
    private static final URI SECURE = URI.create("https://model.test/v1");

    @Test
    void plainTargetIsAskedForAtTheProxyInFull() {
        try (ScriptedServer proxy = ScriptedServer.start(Script.json("{}"));
                Transport transport = through(proxy)) {
            assertThat(ask(transport, call(PLAIN))).isEqualTo("{}");
            assertThat(ask(transport, call(PLAIN))).isEqualTo("{}");

            assertThat(proxy.requests().get(0).path()).isEqualTo("http://model.test:80/v1?a=b");
            assertThat(proxy.requests().get(0).header("Host")).contains("model.test");
            assertThat(proxy.connections()).hasSize(1);
        }
    }

    @Test
    void keyIsNotSentInPlainThroughAProxy() {
        try (ScriptedServer proxy = ScriptedServer.start(Script.json("{}"));
                Transport transport = through(proxy)) {
            HttpCall call = call(URI.create("http://127.0.0.1:9/v1")).secret("api-key", "", Secret.of("sk-canary"));

            ConfigurationException failure = failure(ConfigurationException.class, () -> transport.send(call));

            assertThat(failure).hasMessageContaining("https").hasMessageNotContaining("canary");
            assertThat(proxy.connections()).isEmpty();
        }
    }

    @Test
    void secureTargetIsReachedThroughATunnelThatHidesTheKey() {
        TlsIdentity identity = Identities.TRUSTED;
        try (ScriptedServer target =
                        ScriptedServer.builder().tls(identity).start().always(Script.echo());
                Tunnel tunnel = new Tunnel(target.port());
                Transport transport = Wires.through(to(tunnel.port()), Optional.of(identity.clientContext()))) {
            HttpCall call = call(target).secret("Authorization", "Bearer ", Secret.of("sk-canary"));
            assertThat(ask(transport, call)).isEqualTo(Wires.BODY);
            assertThat(ask(transport, call)).isEqualTo(Wires.BODY);

            assertThat(tunnel.heads().get(0)).startsWith("CONNECT 127.0.0.1:" + target.port() + " HTTP/1.1\r\n");
            assertThat(tunnel.heads().get(0)).doesNotContain("canary").doesNotContainIgnoringCase("authorization");
            assertThat(target.requests().get(0).path()).isEqualTo("/v1/chat");
            assertThat(target.requests().get(0).header("Authorization")).contains("Bearer sk-canary");
            assertThat(target.connections()).hasSize(1);
        }
    }

    @Test
    void refusedTunnelIsAFailureToConnect() {
        assertThat(refused(Script.answer(407, "who?", "Proxy-Authenticate", "Basic realm=x")))
                .hasMessageContaining("credentials (407)");
        TransportException bad = refused(Script.answer(502, "canary"));
        assertThat(bad).hasMessageContaining("answered 502").hasMessageNotContaining("canary");
        assertThat(bad.isRetryable()).isTrue();
        refused(Script.builder().readRequest().close().build());
        refused(Script.builder().readRequest().write("garbage\r\n\r\n").build());
        refused(Script.builder()
                .readRequest()
                .write("HTTP/1.1 200 OK\r\n\r\nstray")
                .build());
    }

    @Test
    void otherProxiesThanHttpAreAMistake() {
        Proxy socks = new Proxy(Proxy.Type.SOCKS, InetSocketAddress.createUnresolved("127.0.0.1", 1));
        try (Transport transport = Wires.through(new One(socks), Optional.empty())) {
            assertThat(failure(ConfigurationException.class, () -> transport.send(call(PLAIN))))
                    .hasMessageContaining("write http://host:port");
        }
    }

    @Test
    void directMeansNoProxy() {
        try (ScriptedServer server = ScriptedServer.start(Script.json("{}"));
                Transport transport = Wires.through(new One(Proxy.NO_PROXY), Optional.empty())) {
            assertThat(ask(transport, call(server))).isEqualTo("{}");
        }
    }

    private static TransportException refused(Script script) {
        try (ScriptedServer proxy = ScriptedServer.start(script);
                Transport transport = through(proxy)) {
            HttpCall call = call(SECURE).secret("Authorization", "Bearer ", Secret.of("sk-canary"));
            TransportException failure = failure(TransportException.class, () -> transport.send(call));

            assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(failure).hasMessageContaining("127.0.0.1:" + proxy.port());
            assertThat(proxy.connection(0).receivedText()).doesNotContain("canary");
            assertThat(transport.openExchanges()).isZero();
            return failure;
        }
    }

    private static Transport through(ScriptedServer proxy) {
        return Wires.through(to(proxy.port()), Optional.empty());
    }

    private static ProxySelector to(int port) {
        return new One(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("127.0.0.1", port)));
    }

    /** Says the same for every target. */
    private static final class One extends ProxySelector {
        private final Proxy proxy;

        One(Proxy proxy) {
            this.proxy = proxy;
        }

        @Override
        public List<Proxy> select(URI uri) {
            return List.of(proxy);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException cause) {}
    }
}
