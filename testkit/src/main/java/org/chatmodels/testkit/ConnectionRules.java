package org.chatmodels.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatStream;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.TransportException;
import org.junit.jupiter.api.Test;

/** What connections do: refuse, stay, go stale, and never mix up answers. */
abstract class ConnectionRules extends StatusRules {
    @Test
    void closedPortIsATransportErrorBeforeAnythingWasSent() {
        ScriptedServer gone = ScriptedServer.start();
        URI nobody = gone.uri();
        gone.close();
        ChatModel model = open(nobody);
        for (ChatException failure :
                List.of(chatFails(TransportException.class, model, request()), streamFails(model, request()))) {
            assertFalse(failure instanceof ChatTimeoutException, () -> "a refused connection gave " + failure);
            assertEquals(Delivery.NOT_SENT, failure.delivery());
        }
    }

    @Test
    void connectionThatClosesWithoutAnAnswerMayHaveBeenProcessed() {
        ScriptedServer server = serve(Script.builder().readRequest().cut().build());
        ChatException failure = chatFails(ChatException.class, open(server), request());
        assertEquals(Delivery.MAYBE_PROCESSED, failure.delivery());
        assertEquals(1, server.requests().size(), "a fresh connection's request must not be sent again");
    }

    @Test
    void unsolicitedAnswerNeverBecomesTheNextOne() {
        String two = Replies.whole(200, wire().answer("mine", INPUT, OUTPUT), "Content-Type", "application/json")
                + Replies.whole(200, wire().answer("stray", INPUT, OUTPUT), "Content-Type", "application/json");
        ScriptedServer server = serve(Script.builder().readRequest().write(two).build(), answer("next"));
        ChatModel model = open(server);
        assertEquals("mine", model.chat(request()).text());
        assertEquals("next", model.chat(request()).text());
        assertEquals("next", model.chat(request()).text());
    }

    @Test
    void unsolicitedAnswerThatComesLaterNeverBecomesTheNextOne() {
        Script late = answer("mine").toBuilder()
                .stall()
                .json(200, wire().answer("stray", INPUT, OUTPUT))
                .stall()
                .build();
        ScriptedServer server = serve(late, answer("next"));
        ChatModel model = open(server);
        assertEquals("mine", model.chat(request()).text());
        server.awaitStalls(1);
        server.release();
        server.awaitStallsBegun(2);
        assertEquals("next", model.chat(request()).text());
    }

    @Test
    void keptConnectionThatWentStaleIsNotSeen() {
        ScriptedServer server = serve(answer("one").toBuilder().cut().build(), answer("two"));
        ChatModel model = open(server);
        assertEquals("one", model.chat(request()).text());
        assertEquals("two", model.chat(request()).text());
    }

    @Test
    void requestThatAKeptConnectionNeverAnsweredIsSentOnceMore() {
        needs(ProviderContract.Feature.KEPT_CONNECTIONS);
        Script silent = Script.builder().readRequest().close().build();
        ScriptedServer server = serve(answer("one"), silent, answer("two"));
        ChatModel model = open(server);
        assertEquals("one", model.chat(request()).text());
        assertEquals("two", model.chat(request()).text());
        assertEquals(3, server.requests().size());
        assertEquals(2, server.connections().size());
    }

    @Test
    void finishedStreamGivesItsConnectionBack() {
        needs(ProviderContract.Feature.KEPT_CONNECTIONS);
        ScriptedServer server = serve(streamed("one"));
        ChatModel model = open(server);
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    "one", Reading.of(() -> model.stream(request())).whole().text());
        }
        assertEquals(1, server.connections().size(), "connections of three streams, one after the other");
    }

    @Test
    void eightStreamsRunAtOnceAndEachHasItsOwnAnswer() {
        Script own = Script.respond(request -> {
            String name = "name-" + request.bodyText().replaceAll("(?s).*name-(\\d+).*", "$1");
            Script.Builder script =
                    Script.builder().head(200, "Content-Type", wire().streamType(), "Transfer-Encoding", "chunked");
            event(event(script, wire().start()), wire().text(name)).stall();
            return end(event(script, wire().text("!")));
        });
        ScriptedServer server = serve(own);
        ChatModel model = open(server);
        List<ChatStream> streams = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            streams.add(closing(model.stream("name-" + i)));
        }
        server.awaitStalls(8);
        server.release(8);
        for (int i = 7; i >= 0; i--) {
            assertEquals("name-" + i + "!", streams.get(i).response().text());
        }
    }
}
