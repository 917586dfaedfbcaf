package org.chatmodels.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.chatmodels.Capabilities;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.FinishReason;
import org.chatmodels.Media;
import org.chatmodels.Part;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Tool;
import org.chatmodels.ToolChoice;
import org.chatmodels.ToolRunner;
import org.chatmodels.UnsupportedFeatureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools and forms, and that what a model cannot do is never passed over in silence. */
abstract class FeatureRules extends ModelUnderTest {
    private static final String ANYTHING = "{\"type\":\"object\",\"properties\":{}}";
    private static final byte[] BYTES = "bytes".getBytes(StandardCharsets.US_ASCII);

    /** What the tool of these rules takes, and what an answer is read into. */
    record Place(String city, int people, Optional<String> note) {}

    private final List<Place> places = new ArrayList<>();
    private final Tool census = Tool.of("census", "Counts the people of a city", Place.class, place -> {
        places.add(place);
        return "counted, " + Canaries.PROMPT;
    });

    private ChatRequest forced() {
        return seeded().tool(census).toolChoice(ToolChoice.REQUIRED).build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void toolRunnerComesToAnAnswer(boolean stream) {
        needs(InProcessContract.Feature.TOOLS);
        ToolRunner runner = ToolRunner.of(open());
        ChatResponse response =
                stream ? Reading.of(() -> runner.stream(forced())).whole() : runner.run(forced());
        assertFalse(places.isEmpty(), "the tool that had to be called was not");
        assertFalse(response.text().isEmpty(), "an answer without text");
        assertEquals(List.of(), response.toolCalls());
    }

    @Test
    void callIsTheSameStreamedOrNot() {
        needs(InProcessContract.Feature.TOOLS);
        needs(InProcessContract.Feature.SEED);
        ChatModel model = open();
        ChatResponse whole = model.chat(forced());
        assertFalse(whole.toolCalls().isEmpty(), "the tool that had to be called was not");
        assertEquals(FinishReason.Kind.TOOL_CALLS, whole.finishReason().kind());
        Reading reading = Reading.of(() -> model.stream(forced()));
        ChatResponse streamed = reading.whole();
        assertEquals(told(whole), told(streamed));
        assertEquals(whole.finishReason(), streamed.finishReason());
        assertEquals(arguments(streamed), arguments(reading.events()), "arguments of deltas and of calls");
        Canaries.absentFrom(whole + " " + whole.message() + " " + reading.events());
    }

    /** Ids may differ from one answer to the next. */
    private static List<String> told(ChatResponse response) {
        return response.toolCalls().stream()
                .map(call -> call.name() + call.arguments())
                .toList();
    }

    private static String arguments(ChatResponse response) {
        StringBuilder all = new StringBuilder();
        for (Part.ToolCall call : response.toolCalls()) {
            all.append(call.id()).append(call.arguments());
        }
        return all.toString();
    }

    /** One call after the other, as they stand in the answer. */
    private static String arguments(List<ChatEvent> events) {
        List<StringBuilder> calls = new ArrayList<>();
        for (ChatEvent event : events) {
            if (event instanceof ChatEvent.ToolCallDelta delta) {
                while (calls.size() <= delta.index()) {
                    calls.add(new StringBuilder(delta.id()));
                }
                calls.get(delta.index()).append(delta.arguments());
            }
        }
        return String.join("", calls);
    }

    @Test
    void answerFitsTheRecordThatIsAskedFor() {
        needs(InProcessContract.Feature.SCHEMA);
        Place place = open().ask(seeded().build(), Place.class);
        assertFalse(place.city().isEmpty(), "a record without content");
    }

    @Test
    void whatTheModelCannotDoIsRefusedUnlessItMayBeLeftOut() {
        ChatModel model = open();
        for (Map.Entry<Capabilities.Feature, UnaryOperator<ChatRequest.Builder>> probe : probes().entrySet()) {
            if (cannot(model, probe.getKey())) {
                assertRefused(model, probe.getKey(), probe.getValue());
            }
        }
    }

    private boolean cannot(ChatModel model, Capabilities.Feature feature) {
        boolean declared = switch (feature) {
            case TOOLS -> without().contains(InProcessContract.Feature.TOOLS);
            case JSON_SCHEMA -> without().contains(InProcessContract.Feature.SCHEMA);
            default -> false;
        };
        return declared || model.capabilities().support(feature) == Capabilities.Support.NO;
    }

    private void assertRefused(
            ChatModel model, Capabilities.Feature feature, UnaryOperator<ChatRequest.Builder> probe) {
        ChatRequest request = probe.apply(seeded()).build();
        String what = "a request with " + feature;
        Canaries.absentFrom(assertThrows(UnsupportedFeatureException.class, () -> model.chat(request), what));
        Canaries.absentFrom(assertThrows(
                UnsupportedFeatureException.class, () -> model.stream(request).close(), what));
        ChatRequest without =
                request.toBuilder().unsupported(ChatOptions.Unsupported.DROP).build();
        assertFalse(model.chat(without).warnings().isEmpty(), () -> what + " was left out without a warning");
        List<String> warnings = Reading.of(() -> model.stream(without)).whole().warnings();
        assertTrue(!warnings.isEmpty(), () -> what + " was left out of a stream without a warning");
    }

    private static Map<Capabilities.Feature, UnaryOperator<ChatRequest.Builder>> probes() {
        Map<Capabilities.Feature, UnaryOperator<ChatRequest.Builder>> probes =
                new EnumMap<>(Capabilities.Feature.class);
        Tool tool = Tool.declare("census", "", ANYTHING);
        probes.put(Capabilities.Feature.TOOLS, request -> request.tool(tool));
        probes.put(
                Capabilities.Feature.JSON_SCHEMA,
                request -> request.responseFormat(ResponseFormat.schema("place", ANYTHING)));
        probes.put(Capabilities.Feature.IMAGES, request -> request.user("", Media.of("image/png", BYTES)));
        probes.put(Capabilities.Feature.AUDIO, request -> request.user("", Media.of("audio/wav", BYTES)));
        probes.put(Capabilities.Feature.FILES, request -> request.user("", Media.of("application/pdf", BYTES)));
        probes.put(Capabilities.Feature.LOGPROBS, request -> request.logprobs(true));
        probes.put(Capabilities.Feature.MULTIPLE_CHOICES, request -> request.n(2));
        return probes;
    }
}
