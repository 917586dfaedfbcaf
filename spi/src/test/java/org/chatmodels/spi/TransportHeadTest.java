package org.chatmodels.spi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chatmodels.spi.Wires.PATIENT;
import static org.chatmodels.spi.Wires.ask;
import static org.chatmodels.spi.Wires.call;
import static org.chatmodels.spi.Wires.failure;
import static org.chatmodels.spi.Wires.transport;

import java.time.Duration;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Delivery;
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
import org.junit.jupiter.params.provider.ValueSource;

class TransportHeadTest {
    @RegisterExtension
    final LeakCheck leaks = LeakCheck.watching(Wires::openExchanges);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001 garbage canary\r\n\r\n",
                "SSH-2.0-canary\r\n",
                "HTTP/9.9 200 canary\r\n\r\n",
                "HTTP/2 200 canary\r\n\r\n",
                "HTTP/1.1 canary OK\r\n\r\n",
                "HTTP/1.1 99 canary\r\n\r\n",
                "HTTP/1.1 000 canary\r\n\r\n"
            })
    void whatIsNoStatusLineMayPass(String head) {
        assertUnreadable(head, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nno colon canary\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: canary\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: canary\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip, br, gzip, br, gzip, br\r\nContent-Length: 2\r\n\r\nab"
            })
    void unreadableHeadIsAProtocolError(String head) {
        assertUnreadable(head, false);
    }

    private static void assertUnreadable(String head, boolean passing) {
        ProtocolException failure =
                fails(ProtocolException.class, Script.builder().readRequest().write(head));

        assertThat(failure.delivery()).isEqualTo(Delivery.MAYBE_PROCESSED);
        assertThat(failure.isRetryable()).isEqualTo(passing);
        assertThat(failure).hasStackTraceContaining("127.0.0.1:");
        assertNothingQuoted(failure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 2", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0"})
    void headThatIsCutIsTruncated(String head) {
        TruncatedException failure = fails(
                TruncatedException.class,
                Script.builder().readRequest().write(head).cut());

        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.delivery()).isEqualTo(Delivery.MAYBE_PROCESSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0000", "caf\u00e9", "\u007f"})
    void headerWithStrangeBytesIsReadOrRefusedAndNeverQuoted(String strange) {
        Script script = Script.builder()
                .readRequest()
                .write(("HTTP/1.1 200 OK\r\nX-Strange: canary" + strange + "\r\nContent-Length: 2\r\n\r\nok")
                        .getBytes(ISO_8859_1))
                .build();
        try (ScriptedServer server = ScriptedServer.start(script);
                Transport transport = transport()) {
            try {
                assertThat(ask(transport, call(server))).isEqualTo("ok");
            } catch (ProtocolException e) {
                assertThat(e.isRetryable()).isFalse();
                assertNothingQuoted(e);
            }
        }
    }

    @Test
    void endlessLineIsALimit() {
        LimitException failure = fails(
                LimitException.class,
                Script.builder().readRequest().write("HTTP/1.1 200 OK\r\nX: " + "a".repeat(9000)));

        assertThat(failure.isRetryable()).isFalse();
    }

    @Test
    void tooManyHeadersAreALimit() {
        LimitException failure = fails(
                LimitException.class,
                Script.builder().readRequest().write("HTTP/1.1 200 OK\r\n" + "X: canary\r\n".repeat(300)));

        assertThat(failure.isRetryable()).isFalse();
        assertNothingQuoted(failure);
    }

    @Test
    void endlessInterimAnswersOfAStreamEndAtTheFirstTokenLimit() {
        Limits limits = new Limits(PATIENT, Duration.ofMillis(300), PATIENT, PATIENT);
        ChatTimeoutException failure = waitsInVain(limits, true);

        assertThat(failure.kind()).isEqualTo(Kind.FIRST_TOKEN);
        assertThat(failure.isRetryable()).isTrue();
    }

    @Test
    void endlessInterimAnswersEndAtTheTotalLimit() {
        Limits limits = new Limits(PATIENT, PATIENT, PATIENT, Duration.ofMillis(300));
        ChatTimeoutException failure = waitsInVain(limits, false);

        assertThat(failure.kind()).isEqualTo(Kind.HEADERS);
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure).hasMessageContaining("within 300 ms: raise timeout");
    }

    private static ChatTimeoutException waitsInVain(Limits limits, boolean streaming) {
        try (ScriptedServer server = ScriptedServer.start(Script.builder()
                        .readRequest()
                        .write("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(2000))
                        .drip("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(100), Duration.ofMillis(2))
                        .build());
                Transport transport = transport()) {
            long began = System.nanoTime();
            ChatTimeoutException failure = failure(
                    ChatTimeoutException.class,
                    () -> transport.send(call(server).limits(limits).streaming(streaming)));

            Timing.within(began, 300);
            server.connection(0).awaitClosed();
            assertThat(transport.openExchanges()).isZero();
            return failure;
        }
    }

    @Test
    void interimAnswersAreSkipped() {
        try (ScriptedServer server = ScriptedServer.start(Script.builder()
                        .readRequest()
                        .write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
                        .json(200, "{}")
                        .build());
                Transport transport = transport()) {
            assertThat(ask(transport, call(server))).isEqualTo("{}");
            assertThat(ask(transport, call(server))).isEqualTo("{}");
            assertThat(server.connections()).hasSize(1);
        }
    }

    @Test
    void compressedRefusalKeepsItsStatus() {
        try (ScriptedServer server =
                        ScriptedServer.start(Script.answer(502, "\u001f\u008b", "Content-Encoding", "gzip"));
                Transport transport = transport()) {
            try (Exchange exchange = transport.send(call(server))) {
                assertThat(exchange.status()).isEqualTo(502);
                assertThat(exchange.readSome(100)).isEmpty();
            }
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @Test
    void headInPiecesIsRead() {
        try (ScriptedServer server = ScriptedServer.start(Script.builder()
                        .readRequest()
                        .drip("HTTP/1.1 200 OK\r\nX-Folded: a\r\n b\r\nContent-Length: 2\r\n\r\nok")
                        .build());
                Transport transport = transport()) {
            try (Exchange exchange = transport.send(call(server))) {
                assertThat(exchange.header("x-folded")).contains("a b");
                assertThat(exchange.readAll(10)).hasSize(2);
            }
        }
    }

    /** The same of a call and of a stream. */
    private static <T extends ChatException> T fails(Class<T> type, Script.Builder script) {
        fails(type, script, true);
        return fails(type, script, false);
    }

    private static <T extends ChatException> T fails(Class<T> type, Script.Builder script, boolean streaming) {
        try (ScriptedServer server = ScriptedServer.start(script.hold().build());
                Transport transport = transport()) {
            T failure = failure(type, () -> transport.send(call(server).streaming(streaming)));

            server.connection(0).awaitClosed();
            assertThat(server.requests()).hasSize(1);
            assertThat(transport.openExchanges()).isZero();
            return failure;
        }
    }

    private static void assertNothingQuoted(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            assertThat(at.toString()).doesNotContain("canary");
        }
    }
}
