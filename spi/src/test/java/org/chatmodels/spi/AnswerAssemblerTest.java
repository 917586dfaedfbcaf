package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.Citation;
import org.chatmodels.FinishReason;
import org.chatmodels.FinishReason.Kind;
import org.chatmodels.Logprob;
import org.chatmodels.Media;
import org.chatmodels.Metadata;
import org.chatmodels.Part;
import org.chatmodels.ProtocolException;
import org.chatmodels.RateLimit;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Timings;
import org.chatmodels.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerAssemblerTest {
    private final AnswerAssembler answer = new AnswerAssembler("asked");

    @Test
    void startedIsFirstAndFinishedLastEachOnce() {
        List<ChatEvent> events = new ArrayList<>();
        answer.head("id1", "m1", 0);
        events.addAll(answer.drain());
        answer.text(0, "Hel");
        events.addAll(answer.drain());
        answer.head("id2", "m2", 0);
        answer.text(0, "lo");
        answer.text(0, "");
        answer.finishReason(0, "stop");
        events.addAll(answer.drain());
        ChatResponse response = answer.finish();
        answer.finish();
        events.addAll(answer.drain());
        events.addAll(answer.drain());

        assertThat(events)
                .containsExactly(
                        new ChatEvent.Started("id1", "m1"),
                        new ChatEvent.TextDelta(0, "Hel"),
                        new ChatEvent.TextDelta(0, "lo"),
                        new ChatEvent.Finished(response));
        assertThat(response.text()).isEqualTo("Hello");
        assertThat(response.id()).isEqualTo("id1");
        assertThat(response.model()).isEqualTo("m1");
        assertThat(answer.finish()).isSameAs(response);
    }

    @Test
    void anEmptyAnswerHasBothEventsAndOneChoice() {
        ChatResponse response = answer.finish();

        assertThat(answer.drain())
                .containsExactly(new ChatEvent.Started("", "asked"), new ChatEvent.Finished(response));
        assertThat(response.choices()).hasSize(1);
        assertThat(response.message().parts()).isEmpty();
        assertThat(response.finishReason()).isEqualTo(new FinishReason(Kind.OTHER, ""));
        assertThat(response.usage()).isEqualTo(Usage.UNKNOWN);
        assertThat(answer.hasContent()).isFalse();
    }

    @Test
    void headTakesTheFirstOfEachThatIsNotEmpty() {
        answer.head("", "", 0);
        answer.head("", "m", 5);
        answer.head("i", "", 7);
        answer.head("j", "n", 9);
        ChatResponse response = answer.finish();

        assertThat(response.id()).isEqualTo("i");
        assertThat(response.model()).isEqualTo("m");
        assertThat(response.created()).contains(Instant.ofEpochSecond(5));
    }

    @Test
    void secondsThatAreNoDateAreIgnored() {
        answer.head("", "", -1);
        answer.head("", "", Long.MAX_VALUE);
        assertThat(answer.finish().created()).isEmpty();
    }

    @Test
    void partsStandInOneOrderHoweverTheyCame() {
        answer.text(0, "a");
        answer.refusal(0, "no");
        answer.reasoning(0, "hm");
        answer.text(0, "b");
        answer.reasoning(0, "m");

        assertThat(answer.drain())
                .containsExactly(
                        new ChatEvent.Started("", "asked"),
                        new ChatEvent.TextDelta(0, "a"),
                        new ChatEvent.RefusalDelta(0, "no"),
                        new ChatEvent.ReasoningDelta(0, "hm"),
                        new ChatEvent.TextDelta(0, "b"),
                        new ChatEvent.ReasoningDelta(0, "m"));
        assertThat(answer.finish().message().parts())
                .containsExactly(new Part.Reasoning("hmm"), new Part.Refusal("no"), new Part.Text("ab"));
    }

    @Test
    void choicesInterleaveAndLeaveNoHoles() {
        answer.text(2, "x");
        answer.text(0, "a");
        answer.text(2, "y");
        answer.finishReason(0, "stop");
        assertThat(answer.isFinished()).isFalse();
        answer.finishReason(2, "length");
        assertThat(answer.isFinished()).isTrue();
        ChatResponse response = answer.finish();

        assertThat(response.choices()).hasSize(2);
        assertThat(response.choices().get(0).message().text()).isEqualTo("a");
        assertThat(response.choices().get(1).message().text()).isEqualTo("xy");
        assertThat(response.choices().get(1).finishReason()).isEqualTo(new FinishReason(Kind.LENGTH, "length"));
        assertThat(answer.drain())
                .filteredOn(ChatEvent.Started.class::isInstance)
                .hasSize(1);
    }

    @Test
    void indicesBeyondTheProtocolsAreRefused() {
        assertThatThrownBy(() -> answer.text(Integer.MAX_VALUE, "x")).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> answer.finishReason(-1, "stop")).isInstanceOf(ProtocolException.class);
        assertThat(answer.hasContent()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "stop,STOP",
        "STOP,STOP",
        "eos,STOP",
        "end_turn,STOP",
        "stop_sequence,STOP",
        "STOP_SEQUENCE,STOP",
        "COMPLETE,STOP",
        "length,LENGTH",
        "max_tokens,LENGTH",
        "MAX_TOKENS,LENGTH",
        "model_length,LENGTH",
        "tool_calls,TOOL_CALLS",
        "function_call,TOOL_CALLS",
        "tool_use,TOOL_CALLS",
        "TOOL_CALL,TOOL_CALLS",
        "content_filter,CONTENT_FILTER",
        "SAFETY,CONTENT_FILTER",
        "error,OTHER",
        "insufficient_system_resource,OTHER",
        "load,OTHER",
        "' stop',OTHER"
    })
    void reasonsAreUnifiedAndKeptExactly(String word, Kind kind) {
        answer.finishReason(0, word);

        assertThat(answer.isFinished()).isTrue();
        assertThat(answer.finish().finishReason()).isEqualTo(new FinishReason(kind, word));
    }

    @Test
    void anEmptyWordIsNoEnd() {
        assertThat(answer.isFinished()).isFalse();
        answer.finishReason(0, "");
        assertThat(answer.isFinished()).isFalse();
        answer.text(0, "a");
        answer.finishReason(0, "");
        assertThat(answer.isFinished()).isFalse();
        answer.finishReason(0, "stop");
        answer.finishReason(0, "");
        assertThat(answer.isFinished()).isTrue();
    }

    @Test
    void theLatestUsageReplaces() {
        answer.usage(Usage.of(1, 1));
        answer.usage(Usage.of(3, 4));
        assertThat(answer.finish().usage()).isEqualTo(Usage.of(3, 4));
    }

    @Test
    void whatStandsBesideTheTextIsKept() {
        Timings timings = Timings.ofBackend(Map.of("queue_time", Duration.ofMillis(3)));
        RateLimit limit = RateLimit.builder().remainingRequests(9).build();
        answer.timings(timings);
        answer.rateLimit(limit);
        answer.warning("careful");
        answer.requestId("r-1");
        ChatResponse response = answer.finish();

        assertThat(response.timings()).isEqualTo(timings);
        assertThat(response.rateLimit()).isEqualTo(limit);
        assertThat(response.warnings()).containsExactly("careful");
        assertThat(response.requestId()).contains("r-1");
    }

    @Test
    void aPartialAnswerHasWhatCameAndMakesNoEvent() {
        answer.text(0, "half");
        answer.finishReason(1, "stop");
        answer.drain();
        ChatResponse partial = answer.partial();

        assertThat(partial.text()).isEqualTo("half");
        assertThat(partial.finishReason()).isEqualTo(new FinishReason(Kind.OTHER, ""));
        assertThat(partial.choices().get(1).finishReason().kind()).isEqualTo(Kind.STOP);
        assertThat(answer.drain()).isEmpty();
        answer.text(0, " more");
        assertThat(partial.text()).isEqualTo("half");
    }

    @Test
    void drainedEventsStayUntilTheNextDrain() {
        answer.text(0, "a");
        List<ChatEvent> events = answer.drain();
        answer.text(0, "b");
        assertThat(events).hasSize(2);
        assertThatThrownBy(() -> events.add(new ChatEvent.TextDelta("x")))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void allKindsOfPartsStandInOneOrder() {
        Part.Attachment picture = new Part.Attachment(Media.uploaded("file-1"));
        answer.attachment(0, picture);
        answer.attachment(0, picture);
        answer.toolCall(0, new ToolCallPiece().id("c").name("f"));
        answer.text(0, "a");
        answer.reasoningMetadata(0, "array", List.of());
        answer.reasoningMetadata(0, "array", List.of("1", "{}"));
        answer.reasoningMetadata(0, "array", List.of("[2]"));
        answer.reasoningMetadata(0, "one", "\"x\"");

        Metadata metadata = Metadata.of("one", "\"x\"").with("array", "[1,{},[2]]");
        assertThat(answer.finish().message().parts())
                .containsExactly(
                        new Part.Reasoning("", metadata),
                        new Part.Text("a"),
                        new Part.ToolCall("c", "f", "{}"),
                        picture);
    }

    @Test
    void anEmptyArrayIsAttachedToo() {
        answer.reasoningMetadata(0, "array", List.of());
        assertThat(answer.finish().message().parts())
                .containsExactly(new Part.Reasoning("", Metadata.of("array", "[]")));
    }

    @Test
    void aChoiceThatBeganKeepsTheAnswerFromBeingFinished() {
        answer.text(0, "a");
        answer.finishReason(0, "stop");
        answer.begin(1);
        assertThat(answer.isFinished()).isFalse();
        answer.finishReason(1, "stop");
        assertThat(answer.isFinished()).isTrue();
        assertThat(answer.hasContent()).isTrue();
    }

    @Test
    void thoughtBecomesTheAnswerOnlyWhereNothingElseCame() {
        answer.reasoning(0, "alone");
        answer.finishReason(0, "stop");
        answer.reasoning(1, "with text");
        answer.text(1, "a");
        answer.finishReason(1, "stop");
        answer.reasoning(2, "cut");
        answer.finishReason(2, "length");
        answer.reasoning(3, "with a call");
        answer.toolCall(3, new ToolCallPiece().name("f"));
        answer.drain();
        answer.reasoningIsAnswer();
        assertThat(answer.drain()).containsExactly(new ChatEvent.TextDelta(0, "alone"));
        List<Choice> choices = answer.finish().choices();
        assertThat(choices.get(0).message().parts()).containsExactly(new Part.Text("alone"));
        assertThat(choices).extracting(choice -> choice.message().text()).containsExactly("alone", "a", "", "");
    }

    @Test
    void probabilitiesSourcesExtrasAndTheFormAreTold() {
        Logprob one = new Logprob("a", -0.5, List.of());
        Citation source = Citation.builder().url("u").build();
        answer.logprobs(0, List.of(one));
        answer.logprobs(0, List.of(one));
        answer.citation(source);
        answer.citation(source);
        answer.extra("x", 1);
        answer.responseFormat(ResponseFormat.JSON);
        ChatResponse response = answer.finish();
        assertThat(response.choices().get(0).logprobs()).containsExactly(one, one);
        assertThat(response.citations()).containsExactly(source);
        assertThat(response.extra()).isEqualTo(Map.of("x", 1));
        assertThat(response.responseFormat()).contains(ResponseFormat.JSON);
    }
}
