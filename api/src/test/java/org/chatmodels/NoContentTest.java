package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chatmodels.ChatException.Details;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people and models say, and what providers attach, stands in no text for people. */
class NoContentTest {
    private static final String CANARY = "kanarienvogel";
    private static final String JSON = "{\"x\":\"" + CANARY + "\"}";
    private static final Metadata METADATA = Metadata.of("acme", JSON);
    private static final Media MEDIA =
            Media.of("text/plain", CANARY.getBytes(StandardCharsets.UTF_8)).named(CANARY);

    static Stream<Object> values() {
        return Stream.of(parts(), events(), rest()).flatMap(kind -> kind);
    }

    private static Stream<Object> parts() {
        return Stream.of(
                new Part.Text(CANARY, METADATA),
                new Part.Attachment(MEDIA, METADATA),
                new Part.Reasoning(CANARY, METADATA),
                new Part.Refusal(CANARY, METADATA),
                new Part.ToolCall("c", "f", JSON, METADATA),
                new Part.ToolResult("c", "f", CANARY, true, METADATA),
                new Part.Opaque("p", JSON));
    }

    private static Stream<Object> events() {
        return Stream.of(
                new ChatEvent.Started("1", "m"),
                new ChatEvent.TextDelta(CANARY),
                new ChatEvent.ReasoningDelta(CANARY),
                new ChatEvent.RefusalDelta(CANARY),
                new ChatEvent.ToolCallDelta(0, "c", "f", JSON),
                new ChatEvent.Finished(answer()),
                new ChatEvent.Opaque("p", JSON),
                new ChatEvent.ToolStarted(new Part.ToolCall("c", "f", JSON)),
                new ChatEvent.ToolFinished(new Part.ToolResult("c", "f", CANARY, false)));
    }

    private static Stream<Object> rest() {
        ChatOptions options = OptionSamples.all()
                .userId(CANARY)
                .stop(CANARY)
                .previousResponse(CANARY)
                .fallbacks(CANARY)
                .extra("x", CANARY)
                .header("X-A", CANARY)
                .build();
        return Stream.of(
                options,
                ChatRequest.builder()
                        .messages(List.of(message()))
                        .tool(Tool.declare("f", CANARY, JSON))
                        .options(options)
                        .build(),
                message(),
                answer(),
                answer().choices().get(0),
                Tool.hosted("p", JSON),
                ResponseFormat.schema("s", JSON),
                MEDIA,
                Media.at(URI.create("https://example.com/" + CANARY)),
                Media.uploaded(CANARY),
                METADATA,
                citation(),
                new Logprob(CANARY, 0, List.of(new Logprob(CANARY, 0, List.of()))),
                ChatStreams.of(answer()),
                new ProtocolException("m", details()),
                details(),
                details().toBuilder());
    }

    private static Message message() {
        return new Message(Role.ASSISTANT, parts().map(Part.class::cast).toList(), METADATA);
    }

    private static Citation citation() {
        return Citation.builder().url(CANARY).title(CANARY).fileId(CANARY).build();
    }

    private static ChatResponse answer() {
        Choice choice = new Choice(
                message(), new FinishReason(FinishReason.Kind.STOP, ""), List.of(new Logprob(CANARY, 0, List.of())));
        return ChatResponse.builder()
                .choices(List.of(choice, choice))
                .citations(List.of(citation()))
                .raw(JSON)
                .extra(Map.of("x", CANARY))
                .build();
    }

    private static Details details() {
        return Details.builder().partial(answer()).body(CANARY).build();
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("values")
    void contentIsNotPrinted(Object value) {
        assertThat(value.toString()).isNotEmpty().doesNotContain(CANARY);
    }
}
