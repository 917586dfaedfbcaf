package org.chatmodels.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.function.Supplier;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.ChatTimeoutException.Kind;
import org.junit.jupiter.api.Test;

/** Time limits: each ends the call when it is due and says which it was. */
abstract class LimitRules extends CancelRules {
    private static final Duration LIMIT = Duration.ofMillis(300);
    private static final Duration LATE = Duration.ofSeconds(3);

    @Test
    void connectingHasALimit() {
        ScriptedServer server =
                closing(ScriptedServer.builder().neverAccepting().start());
        ChatModel model = open(server);
        ChatException failure = due(
                Kind.CONNECT,
                () -> chatFails(
                        ChatException.class, model, ask().connectTimeout(LIMIT).build()));
        assertEquals(Delivery.NOT_SENT, failure.delivery());
    }

    @Test
    void answerThatDoesNotBeginEndsWithTheTotal() {
        ScriptedServer server = serve(Script.builder().readRequest().stall().build());
        ChatModel model = open(server);
        due(
                Kind.HEADERS,
                () -> chatFails(ChatException.class, model, ask().timeout(LIMIT).build()));
        server.connection(0).awaitClosed();
    }

    @Test
    void firstTokenHasALimit() {
        ScriptedServer server = serve(begin().stall().build());
        ChatModel model = open(server);
        ChatException failure = due(
                Kind.FIRST_TOKEN,
                () -> streamFails(model, ask().firstTokenTimeout(LIMIT).build()));
        assertTrue(failure.isRetryable(), "no output was delivered");
        server.connection(0).awaitClosed();
    }

    @Test
    void firstTokenHasALimitAlsoBeforeTheHead() {
        ScriptedServer server = serve(Script.builder().readRequest().stall().build());
        ChatModel model = open(server);
        due(
                Kind.FIRST_TOKEN,
                () -> streamFails(model, ask().firstTokenTimeout(LIMIT).build()));
    }

    @Test
    void commentsAreNoFirstToken() {
        needs(ProviderContract.Feature.COMMENTS);
        ScriptedServer server = serve(comments(begin(), 200).build());
        ChatModel model = open(server);
        due(
                Kind.FIRST_TOKEN,
                () -> streamFails(model, ask().firstTokenTimeout(LIMIT).build()));
    }

    @Test
    void silenceInsideAStreamHasALimit() {
        ScriptedServer server = serve(begin("one").stall().build());
        ChatModel model = open(server);
        ChatException failure =
                due(Kind.IDLE, () -> streamFails(model, ask().idleTimeout(LIMIT).build()));
        assertPartial("one", failure, model);
        server.connection(0).awaitClosed();
    }

    @Test
    void commentsAreNoSilence() {
        needs(ProviderContract.Feature.COMMENTS);
        Script script = end(event(comments(begin("one "), 20), wire().text("two")));
        ChatModel model = open(serve(script));
        Reading reading = Reading.of(
                () -> model.stream(ask().idleTimeout(Duration.ofMillis(700)).build()));
        assertEquals("one two", reading.whole().text());
    }

    @Test
    void streamThatNeverEndsHasALimit() {
        Script.Builder script = begin();
        for (int i = 0; i < 400; i++) {
            event(script, wire().text("x")).stall(Duration.ofMillis(20));
        }
        ScriptedServer server = serve(script.build());
        ChatModel model = open(server);
        ChatException failure = due(
                Kind.TOTAL,
                () -> streamFails(model, ask().timeout(Duration.ofMillis(600)).build()));
        assertEquals(Delivery.PARTIAL_OUTPUT, failure.delivery());
        server.connection(0).awaitClosed();
    }

    @Test
    void limitsOfOneCallDoNotStayWithTheModel() {
        ScriptedServer server = serve(begin().stall().build(), streamed("one"));
        ChatModel model = open(server);
        due(
                Kind.FIRST_TOKEN,
                () -> streamFails(model, ask().firstTokenTimeout(LIMIT).build()));
        assertEquals("one", Reading.of(() -> model.stream(request())).whole().text());
    }

    /** Forty milliseconds apart. */
    private Script.Builder comments(Script.Builder script, int count) {
        for (int i = 0; i < count; i++) {
            event(script, wire().comment()).stall(Duration.ofMillis(40));
        }
        return script;
    }

    private static ChatException due(Kind kind, Supplier<ChatException> call) {
        long start = System.nanoTime();
        ChatException failure = call.get();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        ChatTimeoutException timeout = assertInstanceOf(ChatTimeoutException.class, failure, failure::toString);
        assertEquals(kind, timeout.kind());
        assertTrue(took.compareTo(LATE) < 0, () -> "the limit held only after " + took);
        assertTrue(took.compareTo(LIMIT.minusMillis(20)) > 0, () -> "the limit struck already after " + took);
        return failure;
    }
}
