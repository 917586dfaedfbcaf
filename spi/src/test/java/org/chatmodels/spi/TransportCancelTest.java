package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chatmodels.spi.Wires.ask;
import static org.chatmodels.spi.Wires.call;
import static org.chatmodels.spi.Wires.failure;
import static org.chatmodels.spi.Wires.leasing;
import static org.chatmodels.spi.Wires.resolving;
import static org.chatmodels.spi.Wires.stream;
import static org.chatmodels.spi.Wires.transport;

import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.testkit.LeakCheck;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransportCancelTest {
    @RegisterExtension
    final LeakCheck leaks = LeakCheck.watching(Wires::openExchanges);

    /** What a slow machine may take; a quiet one needs no 200 ms. */
    private static final Duration SOON = Duration.ofMillis(500);

    private static final Script SILENT = Script.builder().readRequest().hold().build();
    private static final Script ONE_EVENT =
            Script.builder().readRequest().sseHead().event("1").hold().build();

    private static final Script HALF = Script.builder()
            .readRequest()
            .head(200, "Content-Length", "100")
            .write("half")
            .hold()
            .build();

    private final CountDownLatch never = new CountDownLatch(1);

    /** What ends a call from outside. */
    enum Way {
        INTERRUPT,
        INTERRUPT_VIRTUAL,
        CLOSE;

        Caller start(Caller.Code code) {
            return Caller.start(code, this == INTERRUPT_VIRTUAL ? Threads.VIRTUAL : Threads.PLATFORM);
        }

        void endNow(Transport transport) {
            if (this == CLOSE) {
                transport.close();
            } else {
                Thread.currentThread().interrupt();
            }
        }

        void endWaiting(Caller caller, Transport transport) throws Exception {
            caller.awaitBlocked();
            long began = System.nanoTime();
            if (this == CLOSE) {
                transport.close();
            } else {
                caller.interrupt();
            }
            assertThat(caller.failure()).isExactlyInstanceOf(CancelledException.class);
            assertThat(caller.since(began)).isLessThan(SOON);
            assertThat(caller.keptItsFlag()).isEqualTo(this != CLOSE);
        }

        void end(Caller caller, Transport transport) throws Exception {
            endWaiting(caller, transport);
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @AfterEach
    void releaseTheResolver() {
        never.countDown();
    }

    @ParameterizedTest
    @EnumSource
    void endsTheWaitForAConnection(Way way) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ONE_EVENT);
                Transport transport = leasing(Duration.ofSeconds(10), 1)) {
            Exchange open = transport.send(stream(server));
            way.endWaiting(way.start(() -> transport.send(stream(server))), transport);
            open.close();
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsTheLookUp(Way way) throws Exception {
        try (Transport transport = resolving(host -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new UnknownHostException(host);
        })) {
            way.end(way.start(() -> transport.send(call(URI.create("http://slow.test/v1")))), transport);
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsTheConnecting(Way way) throws Exception {
        try (ScriptedServer hole = ScriptedServer.builder().neverAccepting().start();
                Transport transport = transport()) {
            way.end(way.start(() -> transport.send(call(hole))), transport);
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsTheHandshake(Way way) throws Exception {
        try (ScriptedServer mute = ScriptedServer.start(
                        Script.builder().readBytes(1).hold().build());
                Transport transport = transport()) {
            URI target = URI.create("https://127.0.0.1:" + mute.port() + "/v1");
            way.end(
                    way.start(() -> {
                        mute.connections();
                        transport.send(call(target));
                    }),
                    transport);
            mute.connection(0).awaitClosed();
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsTheUpload(Way way) throws Exception {
        Script deaf = Script.builder().readHead().readNothing().stall().build();
        try (ScriptedServer server = ScriptedServer.start(deaf);
                Transport transport = transport()) {
            Caller caller = way.start(() -> transport.send(call(server).body(new byte[50_000_000])));
            server.awaitStalls(1);
            way.end(caller, transport);
            server.release();
        }
    }

    /** Over TLS whoever closes must not wait for the one who writes. */
    @ParameterizedTest
    @EnumSource
    void endsTheSecureUpload(Way way) throws Exception {
        Script deaf = Script.builder().readHead().readNothing().stall().build();
        try (ScriptedServer server =
                        ScriptedServer.builder().tls(Identities.TRUSTED).start().always(deaf);
                Transport transport = Wires.trusting(Identities.TRUSTED.clientContext())) {
            Caller caller = way.start(() -> transport.send(call(server).body(new byte[50_000_000])));
            server.awaitStalls(1);
            way.end(caller, transport);
            server.release();
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsTheSecureReading(Way way) throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.builder().tls(Identities.TRUSTED).start().always(ONE_EVENT);
                Transport transport = Wires.trusting(Identities.TRUSTED.clientContext())) {
            Caller caller = way.start(() -> transport.send(stream(server)).readAll(1000));
            server.awaitRequests(1);
            way.end(caller, transport);
            server.connection(0).awaitClosed();
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsTheWaitForTheHead(Way way) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(SILENT);
                Transport transport = transport()) {
            Caller caller = way.start(() -> transport.send(call(server)));
            server.awaitRequests(1);
            way.end(caller, transport);
            server.connection(0).awaitClosed();
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsTheReading(Way way) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ONE_EVENT);
                Transport transport = transport()) {
            Caller caller = way.start(() -> transport.send(stream(server)).readAll(1000));
            server.awaitRequests(1);
            way.end(caller, transport);
            server.connection(0).awaitClosed();
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsTheReadingOfAnAnswerInOnePiece(Way way) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(HALF);
                Transport transport = transport()) {
            Caller caller = way.start(() -> transport.send(call(server)).readAll(1000));
            server.awaitRequests(1);
            way.end(caller, transport);
            server.connection(0).awaitClosed();
        }
    }

    @Test
    void closeCutsAnAnswerInOnePieceUnderItsReader() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(HALF);
                Transport transport = transport()) {
            Exchange exchange = transport.send(call(server));
            Caller reader = Caller.start(() -> exchange.readAll(1000)).awaitBlocked();
            long began = System.nanoTime();
            exchange.close();

            assertThat(reader.failure()).isExactlyInstanceOf(CancelledException.class);
            assertThat(reader.since(began)).isLessThan(SOON);
            assertThat(server.connection(0).awaitClosed().after(began)).isLessThan(SOON);
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void beforeAnythingIsSentNothingIs(Way way) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(SILENT);
                Transport transport = transport()) {
            long began = System.nanoTime();
            Caller caller = way.start(() -> {
                way.endNow(transport);
                transport.send(call(server));
            });
            CancelledException failure = (CancelledException) caller.failure();

            assertThat(caller.since(began)).isLessThan(SOON);
            assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(failure.isRetryable()).isFalse();
            assertThat(caller.keptItsFlag()).isEqualTo(way != Way.CLOSE);
            assertThat(server.connections()).isEmpty();
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @Test
    void closeCutsARunningStreamUnderItsReader() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ONE_EVENT);
                Transport transport = transport()) {
            Exchange exchange = transport.send(stream(server));
            Caller reader = Caller.start(() -> exchange.readAll(1000)).awaitBlocked();
            long began = System.nanoTime();
            exchange.close();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);

            assertThat(reader.failure()).isExactlyInstanceOf(CancelledException.class);
            assertThat(reader.since(began)).isLessThan(SOON);
            assertThat(server.connection(0).awaitClosed().after(began)).isLessThan(SOON);
            assertThat(transport.openExchanges()).isZero();
            failure(CancelledException.class, () -> exchange.readSome(1));
        }
    }

    @Test
    void closeCutsAStreamThatNobodyReads() {
        Script endless = Script.builder()
                .readRequest()
                .sseHead()
                .drip("5\r\ndata\n\r\n".repeat(5000), Duration.ofMillis(1))
                .build();
        try (ScriptedServer server = ScriptedServer.start(endless);
                Transport transport = transport()) {
            Exchange exchange = transport.send(stream(server));
            exchange.body().read(new byte[10], 0, 10);
            long began = System.nanoTime();
            exchange.close();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
            assertThat(server.connection(0).awaitClosed().after(began)).isLessThan(SOON);
            failure(CancelledException.class, () -> exchange.body().read(new byte[1], 0, 1));
        }
    }

    @Test
    void transportCutsStreamsThatNobodyReads() {
        try (ScriptedServer server = ScriptedServer.start(ONE_EVENT)) {
            Transport transport = transport();
            Exchange exchange = transport.send(stream(server));
            transport.close();

            server.connection(0).awaitClosed();
            assertThat(transport.openExchanges()).isZero();
            failure(CancelledException.class, () -> exchange.readAll(10));
            exchange.close();
        }
    }

    @Test
    void readerThatWasInterruptedBetweenReadsIsCancelled() {
        try (ScriptedServer server = ScriptedServer.start(ONE_EVENT);
                Transport transport = transport()) {
            Exchange exchange = transport.send(stream(server));
            exchange.body().read(new byte[2], 0, 2);
            Thread.currentThread().interrupt();
            try {
                failure(CancelledException.class, () -> exchange.body().read(new byte[2], 0, 2));
            } finally {
                assertThat(Thread.interrupted()).as("the flag stays").isTrue();
            }
            server.connection(0).awaitClosed();
        }
    }

    @Test
    void closeAndCompletionAtOnceHaveOneOutcome() throws Exception {
        AtomicInteger whole = new AtomicInteger();
        try (ScriptedServer server = ScriptedServer.start(Script.echo());
                Transport transport = transport()) {
            for (int i = 0; i < 500; i++) {
                String body = "body " + i;
                Exchange exchange = transport.send(call(server).body(Wires.utf8(body)));
                Caller closer = Caller.start(exchange::close);
                try {
                    assertThat(new String(exchange.readAll(100))).isEqualTo(body);
                    whole.incrementAndGet();
                } catch (CancelledException e) {
                    assertThat(e).hasMessageContaining("closed");
                }
                closer.join();
                assertThat(transport.openExchanges()).isZero();
            }
            assertThat(ask(transport, call(server))).isEqualTo(Wires.BODY);
        }
        assertThat(whole.get()).as("some come to their end").isPositive();
    }
}
