package org.chatmodels.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.chatmodels.AuthenticationException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ProtocolException;
import org.chatmodels.RateLimitException;
import org.chatmodels.UnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every status has its exception, with the backend's own message. */
abstract class StatusRules extends FaultRules {
    private static final String WHY = "because the backend says so";

    @ParameterizedTest
    @CsvSource({
        "400, InvalidRequestException, false",
        "401, AuthenticationException, false",
        "402, QuotaExceededException, false",
        "403, AuthenticationException, false",
        "404, InvalidRequestException, false",
        "405, InvalidRequestException, false",
        "408, UnavailableException, true",
        "409, UnavailableException, true",
        "410, InvalidRequestException, false",
        "413, InvalidRequestException, false",
        "422, InvalidRequestException, false",
        "425, UnavailableException, true",
        "429, RateLimitException, true",
        "451, InvalidRequestException, false",
        "500, UnavailableException, true",
        "502, UnavailableException, true",
        "503, UnavailableException, true",
        "504, UnavailableException, true",
        "529, UnavailableException, true"
    })
    void statusHasItsException(int status, String type, boolean retryable) {
        ScriptedServer server = serve(Script.json(status, wire().errorBody(status, WHY)));
        ChatModel model = open(server);
        for (ChatException failure :
                new ChatException[] {chatFails(ChatException.class, model, request()), streamFails(model, request())}) {
            assertEquals(type, failure.getClass().getSimpleName());
            assertEquals(OptionalInt.of(status), failure.status());
            assertEquals(retryable, failure.isRetryable(), "isRetryable()");
            assertTold(WHY, failure);
            assertTrue(failure.partial().isEmpty(), "a partial answer of nothing");
        }
        assertEquals(2, server.requests().size(), "requests for two calls: nobody may retry here");
    }

    @Test
    void rateLimitSaysWhenToComeBack() {
        ScriptedServer server = serve(
                Script.answer(429, wire().errorBody(429, WHY), "Content-Type", "application/json", "Retry-After", "7"));
        ChatException failure = chatFails(RateLimitException.class, open(server), request());
        assertEquals(Optional.of(Duration.ofSeconds(7)), failure.retryAfter());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html><h1>Bad Gateway</h1></html>", "{\"unfinished", "[]", "null", "plain text"})
    void errorWithAnyBodyIsStillThatError(String body) {
        ChatModel model = open(serve(Script.answer(502, body, "Content-Type", "text/html")));
        ChatException failure = chatFails(UnavailableException.class, model, request());
        assertEquals(OptionalInt.of(502), failure.status());
        assertInstanceOf(UnavailableException.class, streamFails(model, request()));
    }

    @Test
    void errorBodyThatNeverEndsIsStillThatError() {
        Script.Builder script = Script.builder()
                .readRequest()
                .head(503, "Content-Type", "application/json", "Transfer-Encoding", "chunked");
        String kilobyte = "x".repeat(1024);
        for (int i = 0; i < 4_000; i++) {
            script.chunk(kilobyte);
        }
        chatFails(UnavailableException.class, open(serve(script.lastChunk().build())), request());
    }

    @Test
    void keyThatTheServerEchoesIsMasked() {
        needs(ProviderContract.Feature.KEY);
        String body = wire().errorBody(401, "Incorrect key: " + Canaries.KEY);
        ChatModel model = open(serve(Script.json(401, body)));
        chatFails(AuthenticationException.class, model, request());
        assertInstanceOf(AuthenticationException.class, streamFails(model, request()));
    }

    @Test
    void errorInsideA200IsThatError() {
        ChatModel model = open(serve(Script.json(200, wire().errorBody(500, WHY))));
        for (ChatException failure :
                new ChatException[] {chatFails(ChatException.class, model, request()), streamFails(model, request())}) {
            assertTold(WHY, failure);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectIsNeverFollowed(int status) {
        ScriptedServer elsewhere = server();
        Script redirect =
                Script.answer(status, "", "Location", elsewhere.uri("/v1").toString());
        ChatModel model = open(serve(redirect));
        ChatException failure = chatFails(ProtocolException.class, model, request());
        assertEquals(OptionalInt.of(status), failure.status());
        assertInstanceOf(ProtocolException.class, streamFails(model, request()));
        assertTrue(elsewhere.connections().isEmpty(), "the redirect was followed");
    }
}
