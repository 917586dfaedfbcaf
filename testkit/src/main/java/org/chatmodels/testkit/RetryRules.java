package org.chatmodels.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.chatmodels.Attempt;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.RateLimitException;
import org.chatmodels.TruncatedException;
import org.chatmodels.UnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What fails before any output is asked for again, then elsewhere; what failed after it never is. The registry does so,
 * for every provider alike, if the provider tells failures apart as it must and does not retry itself.
 */
abstract class RetryRules extends LimitRules {
    private static final Duration SOON = Duration.ofSeconds(3);

    private static ChatRequest retrying(int times) {
        return ask().retries(times).build();
    }

    private Script answered(boolean stream) {
        return stream ? streamed("at last") : answer("at last");
    }

    private static ChatResponse whole(ChatModel model, ChatRequest request, boolean stream) {
        return stream ? Reading.of(() -> model.stream(request)).whole() : model.chat(request);
    }

    private static ChatException failure(ChatModel model, ChatRequest request, boolean stream) {
        return stream ? streamFails(model, request) : chatFails(ChatException.class, model, request);
    }

    private Script refusal(int status, String... headers) {
        return Script.answer(status, wire().errorBody(status, "not now"), headers);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void unavailableBackendIsAskedAgain(boolean stream) {
        ScriptedServer server = serve(refusal(503), refusal(529), answered(stream));
        ChatResponse response = whole(open(server), retrying(2), stream);
        assertEquals("at last", response.text());
        assertEquals(List.of("UnavailableException", "UnavailableException"), errors(response.attempts()));
        assertEquals(3, server.requests().size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void retriesAreCountedAndTheLastFailureIsTheOutcome(boolean stream) {
        ScriptedServer server = serve(refusal(503));
        ChatException failure = failure(open(server), retrying(1), stream);
        assertInstanceOf(UnavailableException.class, failure);
        assertEquals(List.of("UnavailableException"), errors(failure.attempts()));
        assertEquals(2, server.requests().size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void limitIsWaitedForAsTheBackendSays(boolean stream) {
        ScriptedServer server = serve(refusal(429, "Retry-After", "2"), answered(stream));
        long start = System.nanoTime();
        assertEquals("at last", whole(open(server), retrying(1), stream).text());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(Duration.ofSeconds(2)) >= 0, () -> "asked again already after " + took);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void limitThatLastsLongerThanTheCallMayIsToldAtOnce(boolean stream) {
        ScriptedServer server = serve(refusal(429, "Retry-After", "30"));
        ChatRequest request = ask().retries(2).timeout(Duration.ofSeconds(20)).build();
        long start = System.nanoTime();
        ChatException failure = failure(open(server), request, stream);
        assertInstanceOf(RateLimitException.class, failure);
        assertEquals(Optional.of(Duration.ofSeconds(30)), failure.retryAfter());
        assertSooner(start);
        assertEquals(1, server.requests().size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusedRequestIsNotAskedAgain(boolean stream) {
        ScriptedServer server = serve(refusal(400));
        assertInstanceOf(InvalidRequestException.class, failure(open(server), retrying(2), stream));
        assertEquals(1, server.requests().size());
    }

    @Test
    void streamThatIsCutBeforeAnyTextIsAskedForAgain() {
        ScriptedServer server = serve(begin().cut().build(), streamed("at last"));
        Reading reading = Reading.of(() -> open(server).stream(retrying(1)));
        assertEquals("at last", reading.whole().text());
        assertEquals(List.of("TruncatedException"), errors(reading.whole().attempts()));
    }

    @Test
    void streamThatIsCutAfterSomeTextIsNotAskedForAgain() {
        ScriptedServer server = serve(begin("one").cut().build(), streamed("two"));
        ChatModel model = open(server);
        ChatException failure = streamFails(model, retrying(2));
        assertInstanceOf(TruncatedException.class, failure);
        assertEquals(Delivery.PARTIAL_OUTPUT, failure.delivery());
        assertEquals(1, server.requests().size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nextTargetAnswersForOneThatFails(boolean stream) {
        ScriptedServer server = serve(refusal(503), answered(stream));
        ChatModel model = open(server);
        ChatRequest request = ask().retries(0).fallbacks(location(server.uri())).build();
        ChatResponse response = whole(model, request, stream);
        assertEquals("at last", response.text());
        assertEquals(List.of("UnavailableException"), errors(response.attempts()));
        assertEquals(location(server.uri()), response.servedBy().toString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusedRequestIsNotTakenElsewhere(boolean stream) {
        ScriptedServer server = serve(refusal(422), answered(stream));
        ChatRequest request = ask().fallbacks(location(server.uri())).build();
        assertInstanceOf(InvalidRequestException.class, failure(open(server), request, stream));
        assertEquals(1, server.requests().size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void interruptEndsThePauseBeforeAnotherAttempt(boolean stream) {
        ScriptedServer server =
                serve(refusal(503, "Retry-After", "30").toBuilder().hold().build());
        ChatModel model = open(server);
        Blocked caller = new Blocked(() -> {
            if (stream) {
                closing(model.stream(retrying(1))).response();
            } else {
                model.chat(retrying(1));
            }
        });
        server.awaitRequests(1);
        caller.awaitPausing();
        long start = System.nanoTime();
        caller.interrupt();
        CancelledException cancelled = caller.failure(CancelledException.class);
        assertSooner(start);
        assertTrue(caller.stillInterrupted(), "the interrupt flag is gone");
        assertEquals(List.of("UnavailableException"), errors(cancelled.attempts()));
        assertEquals(1, server.requests().size());
    }

    private static void assertSooner(long start) {
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(SOON) < 0, () -> "ended only after " + took);
    }

    private static List<String> errors(List<Attempt> attempts) {
        return attempts.stream().map(Attempt::error).toList();
    }
}
