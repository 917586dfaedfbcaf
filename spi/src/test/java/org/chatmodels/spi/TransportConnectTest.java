package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chatmodels.spi.Wires.LIMITS;
import static org.chatmodels.spi.Wires.PATIENT;
import static org.chatmodels.spi.Wires.ask;
import static org.chatmodels.spi.Wires.call;
import static org.chatmodels.spi.Wires.failure;
import static org.chatmodels.spi.Wires.resolving;
import static org.chatmodels.spi.Wires.transport;
import static org.chatmodels.spi.Wires.utf8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Phase;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.ChatTimeoutException.Kind;
import org.chatmodels.TransportException;
import org.chatmodels.TruncatedException;
import org.chatmodels.testkit.LeakCheck;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportConnectTest {
    @RegisterExtension
    final LeakCheck leaks = LeakCheck.watching(Wires::openExchanges);

    private static final Limits SHORT = new Limits(Duration.ofMillis(300), PATIENT, PATIENT, PATIENT);
    private static final Script CLOSES = Script.builder().readRequest().close().build();

    /** The first call of a JVM loads classes for longer than these limits on a busy machine. */
    @BeforeAll
    static void callOnce() {
        try (ScriptedServer server = ScriptedServer.start(Script.json("{}"));
                Transport transport = resolving(host -> new InetAddress[] {address(127, 1)})) {
            ask(transport, call(URI.create("http://warm.test:" + server.port() + "/v1")));
        }
    }

    @Test
    void closedPortNamesHostAndPortOnly() throws IOException {
        try (Transport transport = transport()) {
            URI target = URI.create("http://127.0.0.1:" + freePort() + "/v1?secret=1");

            TransportException failure = failure(TransportException.class, () -> transport.send(call(target)));

            assertThat(failure).hasMessageContaining("127.0.0.1:" + target.getPort());
            assertThat(failure.getMessage()).doesNotContain("secret");
            assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
            assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @Test
    void unknownHostIsNamed() {
        try (Transport transport = transport()) {
            TransportException failure =
                    failure(TransportException.class, () -> transport.send(call(URI.create("http://x.invalid/v1"))));

            assertThat(failure).hasMessageContaining("x.invalid").hasMessageContaining("Unknown host");
            assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(failure.isRetryable()).isTrue();
        }
    }

    @Test
    void connectLimitCoversTcp() {
        try (ScriptedServer hole = ScriptedServer.builder().neverAccepting().start();
                Transport transport = transport()) {
            long began = System.nanoTime();
            ChatTimeoutException failure = failure(
                    ChatTimeoutException.class, () -> transport.send(call(hole).limits(SHORT)));

            Timing.within(began, 300);
            assertThat(failure.kind()).isEqualTo(Kind.CONNECT);
            assertThat(failure).hasMessageContaining("within 300 ms").hasMessageContaining("connect_timeout");
            assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @Test
    void connectLimitCoversTheNameLookUp() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (Transport transport = resolving(host -> {
            await(never);
            throw new UnknownHostException(host);
        })) {
            long began = System.nanoTime();
            ChatTimeoutException failure = failure(
                    ChatTimeoutException.class,
                    () -> transport.send(call(URI.create("http://slow.test/v1")).limits(SHORT)));

            Timing.within(began, 300);
            assertThat(failure.kind()).isEqualTo(Kind.CONNECT);
        } finally {
            never.countDown();
        }
    }

    @Test
    void nextAddressIsTriedWhenOneIsDead() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Script.json("{}"));
                Transport transport = resolving(host -> new InetAddress[] {address(127, 2), address(127, 1)})) {
            URI target = URI.create("http://two.test:" + server.port() + "/v1");

            assertThat(ask(transport, call(target))).isEqualTo("{}");
            assertThat(server.requests().get(0).header("Host")).contains("two.test:" + server.port());
        }
    }

    @Test
    void brokenResolverDamagesNothing() {
        AtomicInteger asked = new AtomicInteger();
        try (ScriptedServer server = ScriptedServer.start(Script.json("{}"));
                Transport transport = resolving(host -> {
                    if (asked.getAndIncrement() == 0) {
                        throw new IllegalStateException("broken");
                    }
                    return asked.get() == 2 ? new InetAddress[0] : new InetAddress[] {address(127, 1)};
                })) {
            HttpCall call = call(URI.create("http://odd.test:" + server.port() + "/v1"));

            for (int i = 0; i < 2; i++) {
                TransportException failure = failure(TransportException.class, () -> transport.send(call));
                assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
                assertThat(failure.isRetryable()).isFalse();
            }
            assertThat(ask(transport, call)).isEqualTo("{}");
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @Test
    void resolverThatBreaksOnAnAddressIsAFailureToConnect() {
        try (Transport transport = resolving(host -> {
            throw new IllegalArgumentException("broken");
        })) {
            TransportException failure =
                    failure(TransportException.class, () -> transport.send(call(URI.create("http://127.0.0.1:1/"))));

            assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(failure.isRetryable()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void freshConnectionThatIsNeverAnsweredMayBeAskedAgainButNotByTheTransport(boolean streaming) {
        try (ScriptedServer server = ScriptedServer.start(CLOSES);
                Transport transport = transport()) {
            TransportException failure = failure(
                    TransportException.class, () -> transport.send(call(server).streaming(streaming)));

            assertThat(failure.delivery()).isEqualTo(Delivery.MAYBE_PROCESSED);
            assertThat(failure.phase()).isEqualTo(Phase.HEADERS);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(server.requests()).hasSize(1);
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void connectionThatIsAcceptedAndClosedAtOnceMayHaveBeenAskedIfAnythingWasSent(boolean streaming) {
        for (Script end : List.of(
                Script.builder().close().build(), Script.builder().reset().build())) {
            try (ScriptedServer server = ScriptedServer.start(end);
                    Transport transport = transport()) {
                TransportException failure = failure(
                        TransportException.class,
                        () -> transport.send(call(server).streaming(streaming)));

                boolean sent = failure.phase() != Phase.CONNECT;
                assertThat(failure.delivery()).isEqualTo(sent ? Delivery.MAYBE_PROCESSED : Delivery.NOT_SENT);
                assertThat(failure.isRetryable()).isTrue();
                assertThat(transport.openExchanges()).isZero();
            }
        }
    }

    @Test
    void connectionThatBreaksInALongUploadMayHaveBeenAsked() {
        Script breaks = Script.builder().readHead().reset().build();
        try (ScriptedServer server = ScriptedServer.start(breaks);
                Transport transport = transport()) {
            TransportException failure = failure(
                    TransportException.class, () -> transport.send(call(server).body(new byte[20_000_000])));

            assertThat(failure.delivery()).isEqualTo(Delivery.MAYBE_PROCESSED);
            assertThat(failure.phase()).isEqualTo(Phase.SEND);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @Test
    void reusedConnectionThatIsNotAnsweredIsAskedOnceMoreOnAFreshOne() {
        try (ScriptedServer server = ScriptedServer.start();
                Transport transport = transport()) {
            for (Script end :
                    new Script[] {CLOSES, Script.builder().readRequest().reset().build()}) {
                server.enqueue(Script.json("1").then(end), Script.json("2"));

                assertThat(ask(transport, call(server))).isEqualTo("1");
                assertThat(ask(transport, call(server).body(utf8("again")))).isEqualTo("2");
                assertThat(server.requests())
                        .filteredOn(request -> request.bodyText().equals("again"))
                        .isNotEmpty();
                server.enqueue(CLOSES, Script.builder().readRequest().cut().build());
                failure(TransportException.class, () -> transport.send(call(server)));
            }
            assertThat(server.requests())
                    .as("three, and two resends of the last, twice")
                    .hasSize(10);
        }
    }

    @Test
    void connectionThatWasClosedWhileIdleIsReplacedUnseen() {
        try (ScriptedServer server = ScriptedServer.start(
                        Script.json("{}").toBuilder().close().build());
                Transport transport = transport()) {
            for (int i = 0; i < 20; i++) {
                assertThat(ask(transport, call(server))).isEqualTo("{}");
            }
            assertThat(server.requests()).hasSize(20);
            assertThat(server.connections()).hasSize(20);
        }
    }

    @Test
    void oneByteOfAnAnswerForbidsTheResend() {
        try (ScriptedServer server = ScriptedServer.start();
                Transport transport = transport()) {
            server.enqueue(
                    Script.json("1").toBuilder().readRequest().write("H").cut().build());
            ask(transport, call(server));

            failure(TruncatedException.class, () -> transport.send(call(server)));

            assertThat(server.requests()).hasSize(2);
            assertThat(server.connections()).hasSize(1);
        }
    }

    @Test
    void silentServerOnAKeptConnectionIsATimeoutAndNoResend() {
        try (ScriptedServer server = ScriptedServer.start();
                Transport transport = transport()) {
            server.enqueue(Script.json("1").toBuilder().readRequest().hold().build(), Script.json("3"));
            ask(transport, call(server));
            Limits limits = new Limits(PATIENT, PATIENT, PATIENT, Duration.ofMillis(200));

            ChatTimeoutException failure = failure(
                    ChatTimeoutException.class,
                    () -> transport.send(call(server).limits(limits)));

            assertThat(failure.kind()).isEqualTo(Kind.HEADERS);
            assertThat(server.requests()).hasSize(2);
            server.connection(0).awaitClosed();
            assertThat(ask(transport, call(server))).isEqualTo("3");
        }
    }

    @Test
    void interruptedBeforeItBeginsNothingIsSent() {
        try (ScriptedServer server = ScriptedServer.start(Script.json("{}"));
                Transport transport = transport()) {
            Thread.currentThread().interrupt();
            try {
                CancelledException failure = failure(CancelledException.class, () -> transport.send(call(server)));
                assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
            } finally {
                assertThat(Thread.interrupted()).as("the flag stays").isTrue();
            }
            assertThat(server.connections()).isEmpty();
            assertThat(ask(transport, call(server).limits(LIMITS))).isEqualTo("{}");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InetAddress address(int first, int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {(byte) first, 0, 0, (byte) last});
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
