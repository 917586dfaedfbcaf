package org.chatmodels.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.FinishReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer is, whole and streamed, when nothing goes wrong. */
abstract class AnswerRules extends ProviderUnderTest {
    @Test
    void answerHasTextFinishUsageAndOrigin() {
        ChatModel model = open(serve(answer(WORDS)));
        ChatResponse response = model.chat(request());
        assertEquals(WORDS, response.text());
        assertComplete(response, model);
    }

    @Test
    void streamHasStartedFirstAndFinishedLastAndTheTextOfTheAnswer() {
        ChatModel model = open(serve(streamed(pieces())));
        Reading reading = Reading.of(() -> model.stream(request()));
        ChatResponse response = reading.whole();
        assertEquals(WORDS, reading.text());
        assertComplete(response, model);
    }

    private static void assertComplete(ChatResponse response, ChatModel model) {
        assertEquals(FinishReason.Kind.STOP, response.finishReason().kind());
        assertEquals(OptionalLong.of(INPUT), response.usage().inputTokens());
        assertEquals(OptionalLong.of(OUTPUT), response.usage().outputTokens());
        assertEquals(model.location(), response.servedBy());
        assertFalse(response.model().isEmpty(), "the answer names no model");
    }

    @Test
    void eventsArriveWhileTheStreamIsRunning() {
        ScriptedServer server = serve(end(event(begin("one ").stall(), wire().text("two"))));
        try (ChatStream stream = open(server).stream(request())) {
            List<String> texts = new ArrayList<>();
            for (String text : stream.texts()) {
                texts.add(text);
                server.release();
            }
            assertEquals(List.of("one ", "two"), texts);
        }
    }

    @Test
    void emptyTextIsAnAnswer() {
        assertEquals("", open(serve(answer(""))).chat(request()).text());
        ChatResponse streamed =
                Reading.of(() -> open(serve(streamed())).stream(request())).whole();
        assertEquals("", streamed.text());
    }

    @Test
    void everyPlaceToSplitTheBytesGivesTheSameEvents() {
        String bytes = wire().start()
                + wire().text("Grüße ")
                + wire().text("🙂")
                + wire().ending(INPUT, OUTPUT)
                + wire().terminator();
        int length = bytes.getBytes(StandardCharsets.UTF_8).length;
        ScriptedServer server = server();
        for (int at = 1; at < length; at++) {
            server.enqueue(split(bytes, at));
        }
        ChatModel model = open(server);
        for (int at = 1; at < length; at++) {
            Reading reading = Reading.of(() -> model.stream(request()));
            assertEquals("Grüße 🙂", reading.whole().text(), "split before byte " + at);
            assertEquals(4, reading.events().size(), "events when split before byte " + at);
        }
    }

    private Script split(String text, int at) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Script.builder()
                .readRequest()
                .head(200, "Content-Type", wire().streamType(), "Content-Length", Integer.toString(bytes.length))
                .write(Arrays.copyOf(bytes, at))
                .stall(Duration.ofMillis(1))
                .write(Arrays.copyOfRange(bytes, at, bytes.length))
                .build();
    }

    @Test
    void bytesThatDripOneByOneGiveTheSameEvents() {
        String body = wire().start()
                + wire().text("Grüße ")
                + wire().text("🙂")
                + wire().ending(INPUT, OUTPUT)
                + wire().terminator();
        String whole = Replies.whole(200, body, "Content-Type", wire().streamType());
        ScriptedServer server = serve(Script.builder().readRequest().drip(whole).build());
        assertEquals(
                "Grüße 🙂",
                Reading.of(() -> open(server).stream(request())).whole().text());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void bytesInRandomPiecesGiveTheSameEvents(long seed) {
        StringBuilder chunks = new StringBuilder(
                Replies.head(200, "Content-Type", wire().streamType(), "Transfer-Encoding", "chunked"));
        for (String event : List.of(wire().start(), wire().text(WORDS), wire().ending(INPUT, OUTPUT))) {
            chunks.append(event.isEmpty() ? "" : Replies.chunk(event));
        }
        chunks.append(Replies.LAST_CHUNK);
        ScriptedServer server = closing(ScriptedServer.builder().seed(seed).start())
                .always(Script.builder()
                        .readRequest()
                        .scatter(chunks.toString())
                        .build());
        Reading reading = Reading.of(() -> open(server).stream(request()));
        assertEquals(WORDS, reading.whole().text(), "seed " + seed);
    }

    @Test
    void finishWithoutTerminatorIsComplete() {
        Script.Builder script = event(begin(pieces()), wire().ending(INPUT, OUTPUT));
        ChatModel model = open(serve(script.cut().build()));
        assertEquals(WORDS, Reading.of(() -> model.stream(request())).whole().text());
    }

    @Test
    void terminatorEndsTheStreamThoughTheConnectionStaysOpen() {
        needs(ProviderContract.Feature.TERMINATOR);
        Script.Builder script = event(begin(pieces()), wire().ending(INPUT, OUTPUT));
        ScriptedServer server = serve(event(script, wire().terminator()).hold().build());
        ChatModel model = open(server);
        long start = System.nanoTime();
        assertEquals(WORDS, Reading.of(() -> model.stream(request())).whole().text());
        Duration took = server.connection(0).awaitClosed().after(start);
        assertTrue(took.compareTo(Duration.ofSeconds(2)) < 0, () -> "the end came after " + took);
    }

    @Test
    void secondIteratorIsRefusedAndResponseIsAlwaysTheSame() {
        try (ChatStream stream = open(serve(streamed(pieces()))).stream(request())) {
            ChatEvent first = stream.iterator().next();
            assertTrue(first instanceof ChatEvent.Started, () -> "first came " + first);
            assertThrows(IllegalStateException.class, stream::iterator);
            ChatResponse response = stream.response();
            assertEquals(WORDS, response.text());
            assertSame(response, stream.response());
        }
    }

    @Test
    void requestHoldsNothingThatWasNotSet() {
        ScriptedServer server = serve(answer(WORDS), streamed(WORDS));
        ChatModel model = open(server);
        model.chat(ChatRequest.of("hi"));
        Reading.of(() -> model.stream(ChatRequest.of("hi"))).whole();
        List<ReceivedRequest> requests = server.awaitRequests(2);
        assertEquals(wire().request(false), requests.get(0).bodyText());
        assertEquals(wire().request(true), requests.get(1).bodyText());
        for (ReceivedRequest request : requests) {
            assertEquals("POST", request.method());
            String type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
            assertTrue(type.startsWith("application/json"), () -> "Content-Type " + type);
        }
    }

    @Test
    void keyGoesToTheServerAndIntoNoText() {
        needs(ProviderContract.Feature.KEY);
        ScriptedServer server = serve(answer(WORDS));
        ChatModel model = open(server);
        ChatResponse response = model.chat(request());
        assertTrue(server.connection(0).receivedText().contains(Canaries.KEY), "the server got no key");
        Canaries.absentFrom(model + " " + model.location() + " " + request() + " " + response);
    }

    private static String[] pieces() {
        return new String[] {"Grüße ", "an alle ", "🙂, said", " the model."};
    }
}
