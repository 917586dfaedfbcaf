package org.chatmodels.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.Choice;
import org.chatmodels.Citation;
import org.chatmodels.FinishReason;
import org.chatmodels.FinishReason.Kind;
import org.chatmodels.Logprob;
import org.chatmodels.Media;
import org.chatmodels.Message;
import org.chatmodels.Metadata;
import org.chatmodels.Part;
import org.chatmodels.Role;
import org.chatmodels.Tool;
import org.chatmodels.ToolChoice;
import org.chatmodels.Usage;
import org.chatmodels.testkit.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the model behind a gateway answers is what our client returns, whole and streamed. */
@Timeout(30)
@ExtendWith(LeakCheck.class)
class AnswerRoundTripTest {
    private static final FinishReason STOP = new FinishReason(Kind.STOP, "stop");
    private static final FinishReason CALLS = new FinishReason(Kind.TOOL_CALLS, "tool_calls");
    private static final String SIGNED = "{\"google\":{\"thought_signature\":\"AbC==\"}}";
    private static final Part.ToolCall FIRST =
            new Part.ToolCall("c1", "weather", "{\"city\":\"Zürich 🙂\"}", Metadata.of("extra_content", SIGNED));
    private static final Part.ToolCall SECOND = new Part.ToolCall("c2", "time", "{}");
    private static final Part.ToolCall THIRD = new Part.ToolCall("c3", "weather", "{ \"city\" : \"Bern\" }");
    private static final ChatRequest HELLO = ChatRequest.of("hello");

    private static Choice said(FinishReason reason, Part... parts) {
        return new Choice(new Message(Role.ASSISTANT, List.of(parts)), reason);
    }

    static Stream<List<Choice>> choices() {
        Part thought = new Part.Reasoning("Let me see 🙂.\n");
        Part text = new Part.Text("Grüße,\n\"all\" of you 🙂");
        return Stream.of(
                List.of(said(STOP, text)),
                List.of(said(STOP)),
                List.of(said(STOP, thought, text)),
                List.of(said(STOP, new Part.Refusal("I can't, sorry."))),
                List.of(said(STOP, new Part.Refusal("Not that, but:"), text)),
                List.of(said(CALLS, FIRST)),
                List.of(said(CALLS, thought, text, FIRST, SECOND, THIRD)),
                List.of(said(new FinishReason(Kind.LENGTH, "length"), text)),
                List.of(said(new FinishReason(Kind.CONTENT_FILTER, "content_filter"), text)),
                List.of(said(new FinishReason(Kind.OTHER, "paused"), text)),
                List.of(said(new FinishReason(Kind.OTHER, ""), text)),
                List.of(said(STOP, text), said(CALLS, FIRST, SECOND), said(new FinishReason(Kind.LENGTH, "length"))),
                List.of(said(CALLS, FIRST), said(CALLS, new Part.ToolCall("d1", "weather", "{\"city\":\"Rome\"}"))));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void choicesComeBackAsTheyAre(List<Choice> choices) {
        try (RemoteModel remote = RemoteModel.of(answering(choices))) {
            for (boolean stream : List.of(false, true)) {
                ChatResponse answer = remote.ask(HELLO, stream);
                assertThat(RemoteModel.bare(answer.choices())).isEqualTo(choices);
                assertThat(answer.id()).isEqualTo("a1");
                assertThat(answer.model()).isEqualTo("acme/m-1");
            }
        }
    }

    private static RecordingModel answering(List<Choice> choices) {
        return new RecordingModel(ChatResponse.builder()
                .id("a1")
                .model("acme/m-1")
                .choices(choices)
                .build());
    }

    @ParameterizedTest
    @MethodSource("choices")
    void deltasAreThoseOfTheModel(List<Choice> choices) {
        RecordingModel model = answering(choices);
        try (RemoteModel remote = RemoteModel.of(model);
                ChatStream stream = remote.model().stream(HELLO);
                ChatStream own = model.stream(HELLO)) {
            assertThat(told(stream)).isEqualTo(told(own));
        }
    }

    /** Text as it came, piece by piece; of each call its id, its name and its arguments. */
    private static List<Object> told(ChatStream stream) {
        List<Object> told = new ArrayList<>();
        Map<String, String> calls = new TreeMap<>();
        for (ChatEvent event : stream) {
            if (event instanceof ChatEvent.ToolCallDelta delta) {
                String call = delta.choice() + "/" + delta.index() + " " + delta.id() + " " + delta.name();
                calls.merge(call, delta.arguments(), String::concat);
            } else if (!(event instanceof ChatEvent.Finished)) {
                told.add(event);
            }
        }
        told.add(calls);
        return told;
    }

    static Stream<Usage> usages() {
        return Stream.of(
                Usage.UNKNOWN,
                Usage.of(7, 11),
                Usage.of(0, 0),
                Usage.builder().outputTokens(3).build(),
                Usage.of(100, 50).toBuilder()
                        .cachedInputTokens(64)
                        .cacheWriteTokens(32)
                        .reasoningTokens(20)
                        .audioTokens(5)
                        .cost(new BigDecimal("0.000123"))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("usages")
    void usageComesBackAsItIs(Usage usage) {
        ChatResponse own = ChatResponse.of("yes").toBuilder().usage(usage).build();
        try (RemoteModel remote = RemoteModel.of(new RecordingModel(own))) {
            assertThat(remote.ask(HELLO, false).usage()).isEqualTo(usage);
            assertThat(remote.ask(HELLO, true).usage()).isEqualTo(usage);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void probabilitiesComeBackAsTheyAre(boolean stream) {
        List<Logprob> first = List.of(
                new Logprob(
                        "Grü",
                        -0.125,
                        List.of(new Logprob("Grü", -0.125, List.of()), new Logprob("Hi", -2.5e-7, List.of()))),
                new Logprob("ße", -9999, List.of()),
                new Logprob("bytes:\\xf0\\x9f", 0, List.of()));
        List<Logprob> second = List.of(new Logprob("\n", -3.0000000000000004, List.of()));
        List<Choice> choices = List.of(
                new Choice(Message.assistant("Grüße"), STOP, first), new Choice(Message.assistant("\n"), STOP, second));
        try (RemoteModel remote = RemoteModel.of(answering(choices))) {
            ChatRequest request = HELLO.toBuilder().n(2).topLogprobs(2).build();
            assertThat(remote.ask(request, stream).choices()).isEqualTo(choices);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sourcesComeBackAsTheyAre(boolean stream) {
        List<Citation> citations = List.of(
                Citation.builder()
                        .url("https://example.com/1")
                        .title("One \"1\"")
                        .start(2)
                        .end(5)
                        .build(),
                Citation.builder().url("https://example.com/2").build());
        ChatResponse own =
                ChatResponse.of("as said").toBuilder().citations(citations).build();
        try (RemoteModel remote = RemoteModel.of(new RecordingModel(own))) {
            assertThat(remote.ask(HELLO, stream).citations()).isEqualTo(citations);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void picturesAndSoundComeBackAsTheyAre(boolean stream) {
        byte[] wave = "RIFF....WAVEfmt ".getBytes(StandardCharsets.US_ASCII);
        List<Choice> choices = List.of(
                said(
                        STOP,
                        new Part.Text("Look:"),
                        new Part.Attachment(Media.of("image/webp", new byte[] {1, 2, 3})),
                        new Part.Attachment(Media.at(URI.create("https://example.com/a.png"))),
                        new Part.Attachment(Media.of("audio/wav", wave))),
                said(STOP, new Part.Attachment(Media.of("image/png", new byte[] {4}))));
        try (RemoteModel remote = RemoteModel.of(answering(choices))) {
            assertThat(RemoteModel.bare(remote.ask(HELLO, stream).choices())).isEqualTo(choices);
        }
    }

    @Test
    void timeOfAWholeAnswerComesBack() {
        Instant created = Instant.ofEpochSecond(1_760_000_000);
        ChatResponse own = ChatResponse.of("yes").toBuilder().created(created).build();
        try (RemoteModel remote = RemoteModel.of(new RecordingModel(own))) {
            assertThat(remote.ask(HELLO, false).created()).contains(created);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callThatHadToComeAndDidNotIsAWarning(boolean stream) {
        ChatRequest request = HELLO.toBuilder()
                .tool(Tool.declare("weather", "", "{\"type\":\"object\"}"))
                .toolChoice(ToolChoice.tool("weather"))
                .build();
        try (RemoteModel remote = RemoteModel.of(answering(List.of(said(STOP, new Part.Text("no")))))) {
            assertThat(remote.ask(request, stream).warnings())
                    .singleElement()
                    .asString()
                    .contains("weather");
        }
    }
}
