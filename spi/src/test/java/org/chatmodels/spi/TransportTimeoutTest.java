package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chatmodels.spi.Wires.PATIENT;
import static org.chatmodels.spi.Wires.ask;
import static org.chatmodels.spi.Wires.call;
import static org.chatmodels.spi.Wires.failure;
import static org.chatmodels.spi.Wires.leasing;
import static org.chatmodels.spi.Wires.stream;
import static org.chatmodels.spi.Wires.text;
import static org.chatmodels.spi.Wires.transport;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Phase;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.ChatTimeoutException.Kind;
import org.chatmodels.testkit.LeakCheck;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TransportTimeoutTest {
    @RegisterExtension
    final LeakCheck leaks = LeakCheck.watching(Wires::openExchanges);

    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Limits FIRST_TOKEN = new Limits(PATIENT, SHORT, PATIENT, PATIENT);
    private static final Limits IDLE = new Limits(PATIENT, PATIENT, SHORT, PATIENT);
    private static final Limits TOTAL = new Limits(PATIENT, PATIENT, PATIENT, SHORT);
    private static final Script SILENT = Script.builder().readRequest().hold().build();
    private static final Script COMMENTS = Script.builder()
            .readRequest()
            .sseHead()
            .drip("3\r\n:\n\n\r\n".repeat(500), Duration.ofMillis(1))
            .hold()
            .build();

    @Test
    void optionsThatSayNothingMeanTheDefaults() {
        assertThat(Limits.of(ChatOptions.NONE)).isEqualTo(Limits.DEFAULT);
        assertThat(Limits.DEFAULT)
                .isEqualTo(new Limits(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(120),
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(10)));
    }

    @Test
    void silentServerOfACallRunsIntoTheTotalLimit() {
        ChatTimeoutException failure = sending(SILENT, TOTAL, false);

        assertThat(failure.kind()).isEqualTo(Kind.HEADERS);
        assertThat(failure.phase()).isEqualTo(Phase.HEADERS);
        assertThat(failure.delivery()).isEqualTo(Delivery.MAYBE_PROCESSED);
        assertThat(failure).hasMessageContaining("within 150 ms: raise timeout");
    }

    @Test
    void silentServerOfAStreamRunsIntoTheFirstTokenLimit() {
        ChatTimeoutException failure = sending(SILENT, FIRST_TOKEN, true);

        assertThat(failure.kind()).isEqualTo(Kind.FIRST_TOKEN);
        assertThat(failure).hasMessageContaining("No first token").hasMessageContaining("raise first_token_timeout");
    }

    @Test
    void silentServerOfAStreamRunsIntoAShorterTotalLimit() {
        assertThat(sending(SILENT, TOTAL, true).kind()).isEqualTo(Kind.TOTAL);
    }

    @Test
    void firstTokenLimitDoesNotHoldForACall() {
        Script late = Script.builder()
                .readRequest()
                .stall(Duration.ofMillis(300))
                .json(200, "{}")
                .build();
        try (ScriptedServer server = ScriptedServer.start(late);
                Transport transport = transport()) {
            Limits limits = new Limits(PATIENT, SHORT, SHORT, PATIENT);
            assertThat(ask(transport, call(server).limits(limits))).isEqualTo("{}");
        }
    }

    @Test
    void commentsNeverSatisfyTheFirstTokenLimit() {
        ChatTimeoutException failure = reading(COMMENTS, FIRST_TOKEN, true);

        assertThat(failure.kind()).isEqualTo(Kind.FIRST_TOKEN);
        assertThat(failure.phase()).isEqualTo(Phase.STREAM);
    }

    @Test
    void commentsResetTheIdleLimitAndNotTheTotal() {
        Limits limits = new Limits(PATIENT, PATIENT, Duration.ofMillis(100), SHORT);
        assertThat(reading(COMMENTS, limits, true).kind()).isEqualTo(Kind.TOTAL);
    }

    @Test
    void dripOfACallEndsAtTheTotalLimit() {
        Script drip = Script.builder()
                .readRequest()
                .head(200, "Content-Length", "1000")
                .drip("x".repeat(1000), Duration.ofMillis(5))
                .build();
        ChatTimeoutException failure = reading(drip, TOTAL, false);

        assertThat(failure.kind()).isEqualTo(Kind.TOTAL);
        assertThat(failure.phase()).isEqualTo(Phase.BODY);
        assertThat(failure).hasMessageContaining("raise timeout");
    }

    @Test
    void silenceInsideAStreamIsIdle() {
        Script script =
                Script.builder().readRequest().sseHead().event("1").hold().build();
        try (ScriptedServer server = ScriptedServer.start(script);
                Transport transport = transport()) {
            Exchange exchange = transport.send(stream(server).limits(IDLE));
            exchange.firstToken();
            exchange.body().read(new byte[100], 0, 100);
            long began = System.nanoTime();
            ChatTimeoutException failure =
                    failure(ChatTimeoutException.class, () -> exchange.body().read(new byte[100], 0, 100));

            Timing.within(began, 150);
            assertThat(failure.kind()).isEqualTo(Kind.IDLE);
            assertThat(failure).hasMessageContaining("for 150 ms: raise idle_timeout");
            server.connection(0).awaitClosed();
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @Test
    void silenceBeforeTheFirstByteIsTheModelThinking() {
        Script thinking = Script.builder()
                .readRequest()
                .sseHead()
                .stall(Duration.ofMillis(400))
                .event("1")
                .lastChunk()
                .build();
        try (ScriptedServer server = ScriptedServer.start(thinking);
                Transport transport = transport()) {
            assertThat(ask(transport, stream(server).limits(IDLE))).isEqualTo("data: 1\n\n");
        }
    }

    @Test
    void slowReaderIsNeitherIdleNorWithoutToken() throws Exception {
        Script script = Script.builder()
                .readRequest()
                .sseHead()
                .event("1")
                .stall()
                .event("2")
                .lastChunk()
                .build();
        try (ScriptedServer server = ScriptedServer.start(script);
                Transport transport = transport()) {
            Limits limits = new Limits(PATIENT, SHORT, SHORT, PATIENT);
            try (Exchange exchange = transport.send(stream(server).limits(limits))) {
                new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
                assertThat(exchange.body().read(new byte[9], 0, 9)).isEqualTo(9);
                exchange.firstToken();
                server.release();
                assertThat(text(exchange)).isEqualTo("data: 2\n\n");
            }
        }
    }

    @Test
    void tokenMeetsTheFirstTokenLimit() {
        Script script = Script.builder()
                .readRequest()
                .sseHead()
                .event("1")
                .stall(Duration.ofMillis(300))
                .lastChunk()
                .build();
        try (ScriptedServer server = ScriptedServer.start(script);
                Transport transport = transport()) {
            try (Exchange exchange = transport.send(stream(server).limits(FIRST_TOKEN))) {
                exchange.body().read(new byte[100], 0, 100);
                exchange.firstToken();
                assertThat(text(exchange)).isEmpty();
            }
        }
    }

    @Test
    void totalThatIsUsedUpEndsAtOnce() {
        Limits none = new Limits(PATIENT, PATIENT, PATIENT, Duration.ofSeconds(-1));
        try (ScriptedServer server = ScriptedServer.start(SILENT);
                Transport transport = transport()) {
            ChatTimeoutException failure = failure(
                    ChatTimeoutException.class,
                    () -> transport.send(call(server).limits(none)));
            assertThat(failure.kind()).isIn(Kind.TOTAL, Kind.HEADERS);
        }
    }

    @Test
    void noFreeConnectionSaysHowManyAreOpen() {
        Script open = Script.builder().readRequest().sseHead().hold().build();
        try (ScriptedServer server = ScriptedServer.start(open);
                Transport transport = leasing(SHORT, 2)) {
            Exchange first = transport.send(stream(server));
            Exchange second = transport.send(stream(server));
            long began = System.nanoTime();
            ChatTimeoutException failure = failure(ChatTimeoutException.class, () -> transport.send(stream(server)));

            Timing.within(began, 150);
            assertThat(failure.kind()).isEqualTo(Kind.LEASE);
            assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(failure).hasMessageContaining("within 150 ms").hasMessageContaining("2 exchanges are open");
            first.close();
            try (Exchange third = transport.send(stream(server))) {
                assertThat(third.status()).isEqualTo(200);
            }
            second.close();
            assertThat(transport.openExchanges()).isZero();
        }
    }

    private static ChatTimeoutException sending(Script script, Limits limits, boolean streaming) {
        try (ScriptedServer server = ScriptedServer.start(script);
                Transport transport = transport()) {
            HttpCall call = call(server).limits(limits).streaming(streaming);
            long began = System.nanoTime();
            ChatTimeoutException failure = failure(ChatTimeoutException.class, () -> transport.send(call));

            Timing.within(began, 150);
            server.connection(0).awaitClosed();
            assertThat(transport.openExchanges()).isZero();
            return failure;
        }
    }

    private static ChatTimeoutException reading(Script script, Limits limits, boolean streaming) {
        try (ScriptedServer server = ScriptedServer.start(script);
                Transport transport = transport()) {
            long began = System.nanoTime();
            Exchange exchange = transport.send(call(server).limits(limits).streaming(streaming));
            ChatTimeoutException failure = failure(ChatTimeoutException.class, () -> exchange.readAll(1 << 20));

            Timing.within(began, 150);
            server.connection(0).awaitClosed();
            assertThat(transport.openExchanges()).isZero();
            return failure;
        }
    }
}
