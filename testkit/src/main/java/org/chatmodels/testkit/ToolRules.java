package org.chatmodels.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.FinishReason;
import org.chatmodels.Message;
import org.chatmodels.Part;
import org.chatmodels.Tool;
import org.chatmodels.ToolLoopException;
import org.chatmodels.ToolRunner;
import org.chatmodels.TruncatedException;
import org.chatmodels.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls of tools: whole in the end only, kept apart, never made of what was cut, answered under their own id. What is in
 * them and in their results is content, as the prompt is.
 */
abstract class ToolRules extends ThoughtRules {
    private static final String NAME = "weather";
    private static final String BEGUN = "{\"city\":\"Zürich 🙂\",\"note\":\"" + Canaries.PROMPT;
    private static final Part.ToolCall CALL = new Part.ToolCall("callOne01", NAME, BEGUN + "\"}");
    private static final Part.ToolCall OTHER = new Part.ToolCall("callTwo02", NAME, "{\"city\":\"Bern\"}");

    /** What the tool of these rules takes. */
    record City(String city, Optional<String> note) {}

    private final List<String> cities = new ArrayList<>();
    private final Tool weather = Tool.of(NAME, "Says what the sky is like", City.class, city -> {
        cities.add(city.city());
        return "result " + cities.size() + ", " + Canaries.PROMPT;
    });

    private ChatRequest.Builder askForWeather() {
        return ask().tool(weather);
    }

    private Script calling(boolean stream, Part.ToolCall... calls) {
        String whole = wire().answerWithCalls(List.of(calls), INPUT, OUTPUT);
        needs(ProviderContract.Feature.TOOLS, whole);
        return stream ? finished(inTurns(calls), wire().callEnding(INPUT, OUTPUT)) : Script.json(whole);
    }

    private Script answering(boolean stream) {
        return stream ? streamed(WORDS) : answer(WORDS);
    }

    private Script finished(Script.Builder script, String ending) {
        return event(event(script, ending), wire().terminator()).lastChunk().build();
    }

    /** A piece of each call in turn until all have come. */
    private Script.Builder inTurns(Part.ToolCall... calls) {
        Script.Builder script = begin();
        int turn = 0;
        for (boolean more = true; more; turn++) {
            more = false;
            for (int index = 0; index < calls.length; index++) {
                more |= piece(script, index, turn, calls[index]);
            }
        }
        return script;
    }

    /** False if the call has no such piece. */
    private boolean piece(Script.Builder script, int index, int turn, Part.ToolCall call) {
        List<String> pieces = pieces(call.arguments());
        if (turn >= pieces.size()) {
            return false;
        }
        String id = turn == 0 ? call.id() : "";
        event(script, wire().toolCall(index, id, turn == 0 ? call.name() : "", pieces.get(turn)));
        return true;
    }

    /** Of three characters, if there can be pieces; the first is empty then. */
    private List<String> pieces(String arguments) {
        if (without().contains(ProviderContract.Feature.PIECES_OF_CALLS)) {
            return List.of(arguments);
        }
        List<String> pieces = new ArrayList<>(List.of(""));
        int[] characters = arguments.codePoints().toArray();
        for (int at = 0; at < characters.length; at += 3) {
            pieces.add(new String(characters, at, Math.min(3, characters.length - at)));
        }
        return pieces;
    }

    /** Begins a call and sends its arguments so far. */
    private Script.Builder begun(String arguments) {
        needs(ProviderContract.Feature.TOOLS, wire().toolCall(0, CALL.id(), NAME, arguments));
        return inTurns(new Part.ToolCall(CALL.id(), NAME, arguments));
    }

    @Test
    void callIsTheSameStreamedOrNot() {
        ChatModel model = open(serve(calling(false, CALL), calling(true, CALL)));
        ChatResponse whole = model.chat(askForWeather().build());
        Reading reading = Reading.of(() -> model.stream(askForWeather().build()));
        assertCalls(whole, CALL);
        assertCalls(reading.whole(), CALL);
        assertEquals(whole.message(), reading.whole().message(), "the message, streamed and not");
        assertDeltas(reading.events(), CALL);
        Canaries.absentFrom(whole + " " + whole.message() + " " + reading.events());
    }

    @Test
    void callsAtOnceStayApart() {
        ChatModel model = open(serve(calling(false, CALL, OTHER), calling(true, CALL, OTHER)));
        assertCalls(model.chat(askForWeather().build()), CALL, OTHER);
        Reading reading = Reading.of(() -> model.stream(askForWeather().build()));
        assertCalls(reading.whole(), CALL, OTHER);
        assertDeltas(reading.events(), CALL, OTHER);
    }

    private static void assertCalls(ChatResponse response, Part.ToolCall... calls) {
        assertEquals(List.of(calls), response.toolCalls());
        assertEquals(FinishReason.Kind.TOOL_CALLS, response.finishReason().kind());
        assertEquals(Usage.of(INPUT, OUTPUT), response.usage());
    }

    private static void assertDeltas(List<ChatEvent> events, Part.ToolCall... calls) {
        List<StringBuilder> arguments = new ArrayList<>();
        for (ChatEvent event : events) {
            if (event instanceof ChatEvent.ToolCallDelta delta) {
                while (arguments.size() <= delta.index()) {
                    arguments.add(new StringBuilder());
                }
                arguments.get(delta.index()).append(delta.arguments());
                assertEquals(calls[delta.index()].id(), delta.id(), "the id of a delta");
            }
        }
        for (int index = 0; index < calls.length; index++) {
            assertTrue(index < arguments.size(), "no delta of call " + index);
            assertTrue(calls[index].arguments().contentEquals(arguments.get(index)), "arguments of deltas " + index);
        }
    }

    @Test
    void callThatIsCutIsNoCallButItsArgumentsAreKept() {
        needs(ProviderContract.Feature.PIECES_OF_CALLS);
        assertCut(begun(BEGUN));
    }

    @Test
    void callWithoutTheEndOfItsAnswerIsNoCall() {
        assertCut(begun(CALL.arguments()));
    }

    private void assertCut(Script.Builder script) {
        ScriptedServer server = serve(script.cut().build());
        ChatException failure =
                streamFails(open(server), askForWeather().retries(2).build());
        assertInstanceOf(TruncatedException.class, failure);
        assertKept(failure);
        assertEquals(Delivery.PARTIAL_OUTPUT, failure.delivery());
        assertEquals(FinishReason.Kind.OTHER, partial(failure).finishReason().kind());
        assertEquals(1, server.requests().size(), "requests of a call that delivered output");
    }

    @Test
    void streamedCallThatTheLimitCutIsAnErrorThatKeepsItsArguments() {
        needs(ProviderContract.Feature.PIECES_OF_CALLS);
        needs(ProviderContract.Feature.CUT_CALLS, wire().limitEnding(INPUT, OUTPUT));
        Script script = finished(begun(BEGUN), wire().limitEnding(INPUT, OUTPUT));
        ChatException failure = streamFails(open(serve(script)), askForWeather().build());
        assertCutByTheLimit(failure);
    }

    @Test
    void callThatTheLimitCutIsAnErrorThatKeepsItsArguments() {
        Part.ToolCall cut = new Part.ToolCall(CALL.id(), NAME, BEGUN);
        String body = wire().answerCutInCall(cut, INPUT, OUTPUT);
        needs(ProviderContract.Feature.TOOLS);
        needs(ProviderContract.Feature.CUT_CALLS, body);
        ChatModel model = open(serve(Script.json(body)));
        assertCutByTheLimit(
                chatFails(TruncatedException.class, model, askForWeather().build()));
    }

    private static void assertCutByTheLimit(ChatException failure) {
        assertInstanceOf(TruncatedException.class, failure);
        assertKept(failure);
        assertEquals(FinishReason.Kind.LENGTH, partial(failure).finishReason().kind());
        assertEquals(Usage.of(INPUT, OUTPUT), partial(failure).usage());
    }

    private static ChatResponse partial(ChatException failure) {
        return failure.partial().orElseThrow(() -> new AssertionError("no partial answer", failure));
    }

    private static void assertKept(ChatException failure) {
        assertFalse(failure.isRetryable(), "output was delivered");
        assertEquals(List.of(), partial(failure).toolCalls(), "a call that is not whole is handed out as one");
        boolean kept = partial(failure).message().parts().stream()
                .anyMatch(part -> part instanceof Part.Opaque opaque
                        && opaque.json().contains(Canaries.PROMPT)
                        && opaque.json().contains(NAME));
        assertTrue(kept, "the arguments that came are lost: hand them out as Part.Opaque");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void resultGoesBackUnderTheIdOfItsCall(boolean stream) {
        ScriptedServer server = serve(calling(stream, CALL), answering(stream));
        ChatModel model = open(server);
        ChatRequest request = askForWeather().build();
        Message called = answer(model, request, stream).message();
        Part.ToolCall call = called.toolCalls().get(0);
        ChatRequest next = request.toBuilder()
                .message(called)
                .message(Message.toolResult(call, "result of the first"))
                .build();
        assertEquals(WORDS, answer(model, next, stream).text());
        assertTold(server.awaitRequests(2));
        Canaries.absentFrom(next + " " + next.messages());
    }

    private static void assertTold(List<ReceivedRequest> requests) {
        String first = requests.get(0).bodyText();
        String second = requests.get(1).bodyText();
        assertTrue(first.contains(NAME), "the request lacks the tool's name");
        assertTrue(first.contains("Says what the sky is like"), "the request lacks what the tool does");
        assertTrue(first.contains("city"), "the request lacks the tool's parameters");
        int call = second.indexOf(CALL.id());
        int result = second.indexOf(CALL.id(), call + 1);
        assertTrue(call >= 0, "the call, or its id, does not go back");
        assertTrue(result > call, "the result goes back without the id of its call");
        assertNotEquals(
                second.indexOf(Canaries.PROMPT), second.lastIndexOf(Canaries.PROMPT), "the arguments do not go back");
        assertTrue(second.contains("result of the first"), "the result does not go back");
    }

    private static ChatResponse answer(ChatModel model, ChatRequest request, boolean stream) {
        return stream ? Reading.of(() -> model.stream(request)).whole() : model.chat(request);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void toolRunnerGivesTheAnswerAndWhatAllOfItHasCost(boolean stream) {
        ScriptedServer server = serve(calling(stream, CALL, OTHER), answering(stream));
        ToolRunner runner = ToolRunner.of(open(server));
        ChatRequest request = askForWeather().build();
        ChatResponse response =
                stream ? Reading.of(() -> runner.stream(request)).whole() : runner.run(request);
        assertEquals(WORDS, response.text());
        assertEquals(Usage.of(2 * INPUT, 2 * OUTPUT), response.usage());
        assertEquals(List.of("Zürich 🙂", "Bern"), cities);
        String second = server.awaitRequests(2).get(1).bodyText();
        assertTrue(second.contains("result 1"), "the first result does not go back");
        assertTrue(second.indexOf("result 2") > second.indexOf("result 1"), "the results are out of order");
    }

    @Test
    void toolLoopWithoutEndIsAnErrorThatShowsNothing() {
        ToolRunner runner = ToolRunner.of(open(serve(calling(false, CALL)))).maxRounds(2);
        ToolLoopException failure = Canaries.absentFrom(assertThrows(
                ToolLoopException.class, () -> runner.run(askForWeather().build())));
        assertEquals(4, failure.transcript().size());
        assertEquals(Usage.of(2 * INPUT, 2 * OUTPUT), partial(failure).usage());
    }
}
