package org.chatmodels.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wherever a call is, an interrupt, a cancelled future and a closed registry end it, and the backend sees it. */
abstract class PhaseRules extends RetryRules {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final int MORE_THAN_SOCKETS_HOLD = 32 << 20;

    /** Where the call is when it is ended. */
    enum Stop {
        CONNECT,
        UPLOAD,
        HEADERS,
        BODY,
        PAUSE
    }

    /** A call that has come so far and no further. */
    private final class Stopped {
        private final Stop at;
        private final ScriptedServer server;
        private final ChatModel model;
        private final List<AutoCloseable> owners = new ArrayList<>();

        Stopped(Stop at) {
            this.at = at;
            server = at == Stop.CONNECT
                    ? closing(ScriptedServer.builder().neverAccepting().start())
                    : serve(script());
            model = open(server.uri(), owners::add);
            owners.forEach(PhaseRules.this::closing);
        }

        private Script script() {
            Script.Builder script = Script.builder();
            return switch (at) {
                case CONNECT, HEADERS -> script.readRequest().stall().build();
                case UPLOAD -> script.readHead().stall().readBody().build();
                case BODY ->
                    script.readRequest()
                            .head(200, "Content-Type", "application/json", "Content-Length", "1000")
                            .write(" ")
                            .stall()
                            .build();
                case PAUSE ->
                    script.readRequest()
                            .answer(503, wire().errorBody(503, "not now"), "Retry-After", "40")
                            .hold()
                            .build();
            };
        }

        ChatRequest request() {
            ChatRequest.Builder request = ask().retries(at == Stop.PAUSE ? 1 : 0);
            return at == Stop.UPLOAD
                    ? request.user("x".repeat(MORE_THAN_SOCKETS_HOLD)).build()
                    : request.build();
        }

        /** Waits until the call, if it is of a thread that can be looked at, is where it shall be ended. */
        void await(Runnable blocked) {
            if (at == Stop.PAUSE) {
                server.awaitRequests(1);
            } else if (at != Stop.CONNECT) {
                server.awaitStalls(1);
            }
            blocked.run();
        }

        void assertSeen(long start) {
            if (at == Stop.UPLOAD) {
                server.release(); // who reads nothing sees no end
            }
            if (at != Stop.CONNECT && at != Stop.PAUSE) {
                assertSoon(server.connection(0).awaitClosed().after(start));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Stop.class)
    void interruptEndsACallWhereverItIs(Stop at) {
        Stopped call = new Stopped(at);
        Blocked caller = new Blocked(() -> call.model.chat(call.request()));
        call.await(at == Stop.PAUSE ? caller::awaitPausing : caller::awaitBlocked);
        long start = System.nanoTime();
        caller.interrupt();
        caller.failure(CancelledException.class);
        assertSoon(since(start));
        assertTrue(caller.stillInterrupted(), "the interrupt flag is gone");
        call.assertSeen(start);
    }

    @ParameterizedTest
    @EnumSource(Stop.class)
    void closedRegistryEndsACallWhereverItIs(Stop at) throws Exception {
        Stopped call = new Stopped(at);
        Blocked caller = new Blocked(() -> call.model.chat(call.request()));
        call.await(at == Stop.PAUSE ? caller::awaitPausing : caller::awaitBlocked);
        long start = System.nanoTime();
        for (AutoCloseable owner : call.owners) {
            owner.close();
        }
        caller.failure(CancelledException.class);
        assertSoon(since(start));
        assertTrue(!caller.stillInterrupted(), "an interrupt flag that nobody of the caller's set");
        call.assertSeen(start);
    }

    @ParameterizedTest
    @EnumSource(
            value = Stop.class,
            names = {"UPLOAD", "HEADERS", "BODY"})
    void cancelledFutureEndsItsCallWhereverItIs(Stop at) {
        Stopped call = new Stopped(at);
        CompletableFuture<ChatResponse> answer = call.model.chatAsync(call.request());
        call.await(() -> {});
        long start = System.nanoTime();
        assertTrue(answer.cancel(true), "the call had ended already");
        call.assertSeen(start);
    }

    @Test
    void futureThatRunsOutOfTimeEndsItsCall() {
        Stopped call = new Stopped(Stop.HEADERS);
        long start = System.nanoTime();
        CompletableFuture<ChatResponse> answer =
                call.model.chatAsync(call.request()).orTimeout(200, TimeUnit.MILLISECONDS);
        Throwable late = assertThrows(ExecutionException.class, answer::get).getCause();
        assertInstanceOf(TimeoutException.class, late);
        call.assertSeen(start);
    }

    @Test
    void futureHasTheAnswerOrTheFailureItself() throws Exception {
        ChatModel model = open(serve(answer("one"), Script.json(400, wire().errorBody(400, "no"))));
        assertEquals("one", model.chatAsync(request()).get().text());
        CompletableFuture<ChatResponse> failing = model.chatAsync(request());
        Throwable thrown = assertThrows(ExecutionException.class, failing::get).getCause();
        Canaries.absentFrom(assertInstanceOf(InvalidRequestException.class, thrown));
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void assertSoon(Duration took) {
        assertTrue(took.compareTo(SOON) < 0, () -> "ended only after " + took);
    }
}
