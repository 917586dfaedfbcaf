package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.chatmodels.spi.Wires.ask;
import static org.chatmodels.spi.Wires.call;
import static org.chatmodels.spi.Wires.failure;
import static org.chatmodels.spi.Wires.resolving;
import static org.chatmodels.spi.Wires.utf8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.chatmodels.ConfigurationException;
import org.chatmodels.provider.Secret;
import org.chatmodels.testkit.LeakCheck;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Over plain http a key goes where the connected address is this machine's loopback, whatever names say. */
@Timeout(30)
class PlainHttpKeyTest {
    @RegisterExtension
    final LeakCheck leaks = LeakCheck.watching(Wires::openExchanges);

    private static final String KEY = "sk-canary-plain";
    private static final Script ANSWER = Script.json("{}");

    @Test
    void aNameThatIsConnectedToLoopbackGetsTheKey() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(ANSWER);
                Transport transport = resolving(host -> new InetAddress[] {loopback(1)})) {
            assertThat(ask(transport, keyed("near.test", server.port()))).isEqualTo("{}");
            assertThat(server.requests().get(0).header("api-key")).contains(KEY);
        }
    }

    @Test
    void aNameThatIsConnectedElsewhereGetsNoneAlsoWhenItIsLocalhost() throws IOException {
        try (Outside outside = new Outside(0)) {
            for (String name : List.of("localhost", "near.test", "127.0.0.1.far.test")) {
                try (Transport transport = resolving(host -> new InetAddress[] {outside.address()})) {
                    refused(transport, keyed(name, outside.port()));
                    assertThat(ask(transport, bare(name, outside.port())))
                            .as("without key")
                            .isEqualTo("{}");
                }
            }
            assertThat(outside.received()).contains("near.test").doesNotContain("sk-canary");
        }
    }

    @Test
    void anAddressThatIsTriedAfterALoopbackOneGetsNone() throws IOException {
        try (Outside outside = new Outside(0);
                Transport transport = resolving(host -> new InetAddress[] {loopback(3), outside.address()})) {
            refused(transport, keyed("two.test", outside.port()));
            ask(transport, bare("two.test", outside.port()));
            assertThat(outside.received()).contains("two.test").doesNotContain("sk-canary");
        }
    }

    @Test
    void aNameThatMovesAwayAfterItWasCheckedGetsTheKeyNoMore() throws IOException {
        AtomicReference<InetAddress> place = new AtomicReference<>(loopback(1));
        try (ScriptedServer server =
                        ScriptedServer.start(ANSWER.times(2).toBuilder().close().build());
                Outside outside = new Outside(server.port());
                Transport transport = resolving(host -> new InetAddress[] {place.get()})) {
            HttpCall call = keyed("moves.test", server.port());
            ask(transport, call);
            place.set(outside.address());
            assertThat(ask(transport, call)).as("over the connection of before").isEqualTo("{}");

            refused(transport, call);

            assertThat(server.requests())
                    .hasSize(2)
                    .allMatch(request -> request.header("api-key").isPresent());
            assertThat(server.connections()).hasSize(1);
            assertThat(ask(transport, bare("moves.test", server.port()))).isEqualTo("{}");
            assertThat(outside.received()).contains("moves.test").doesNotContain("sk-canary");
        }
    }

    @Test
    void aSocksProxyOfTheJvmNeverStandsBetween() {
        ProxySelector before = ProxySelector.getDefault();
        try (ScriptedServer server = ScriptedServer.start(ANSWER);
                ScriptedServer socks = ScriptedServer.start(
                        Script.builder().readBytes(1).close().build());
                Transport transport = Wires.transport()) {
            ProxySelector.setDefault(new Socks(new InetSocketAddress("127.0.0.1", socks.port())));
            assertThat(ask(transport, keyed("127.0.0.1", server.port()))).isEqualTo("{}");
            assertThat(ask(transport, keyed("localhost", server.port()))).isEqualTo("{}");
            assertThat(socks.connections()).isEmpty();
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    private static void refused(Transport transport, HttpCall call) {
        assertThat(failure(ConfigurationException.class, () -> transport.send(call)))
                .hasMessageContaining("https")
                .hasMessageNotContaining("canary")
                .matches(e -> e.code().orElse("").equals("key_over_plain_http"));
        assertThat(transport.openExchanges()).isZero();
    }

    private static HttpCall bare(String host, int port) {
        return call(URI.create("http://" + host + ":" + port + "/v1"));
    }

    private static HttpCall keyed(String host, int port) {
        return bare(host, port).secret("api-key", "", Secret.of(KEY));
    }

    private static InetAddress loopback(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }

    /** A listener at an address of this machine that is not loopback; it answers and keeps every byte. */
    private static final class Outside implements AutoCloseable {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final ServerSocket listener;
        private final Thread thread = new Thread(this::serve, "outside");

        /** A machine without such an address has nowhere to send a key to. */
        Outside(int port) throws IOException {
            Optional<InetAddress> found = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .findFirst();
            assumeThat(found).isPresent();
            listener = new ServerSocket(port, 10, found.orElseThrow());
            thread.start();
        }

        InetAddress address() {
            return listener.getInetAddress();
        }

        int port() {
            return listener.getLocalPort();
        }

        /** All that came over all connections so far; one after another, so an answered one is behind all that were given up. */
        String received() {
            synchronized (bytes) {
                return bytes.toString(StandardCharsets.ISO_8859_1);
            }
        }

        private void serve() {
            while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                    answer(socket);
                } catch (IOException e) {
                    // the other end gave up, or this one is closed
                }
            }
        }

        private void answer(Socket socket) throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder request = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                request.append((char) c);
                synchronized (bytes) {
                    bytes.write(c);
                }
                if (request.indexOf("\r\n\r\n" + Wires.BODY) > 0) {
                    socket.getOutputStream()
                            .write(utf8("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"));
                    return;
                }
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Sends every socket of the JVM through a proxy, also those to this machine. */
    private static final class Socks extends ProxySelector {
        private final Proxy proxy;

        Socks(InetSocketAddress address) {
            proxy = new Proxy(Proxy.Type.SOCKS, address);
        }

        @Override
        public List<Proxy> select(URI uri) {
            return List.of(proxy);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException cause) {}
    }
}
