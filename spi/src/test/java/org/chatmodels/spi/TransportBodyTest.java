package org.chatmodels.spi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chatmodels.spi.Wires.PATIENT;
import static org.chatmodels.spi.Wires.ask;
import static org.chatmodels.spi.Wires.call;
import static org.chatmodels.spi.Wires.failure;
import static org.chatmodels.spi.Wires.text;
import static org.chatmodels.spi.Wires.transport;

import java.time.Duration;
import java.util.stream.Stream;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Phase;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.ChatTimeoutException.Kind;
import org.chatmodels.LimitException;
import org.chatmodels.ProtocolException;
import org.chatmodels.TruncatedException;
import org.chatmodels.testkit.LeakCheck;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportBodyTest {
    @RegisterExtension
    final LeakCheck leaks = LeakCheck.watching(Wires::openExchanges);

    private static Stream<Script> cuts() {
        Script measured = Script.builder()
                .readRequest()
                .head(200, "Content-Length", "100")
                .write("half")
                .build();
        Script chunked = chunked("5\r\nhello\r\n");
        return Stream.of(
                measured.toBuilder().cut().build(),
                measured.toBuilder().stall(Duration.ofMillis(20)).reset().build(),
                chunked.toBuilder().cut().build(),
                chunked.toBuilder().stall(Duration.ofMillis(20)).reset().build(),
                chunked("5\r\nhe").toBuilder().cut().build(),
                chunked("5\r\nhello").toBuilder().cut().build(),
                chunked("5\r\nhello\r\n1f").toBuilder().cut().build());
    }

    @Test
    void readingOnAfterCloseCutsNobodyElsesExchange() {
        Script first = Script.builder().readRequest().sse("1").build();
        Script next = Script.builder()
                .readRequest()
                .sseHead()
                .stall()
                .event("2")
                .hold()
                .build();
        try (ScriptedServer server = ScriptedServer.start();
                Transport transport = transport()) {
            server.enqueue(first).enqueue(next);
            Exchange closed = transport.send(call(server).streaming(true));
            assertThat(closed.body().read(new byte[9], 0, 9)).isEqualTo(9);
            closed.close();
            try (Exchange open = transport.send(call(server).streaming(true))) {
                assertThat(server.connections()).hasSize(1);
                failure(CancelledException.class, () -> closed.body().read(new byte[9], 0, 9));
                server.release();
                assertThat(open.body().read(new byte[9], 0, 9)).isEqualTo(9);
                assertThat(transport.openExchanges()).isOne();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void cutBodyIsTruncatedAndNoEnd(Script cut) {
        try (ScriptedServer server = ScriptedServer.start(cut);
                Transport transport = transport()) {
            Exchange exchange = transport.send(call(server));
            TruncatedException failure = failure(TruncatedException.class, () -> exchange.readAll(1000));

            assertThat(failure.phase()).isEqualTo(Phase.BODY);
            assertThat(failure.delivery()).isEqualTo(Delivery.MAYBE_PROCESSED);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure).hasMessageContaining("127.0.0.1:" + server.port());
            failure(TruncatedException.class, () -> exchange.readAll(1000));
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void cutBodyOfAStreamIsTruncatedAndNoEnd(Script cut) {
        try (ScriptedServer server = ScriptedServer.start(cut);
                Transport transport = transport()) {
            Exchange exchange = transport.send(call(server).streaming(true));
            TruncatedException failure = failure(TruncatedException.class, () -> exchange.readAll(1000));

            assertThat(failure.phase()).isEqualTo(Phase.STREAM);
            assertThat(failure.delivery()).isEqualTo(Delivery.MAYBE_PROCESSED);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary\r\nhello\r\n", "-5\r\nhello\r\n", "5\r\nhello5\r\n", "\r\n"})
    void wrongChunksAreAProtocolErrorThatMayPass(String chunks) {
        ProtocolException failure = fails(ProtocolException.class, chunked(chunks));

        assertThat(failure.getMessage() + failure.getCause()).doesNotContain("canary");
        assertThat(failure.delivery()).isEqualTo(Delivery.MAYBE_PROCESSED);
        assertThat(failure.isRetryable()).isTrue();
    }

    @Test
    void chunkOfMoreThanThereIsIsNoAccident() {
        ProtocolException failure = fails(ProtocolException.class, chunked("ffffffffffffffffff\r\n"));

        assertThat(failure.isRetryable()).isFalse();
    }

    @Test
    void endlessChunkLineIsALimit() {
        assertThat(fails(LimitException.class, chunked("5;" + "x".repeat(9000))).isRetryable())
                .isFalse();
    }

    @Test
    void endlessTrailersAreALimit() {
        fails(LimitException.class, chunked("0\r\n" + "X: y\r\n".repeat(200)));
    }

    @Test
    void announcedLengthAboveTheLimitIsNotWaitedFor() {
        Script huge = Script.builder()
                .readRequest()
                .head(200, "Content-Length", "1001")
                .write("x")
                .build();

        assertThat(fails(LimitException.class, huge)).hasMessageContaining("longer than 1000 bytes");
    }

    @Test
    void bodyOfAnyLengthArrivesWhole() {
        Script.Builder script = Script.builder().readRequest().head(200, "Transfer-Encoding", "chunked");
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            String chunk = (i + ",").repeat(1 + 13 * i % 4000);
            all.append(chunk);
            script.chunk(chunk);
        }
        try (ScriptedServer server = ScriptedServer.start(script.lastChunk().build());
                Transport transport = transport()) {
            for (int limit : new int[] {all.length(), all.length() + 1, 100_000_000}) {
                try (Exchange exchange = transport.send(call(server))) {
                    assertThat(new String(exchange.readAll(limit), ISO_8859_1)).isEqualTo(all.toString());
                }
            }
            failure(LimitException.class, () -> transport.send(call(server)).readAll(all.length() - 1));
        }
    }

    @Test
    void earlyRefusalOfALongRequestIsSeen() {
        Script refuses =
                Script.builder().readHead().answer(413, "too large").close().build();
        try (ScriptedServer server = ScriptedServer.start(refuses);
                Transport transport = transport()) {
            for (int i = 0; i < 5; i++) {
                HttpCall call = call(server).body(new byte[20_000_000]);
                try (Exchange exchange = transport.send(call)) {
                    assertThat(exchange.status()).isEqualTo(413);
                }
            }
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @Test
    void connectionOfAnEarlyRefusalIsNotUsedAgain() {
        Script refuses =
                Script.builder().readHead().answer(413, "too large").hold().build();
        try (ScriptedServer server = ScriptedServer.start().enqueue(refuses, Script.echo());
                Transport transport = transport()) {
            try (Exchange exchange = transport.send(call(server).body(new byte[20_000_000]))) {
                assertThat(exchange.status()).isEqualTo(413);
                assertThat(text(exchange)).isEqualTo("too large");
            }
            assertThat(ask(transport, call(server))).isEqualTo(Wires.BODY);
            assertThat(server.connections()).hasSize(2);
        }
    }

    @Test
    void refusalByAServerThatReadsNoMoreFreesTheSender() {
        Script refuses = Script.builder()
                .readHead()
                .stall(Duration.ofMillis(200))
                .answer(413, "too large")
                .hold()
                .build();
        try (ScriptedServer server = ScriptedServer.start(refuses);
                Transport transport = transport()) {
            long began = System.nanoTime();
            try (Exchange exchange = transport.send(call(server).body(new byte[50_000_000]))) {
                assertThat(exchange.status()).isEqualTo(413);
                assertThat(text(exchange)).isEqualTo("too large");
            }
            Timing.within(began, 200);
        }
    }

    @Test
    void longRequestArrivesWhole() {
        try (ScriptedServer server = ScriptedServer.start(Script.echo());
                Transport transport = transport()) {
            byte[] body = Wires.utf8("0123456789".repeat(700_000));
            try (Exchange exchange = transport.send(call(server).body(body))) {
                assertThat(exchange.readAll(body.length)).isEqualTo(body);
            }
        }
    }

    @Test
    void uploadThatNobodyReadsEndsAtTheTotalLimit() {
        Script deaf = Script.builder().readHead().readNothing().stall().build();
        try (ScriptedServer server = ScriptedServer.start(deaf);
                Transport transport = transport()) {
            Limits limits = new Limits(PATIENT, PATIENT, PATIENT, Duration.ofMillis(300));
            long began = System.nanoTime();
            ChatTimeoutException failure = failure(
                    ChatTimeoutException.class,
                    () -> transport.send(call(server).body(new byte[50_000_000]).limits(limits)));

            Timing.within(began, 300);
            assertThat(failure.kind()).isEqualTo(Kind.TOTAL);
            assertThat(failure.phase()).isEqualTo(Phase.SEND);
            assertThat(transport.openExchanges()).isZero();
            server.release();
        }
    }

    private static Script chunked(String chunks) {
        return Script.builder()
                .readRequest()
                .head(200, "Transfer-Encoding", "chunked")
                .write(chunks)
                .build();
    }

    private static <T extends ChatException> T fails(Class<T> type, Script script) {
        try (ScriptedServer server =
                        ScriptedServer.start(script.toBuilder().hold().build());
                Transport transport = transport()) {
            Exchange exchange = transport.send(call(server));
            T failure = failure(type, () -> exchange.readAll(1000));

            server.connection(0).awaitClosed();
            assertThat(transport.openExchanges()).isZero();
            return failure;
        }
    }
}
