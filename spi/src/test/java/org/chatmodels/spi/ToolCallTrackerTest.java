package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatResponse;
import org.chatmodels.FinishReason;
import org.chatmodels.FinishReason.Kind;
import org.chatmodels.ModelLocation;
import org.chatmodels.Part;
import org.chatmodels.ProtocolException;
import org.chatmodels.ToolChoice;
import org.chatmodels.TruncatedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which piece belongs to which call, and when a call is whole. */
class ToolCallTrackerTest {
    private final AnswerAssembler answer = new AnswerAssembler(ModelLocation.of("somewhere", "asked"));

    private static ToolCallPiece piece(String id, String name, String arguments) {
        return new ToolCallPiece().id(id).name(name).arguments(arguments);
    }

    private void add(ToolCallPiece... pieces) {
        for (ToolCallPiece piece : pieces) {
            answer.toolCall(0, piece);
        }
    }

    private List<ChatEvent.ToolCallDelta> deltas() {
        List<ChatEvent.ToolCallDelta> deltas = new ArrayList<>();
        for (ChatEvent event : answer.drain()) {
            if (event instanceof ChatEvent.ToolCallDelta delta) {
                deltas.add(delta);
            }
        }
        return deltas;
    }

    @Test
    void aKnownIdDecidesBeforeTheIndex() {
        add(
                piece("a", "f", "{").index(0),
                piece("b", "g", "{").index(1),
                piece("a", "", "}").index(1));
        add(piece("b", "", "}").index(0));
        assertThat(answer.finish().toolCalls())
                .containsExactly(new Part.ToolCall("a", "f", "{}"), new Part.ToolCall("b", "g", "{}"));
    }

    @Test
    void aNewIdBeginsACallAtATakenIndexWhichIsThenItsOwn() {
        add(
                piece("a", "f", "{}").index(0),
                piece("b", "g", "{").index(0),
                piece("", "", "}").index(0));
        assertThat(answer.finish().toolCalls())
                .containsExactly(new Part.ToolCall("a", "f", "{}"), new Part.ToolCall("b", "g", "{}"));
    }

    @Test
    void withoutIdAndIndexANameBeginsACallOnlyOnceTheLastLooksComplete() {
        add(piece("", "f", "{\"a\":"), piece("", "f", "1}"), piece("", "f", "{}"), piece("", "", ""));
        assertThat(answer.finish().toolCalls())
                .extracting(Part.ToolCall::arguments)
                .containsExactly("{\"a\":1}", "{}");
    }

    @Test
    void twoToolsWithoutArgumentsAreTwoCalls() {
        add(piece("", "f", ""), piece("", "g", ""));
        assertThat(answer.finish().toolCalls()).extracting(Part.ToolCall::name).containsExactly("f", "g");
    }

    @Test
    void deltasCountTheCallsOfAChoiceAndKnowTheNameOnceItCame() {
        add(
                piece("a", "", "").index(7),
                piece("", "f", "{").index(7),
                piece("b", "g", "").index(3));
        add(piece("", "", "}").index(7), piece("", "", "").index(7));
        answer.toolCall(1, piece("c", "h", "{}"));
        assertThat(deltas())
                .containsExactly(
                        new ChatEvent.ToolCallDelta(0, 0, "a", "", ""),
                        new ChatEvent.ToolCallDelta(0, 0, "a", "f", "{"),
                        new ChatEvent.ToolCallDelta(0, 1, "b", "g", ""),
                        new ChatEvent.ToolCallDelta(0, 0, "a", "f", "}"),
                        new ChatEvent.ToolCallDelta(1, 0, "c", "h", "{}"));
    }

    @Test
    void idsThatNeverCameAreMadeOnceAndDifferInTheAnswer() {
        for (int choice = 0; choice < 5; choice++) {
            for (long index = 0; index < 20; index++) {
                answer.toolCall(choice, piece("", "f", "{}").index(index));
            }
        }
        List<String> told = deltas().stream().map(ChatEvent.ToolCallDelta::id).toList();
        List<String> kept = answer.finish().choices().stream()
                .flatMap(choice -> choice.message().toolCalls().stream())
                .map(Part.ToolCall::id)
                .toList();
        assertThat(kept).isEqualTo(told).doesNotHaveDuplicates().hasSize(100).allMatch(id -> id.matches("\\w{9}"));
    }

    @Test
    void blankIdsAndNamesAreNone() {
        add(piece("  ", "f", "{").index(0), piece(" ", " ", "}").index(0));
        assertThat(answer.finish().toolCalls()).hasSize(1);
    }

    @Test
    void aPieceWithNothingInItBeginsNothing() {
        add(new ToolCallPiece(), new ToolCallPiece().index(0));
        assertThat(answer.finish().toolCalls()).isEmpty();
        assertThat(answer.hasContent()).isFalse();
    }

    @Test
    void wholeCallsAreNeverJoined() {
        add(
                piece("a", "f", "{}").whole(),
                piece("a", "f", "{\"b\":1}").whole(),
                piece("a", "f", "{}").whole());
        List<Part.ToolCall> calls = answer.finish().toolCalls();
        assertThat(calls).extracting(Part.ToolCall::arguments).containsExactly("{}", "{\"b\":1}");
        assertThat(calls.get(0).id()).isEqualTo("a");
        assertThat(calls.get(1).id()).matches("\\w{9}");
    }

    @Test
    void anObjectIsAllOfTheArguments() {
        add(
                new ToolCallPiece().id("a").name("f").object("{\"x\":1}"),
                new ToolCallPiece().id("a").object("{\"x\":2}"));
        assertThat(answer.finish().toolCalls()).containsExactly(new Part.ToolCall("a", "f", "{\"x\":2}"));
    }

    @Test
    void metadataGoesWithTheCallTheLatestOfEachName() {
        add(
                piece("a", "f", "{}").metadata("m", "1").metadata("n", "[]"),
                piece("a", "", "").metadata("m", "{}"));
        Part.ToolCall call = answer.finish().toolCalls().get(0);
        assertThat(call.metadata().get("m")).contains("{}");
        assertThat(call.metadata().get("n")).contains("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "{}", "\"{}\"", "\"\"", " {} "})
    void noArgumentsAreAnEmptyObject(String arguments) {
        add(piece("a", "f", arguments));
        assertThat(answer.finish().toolCalls().get(0).arguments()).isEqualToIgnoringWhitespace("{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{| tool_call_cut",
                "{\"a\":| tool_call_cut",
                "{\"a\":tr| tool_call_cut",
                "\"{\\\"a\\\"| tool_call_cut",
                "\"{\"| tool_call_cut",
                "{a}| tool_call_broken",
                "{}{}| tool_call_broken",
                "[]| tool_call_broken",
                "7| tool_call_broken",
                "\"\\\"{}\\\"\"| tool_call_broken",
                "\"[]\"| tool_call_broken",
                "text| tool_call_broken"
            })
    void argumentsThatAreNoObjectAreRefusedAndKept(String arguments, String code) {
        add(piece("a", "f", arguments), piece("b", "g", "{}"));
        answer.finishReason(0, "tool_calls");
        answer.requestId("r1");
        ProtocolException failure = catchThrowableOfType(ProtocolException.class, answer::finish);
        assertThat(failure.code()).contains(code);
        assertThat(failure instanceof TruncatedException).isEqualTo(code.equals("tool_call_cut"));
        assertThat(failure).hasMessageContaining("'f'").hasMessageNotContaining(arguments);
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure.provider()).contains("somewhere");
        assertThat(failure.model()).contains("asked");
        assertThat(failure.requestId()).contains("r1");
        ChatResponse partial = failure.partial().orElseThrow();
        assertThat(partial.toolCalls()).containsExactly(new Part.ToolCall("b", "g", "{}"));
        Part.Opaque kept = (Part.Opaque) partial.message().parts().get(0);
        assertThat(kept.provider()).isEqualTo("somewhere");
        assertThat(kept.json())
                .contains(
                        "\"name\":\"f\"",
                        "\"arguments\":\"" + arguments.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }

    @Test
    void whateverTheLimitEndedIsCut() {
        add(piece("a", "f", "{a}"));
        answer.finishReason(0, "length");
        assertThat(catchThrowableOfType(TruncatedException.class, answer::finish)
                        .code())
                .contains("tool_call_cut");
    }

    @Test
    void onlyTheLastCallMayBeMissingItsArgumentsForTheLimit() {
        add(piece("a", "f", "").index(0), piece("b", "g", "{}").index(1));
        answer.finishReason(0, "length");
        assertThat(answer.finish().toolCalls()).hasSize(2);
    }

    @Test
    void longNamesOfModelsAreCutInMessages() {
        add(piece("a", "n".repeat(5000), "{"));
        assertThat(catchThrowableOfType(ChatException.class, answer::finish).getMessage())
                .hasSizeLessThan(200);
    }

    @Test
    void untilTheAnswerIsCompleteNoCallIs() {
        add(piece("a", "f", "{}"));
        assertThat(answer.partial().toolCalls()).isEmpty();
        assertThat(answer.partial().message().parts()).hasOnlyElementsOfType(Part.Opaque.class);
        answer.finishReason(0, "stop");
        assertThat(answer.partial().toolCalls()).hasSize(1);
        assertThat(answer.partial().finishReason()).isEqualTo(new FinishReason(Kind.TOOL_CALLS, "stop"));
    }

    @ParameterizedTest
    @CsvSource({"stop, true", "'', true", "tool_calls, true", "length, false", "content_filter, false", "somehow, true"
    })
    void aForcedToolThatWasNotCalledIsAWarning(String finish, boolean warned) {
        answer.expectTools(ToolChoice.tool("f"));
        answer.text(0, "Hi");
        answer.finishReason(0, finish);
        assertThat(answer.finish().warnings()).hasSize(warned ? 1 : 0).allMatch(text -> text.contains("'f'"));
    }

    @Test
    void calledToolsAndFreeOnesAreNoWarning() {
        answer.expectTools(ToolChoice.REQUIRED);
        add(piece("a", "f", "{}"));
        assertThat(answer.finish().warnings()).isEmpty();
        AnswerAssembler free = new AnswerAssembler("m");
        free.expectTools(ToolChoice.AUTO);
        free.text(0, "Hi");
        assertThat(free.finish().warnings()).isEmpty();
    }

    @Test
    void manyPiecesTakeTimeForEachOnce() {
        add(piece("", "f", "{\"a\":\""));
        for (int i = 0; i < 200_000; i++) {
            answer.toolCall(0, piece("", "f", "xxxxxxxxxx"));
        }
        add(piece("", "f", "\"}"));
        assertThat(answer.finish().toolCalls()).hasSize(1);
    }
}
