package org.chatmodels.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatStream;
import org.junit.jupiter.api.Test;

/** Whoever does not want the rest of an answer gets away at once, and the backend sees it. */
abstract class CancelRules extends ConnectionRules {
    private static final Duration SOON = Duration.ofSeconds(2);

    @Test
    void earlyCloseIsSeenByTheServerAndByTheReader() {
        ScriptedServer server = serve(begin("one").stall().build());
        ChatModel model = open(server);
        ChatStream stream = closing(model.stream(request()));
        Iterator<ChatEvent> events = stream.iterator();
        readText(events);
        long start = System.nanoTime();
        stream.close();
        stream.close();
        assertSoon(server.connection(0).awaitClosed().after(start));
        assertPartial("one", cancelled(events::next), model);
        assertPartial("one", cancelled(stream::response), model);
    }

    @Test
    void closeAtOnceIsSeenByTheServer() {
        ScriptedServer server = serve(begin().stall().build());
        ChatStream stream = closing(open(server).stream(request()));
        server.awaitStalls(1);
        long start = System.nanoTime();
        stream.close();
        assertSoon(server.connection(0).awaitClosed().after(start));
        cancelled(stream::response);
    }

    @Test
    void closeAfterTheEndChangesNothing() {
        ChatStream stream = closing(open(serve(streamed("one"))).stream(request()));
        String text = stream.response().text();
        stream.close();
        stream.close();
        assertEquals(text, stream.response().text());
    }

    @Test
    void closeFromAnotherThreadEndsABlockedReader() {
        ScriptedServer server = serve(begin("one").stall().build());
        ChatModel model = open(server);
        ChatStream stream = closing(model.stream(request()));
        Blocked reader = Blocked.reading(stream);
        reader.awaitTextThenBlocked();
        long start = System.nanoTime();
        stream.close();
        assertPartial("one", reader.failure(CancelledException.class), model);
        assertSoon(server.connection(0).awaitClosed().after(start));
    }

    @Test
    void interruptEndsABlockedReaderAndKeepsTheFlag() {
        ScriptedServer server = serve(begin("one").stall().build());
        ChatModel model = open(server);
        ChatStream stream = closing(model.stream(request()));
        Blocked reader = Blocked.reading(stream);
        reader.awaitTextThenBlocked();
        reader.interrupt();
        assertPartial("one", reader.failure(CancelledException.class), model);
        assertTrue(reader.stillInterrupted(), "the interrupt flag is gone");
        server.connection(0).awaitClosed();
    }

    @Test
    void interruptEndsACallThatWaitsForItsAnswer() {
        ScriptedServer server = serve(Script.builder().readRequest().stall().build());
        ChatModel model = open(server);
        Blocked caller = new Blocked(() -> model.chat(request()));
        server.awaitStalls(1);
        caller.awaitBlocked();
        caller.interrupt();
        caller.failure(CancelledException.class);
        assertTrue(caller.stillInterrupted(), "the interrupt flag is gone");
        server.connection(0).awaitClosed();
    }

    @Test
    void interruptBeforeACallSendsNothing() {
        ScriptedServer server = serve(answer("never"));
        ChatModel model = open(server);
        Thread.currentThread().interrupt();
        try {
            assertThrows(CancelledException.class, () -> model.chat(request()));
            assertTrue(Thread.currentThread().isInterrupted(), "the interrupt flag is gone");
            assertThrows(CancelledException.class, () -> model.stream(request()));
        } finally {
            Thread.interrupted();
        }
        assertTrue(server.requests().isEmpty(), "a request was sent");
    }

    @Test
    void closedRegistryEndsItsCalls() throws Exception {
        ScriptedServer server = serve(begin("one").stall().build());
        List<AutoCloseable> owners = new ArrayList<>();
        ChatModel model = open(server.uri(), owners::add);
        ChatStream stream = closing(model.stream(request()));
        Blocked reader = Blocked.reading(stream);
        reader.awaitTextThenBlocked();
        for (AutoCloseable owner : owners) {
            owner.close();
        }
        reader.failure(CancelledException.class);
        server.connection(0).awaitClosed();
    }

    private static void readText(Iterator<ChatEvent> events) {
        while (!(events.next() instanceof ChatEvent.TextDelta)) {
            // up to the first text
        }
    }

    private static CancelledException cancelled(Runnable call) {
        return Canaries.absentFrom(assertThrows(CancelledException.class, call::run));
    }

    private static void assertSoon(Duration took) {
        assertTrue(took.compareTo(SOON) < 0, () -> "the server saw the end only after " + took);
    }
}
