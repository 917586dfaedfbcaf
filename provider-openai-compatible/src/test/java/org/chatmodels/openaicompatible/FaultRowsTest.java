package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.LimitException;
import org.chatmodels.ProtocolException;
import org.chatmodels.QuotaExceededException;
import org.chatmodels.RateLimitException;
import org.chatmodels.TransportException;
import org.chatmodels.TruncatedException;
import org.chatmodels.UnavailableException;
import org.chatmodels.testkit.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fault makes of a call and of a stream: the same class, the same word on trying again, nothing told as sent. */
class FaultRowsTest extends SocketTest {
    private static final String[] JSON = {"Content-Type", "application/json"};
    private static final String RICH =
            "{\"id\":\"c1\",\"ok\":true,\"none\":null,\"created\":1760000000,\"model\":\"m1\","
                    + "\"choices\":[{\"index\":0,\"message\":{\"content\":\"h\\u00e9é€😀\"},\"finish_reason\":\"stop\"}]}";

    private static Stream<Script> emptyAnswers() {
        return Stream.of(
                Script.builder().readRequest().head(204).build(),
                Script.answer(200, "", JSON),
                Script.answer(200, " \r\n\r\n", JSON),
                Script.builder()
                        .readRequest()
                        .head(200, "Connection", "close")
                        .cut()
                        .build());
    }

    private static Stream<Script> unanswered() {
        return Stream.of(
                Script.builder().readRequest().close().build(),
                Script.builder().readRequest().reset().build(),
                Script.builder().close().build());
    }

    private static Map<String, String> tooMuch() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("depth 5,000", "[".repeat(5000) + "]".repeat(5000));
        members.put("a number of 5,000 digits", "9".repeat(5000));
        members.put("a name of 60,000 characters", "{\"" + "n".repeat(60_000) + "\":1}");
        return members;
    }

    @ParameterizedTest
    @MethodSource("emptyAnswers")
    void anEmptyAnswerIsNoneAndMayPass(Script empty) {
        for (ChatException failure : both(ProtocolException.class, empty)) {
            assertThat(failure).hasMessageContaining("an empty body");
            assertMaybe(failure, true);
        }
    }

    @Test
    void anEmptyStreamMayPass() {
        Script empty = Script.answer(200, "", "Content-Type", "text/event-stream");
        assertMaybe(streamFails(TruncatedException.class, open(empty)), true);
    }

    @ParameterizedTest
    @MethodSource("unanswered")
    void aConnectionThatClosesUnansweredMayPass(Script closes) {
        for (ChatException failure : both(TransportException.class, closes)) {
            assertMaybe(failure, true);
        }
    }

    @Test
    void whatIsNoHttpMayPass() {
        Script garbage =
                Script.builder().readRequest().write("garbage\r\n\r\n").hold().build();
        for (ChatException failure : both(ProtocolException.class, garbage)) {
            assertMaybe(failure, true);
        }
    }

    @Test
    void aPageDoesNotPass() {
        for (String type : new String[] {"text/html", "application/json"}) {
            Script page = Script.answer(200, "<!DOCTYPE html><p>SECRET</p>", "Content-Type", type);
            for (ChatException failure : both(ProtocolException.class, page)) {
                assertThat(failure).hasMessageNotContaining("SECRET");
                assertMaybe(failure, false);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate, gzip", "zstd"})
    void whatIsCompressedUnaskedIsRefusedUnread(String coding) {
        Script bomb = Script.builder()
                .readRequest()
                .head(200, "Content-Type", "application/json", "Content-Encoding", coding, "Content-Length", "9")
                .write("\u001f\u008b compr")
                .hold()
                .build();
        for (ChatException failure : both(ProtocolException.class, bomb)) {
            assertThat(failure).hasMessageContaining("is compressed");
            assertMaybe(failure, false);
        }
    }

    /** The end of the connection is the end of such a body, so that only its JSON tells. */
    @Test
    void anUnframedAnswerThatEndsAnywhereIsTruncated() {
        byte[] body = RICH.getBytes(StandardCharsets.UTF_8);
        ChatModel model = open();
        for (int end = 1; end < body.length; end++) {
            server.enqueue(Script.builder()
                    .readRequest()
                    .head(200, "Content-Type", "application/json", "Connection", "close")
                    .write(Arrays.copyOf(body, end))
                    .cut()
                    .build());
            assertMaybe(chatFails(TruncatedException.class, model), true);
        }
    }

    @Test
    void anUnframedAnswerToAStreamThatEndsInTheMiddleIsTruncated() {
        Script half = Script.builder()
                .readRequest()
                .head(200, "Content-Type", "application/json", "Connection", "close")
                .write(RICH.substring(0, RICH.indexOf("rue")))
                .cut()
                .build();
        assertMaybe(streamFails(TruncatedException.class, open(half)), true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "reset", "chunk"})
    void aBrokenBodyIsTruncated(String how) {
        Script.Builder script = Script.builder().readRequest();
        if (how.equals("chunk")) {
            script.head(200, "Content-Type", "application/json", "Transfer-Encoding", "chunked")
                    .chunk("{\"id\":")
                    .write("ff\r\nhalf");
        } else {
            script.head(200, "Content-Type", "application/json", "Content-Length", "100")
                    .write("{\"id\":");
        }
        script.stall(Duration.ofMillis(20));
        Script broken = (how.equals("reset") ? script.reset() : script.cut()).build();
        for (ChatException failure : both(TruncatedException.class, broken)) {
            assertMaybe(failure, true);
        }
    }

    @Test
    void jsonBeyondTheLimitsIsALimitAlsoWhereItIsPassedOver() {
        tooMuch().forEach((what, member) -> {
            String json = "{\"unknown\":" + member + "," + ANSWER.substring(1);
            for (ChatException failure : both(LimitException.class, Script.answer(200, json, JSON))) {
                assertMaybe(failure, false);
            }
            assertMaybe(streamFails(LimitException.class, open(Script.sse(json))), false);
        });
    }

    @Test
    void textBeyondTheLimitsIsALimit() {
        String text = "x".repeat(21_000_000);
        String json = ANSWER.replace("Good morning", text);
        for (ChatException failure : both(LimitException.class, Script.answer(200, json, JSON))) {
            assertMaybe(failure, false);
        }
        assertMaybe(streamFails(LimitException.class, open(Script.sse(json))), false);
    }

    @Test
    void moreTokensThanTheLimitAreALimit() {
        String json = "{\"unknown\":[" + "1,".repeat(5_000_001) + "1]," + ANSWER.substring(1);
        for (ChatException failure : both(LimitException.class, Script.answer(200, json, JSON))) {
            assertMaybe(failure, false);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32"})
    void anotherEncodingIsAProtocolError(String charset) {
        byte[] body = ANSWER.getBytes(java.nio.charset.Charset.forName(charset));
        Script script = Script.builder()
                .readRequest()
                .head(200, "Content-Type", "application/json", "Content-Length", Integer.toString(body.length))
                .write(body)
                .build();
        for (ChatException failure : both(ProtocolException.class, script)) {
            assertThat(failure).hasMessageNotContaining("Good");
            assertMaybe(failure, false);
        }
    }

    @Test
    void anEarlyRefusalOfALongRequestIsThatRefusal() {
        Script refuses = Script.builder()
                .readHead()
                .answer(413, "{\"error\":\"too large\"}", JSON)
                .close()
                .build();
        ChatModel model = open(refuses);
        ChatRequest longer = ChatRequest.of("x".repeat(20_000_000));
        for (ChatException failure : List.of(
                catchThrowableOfType(ChatException.class, () -> model.chat(longer)),
                catchThrowableOfType(ChatException.class, () -> model.stream(longer)))) {
            assertThat(failure)
                    .isExactlyInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("413: too large");
            assertMaybe(failure, false);
        }
    }

    @ParameterizedTest
    @CsvSource({"503,false", "503,true", "400,true", "404,false", "429,false"})
    void theServersWordOnTryingAgainCounts(int status, boolean again) {
        Script script = Script.answer(status, "{\"error\":\"x\"}", "x-should-retry", Boolean.toString(again));
        for (ChatException failure : both(ChatException.class, script)) {
            assertThat(failure.status()).hasValue(status);
            assertMaybe(failure, again);
        }
    }

    @Test
    void anExhaustedQuotaIsNeverTriedAgain() {
        String body = "{\"error\":{\"message\":\"pay\",\"code\":\"insufficient_quota\"}}";
        for (String again : new String[] {"true", "false", ""}) {
            Script script = Script.answer(429, body, "x-should-retry", again, "Retry-After", "1");
            for (ChatException failure : both(QuotaExceededException.class, script)) {
                assertMaybe(failure, false);
            }
        }
    }

    @Test
    void aFailureThatComplainsOfTheRequestIsNotTriedAgainAndSaysWhy() {
        String body = "{\"error\":{\"code\":500,\"message\":\"[json.exception.parse_error.101] parse error\","
                + "\"type\":\"server_error\"}}";
        for (ChatException failure : both(UnavailableException.class, Script.json(500, body))) {
            assertThat(failure).hasMessageContaining("parse error").hasMessageContaining("Change the request");
            assertMaybe(failure, false);
        }
    }

    @Test
    void anErrorInA200IsAsGoodAsItsStatus() {
        Script limited = Script.json("{\"error\":{\"message\":\"Try again in 2.5s\",\"code\":429}}");
        for (ChatException failure : both(RateLimitException.class, limited)) {
            assertThat(failure.retryAfter()).contains(Duration.ofMillis(2500));
            assertMaybe(failure, true);
        }
    }

    @Test
    void garbageInAnEventIsNotSkippedAndDoesNotPass() {
        ChatException failure = streamFails(ProtocolException.class, open(Script.sse("{\"choices\":nonsense}")));
        assertMaybe(failure, false);
    }

    @Test
    void anErrorInAStreamBeforeOutputMayPassAndAfterItNot() {
        String error = "{\"error\":{\"message\":\"Overloaded\",\"type\":\"overloaded_error\"}}";
        assertMaybe(streamFails(UnavailableException.class, open(Script.sse(error))), true);
        ChatException late = streamFails(
                UnavailableException.class,
                open(Script.sse("{\"choices\":[{\"delta\":{\"content\":\"Good\"}}]}", error)));
        assertThat(late.delivery()).isEqualTo(Delivery.PARTIAL_OUTPUT);
        assertThat(late.isRetryable()).isFalse();
    }

    private <T extends ChatException> List<T> both(Class<T> kind, Script script) {
        ChatModel model = open(script);
        return List.of(chatFails(kind, model), streamFails(kind, model));
    }

    private static void assertMaybe(ChatException failure, boolean again) {
        assertThat(failure.delivery()).isEqualTo(Delivery.MAYBE_PROCESSED);
        assertThat(failure.isRetryable()).as(failure.toString()).isEqualTo(again);
    }
}
