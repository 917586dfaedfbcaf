package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.chatmodels.ChatEvent;
import org.chatmodels.Message;
import org.chatmodels.Metadata;
import org.chatmodels.ModelLocation;
import org.chatmodels.Part;
import org.chatmodels.Role;
import org.junit.jupiter.api.Test;

/** Answers that are lists of items. */
class AnswerItemsTest {
    private final AnswerAssembler answer = new AnswerAssembler(ModelLocation.of("house", "m"));

    @Test
    void partsStandInTheOrderOfTheItemsHoweverTheyCome() {
        answer.item(0, 3);
        answer.text(0, "b");
        answer.item(0, 1);
        answer.opaque(0, "{\"type\":\"search\"}");
        answer.item(0, 2);
        answer.toolCall(0, new ToolCallPiece().index(2).id("c1").name("now"));
        answer.item(0, 0);
        answer.reasoning(0, "a");
        answer.item(0, 3);
        answer.text(0, "c");
        assertThat(message())
                .isEqualTo(new Message(
                        Role.ASSISTANT,
                        List.of(
                                new Part.Reasoning("a"),
                                new Part.Opaque("house", "{\"type\":\"search\"}"),
                                new Part.ToolCall("c1", "now", "{}"),
                                new Part.Text("bc"))));
    }

    @Test
    void thoughtsOfSeveralItemsAreSeveralParts() {
        answer.reasoning(0, "a");
        answer.reasoningMetadata(0, "item", "1");
        answer.item(0, 1);
        answer.reasoning(0, "b");
        answer.reasoningMetadata(0, "item", "2");
        assertThat(message().parts())
                .containsExactly(
                        new Part.Reasoning("a", Metadata.of("item", "1")),
                        new Part.Reasoning("b", Metadata.of("item", "2")));
    }

    @Test
    void ofAWholeTextOnlyTheRestIsNew() {
        answer.text(0, "Good");
        answer.wholeText(0, "Good morning");
        answer.wholeText(0, "Good morning");
        assertThat(deltas()).isEqualTo("Good| morning");
        assertThat(message().text()).isEqualTo("Good morning");
    }

    @Test
    void aWholeTextThatDiffersReplacesAndAnEmptyOneSaysNothing() {
        answer.text(0, "Good");
        answer.wholeText(0, "Hello");
        answer.wholeText(0, "");
        answer.wholeRefusal(0, "");
        assertThat(deltas()).isEqualTo("Good");
        assertThat(message().parts()).containsExactly(new Part.Text("Hello"));
    }

    @Test
    void whatIsAttachedToATextStandsAtTheTextAndTheRefusal() {
        answer.wholeText(0, "a");
        answer.wholeRefusal(0, "b");
        answer.textMetadata(0, "id", "\"x\"");
        assertThat(message().parts())
                .containsExactly(
                        new Part.Refusal("b", Metadata.of("id", "\"x\"")),
                        new Part.Text("a", Metadata.of("id", "\"x\"")));
    }

    @Test
    void ofWholeArgumentsOnlyTheRestIsNew() {
        answer.toolCall(0, new ToolCallPiece().index(0).id("c1").name("now").arguments("{\"a\""));
        answer.toolCall(0, new ToolCallPiece().index(0).object("{\"a\":1}"));
        answer.toolCall(0, new ToolCallPiece().index(0).object("{\"a\":1}"));
        String arguments = answer.drain().stream()
                .filter(ChatEvent.ToolCallDelta.class::isInstance)
                .map(event -> ((ChatEvent.ToolCallDelta) event).arguments())
                .collect(Collectors.joining("|"));
        assertThat(arguments).isEqualTo("{\"a\"|:1}");
        assertThat(message().toolCalls().get(0).arguments()).isEqualTo("{\"a\":1}");
    }

    @Test
    void thoughtsOfAllItemsAreTheAnswerWhereThereIsNoOther() {
        answer.reasoning(0, "a");
        answer.item(0, 1);
        answer.reasoning(0, "b");
        answer.finishReason(0, "stop");
        answer.reasoningIsAnswer();
        assertThat(message().parts()).containsExactly(new Part.Text("ab"));
    }

    private String deltas() {
        return answer.drain().stream()
                .filter(ChatEvent.TextDelta.class::isInstance)
                .map(event -> ((ChatEvent.TextDelta) event).text())
                .collect(Collectors.joining("|"));
    }

    private Message message() {
        return answer.finish().message();
    }
}
