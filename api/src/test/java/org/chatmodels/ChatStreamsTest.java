package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.chatmodels.ChatEvent.Finished;
import org.chatmodels.ChatEvent.ReasoningDelta;
import org.chatmodels.ChatEvent.RefusalDelta;
import org.chatmodels.ChatEvent.Started;
import org.chatmodels.ChatEvent.TextDelta;
import org.chatmodels.ChatEvent.ToolCallDelta;
import org.junit.jupiter.api.Test;

class ChatStreamsTest {
    private static final FinishReason STOP = new FinishReason(FinishReason.Kind.STOP, "stop");

    @Test
    void answerThatIsThereIsStreamedPartByPart() {
        Message first = new Message(
                Role.ASSISTANT,
                List.of(
                        new Part.Reasoning("hm"),
                        new Part.Text("a"),
                        new Part.Opaque("p", "{}"),
                        new Part.ToolCall("c1", "f", "{}"),
                        new Part.ToolCall("c2", "g", "[]")));
        Message second = new Message(Role.ASSISTANT, List.of(new Part.Refusal("no"), new Part.Text("")));
        ChatResponse answer = ChatResponse.builder()
                .id("1")
                .model("m")
                .choices(List.of(new Choice(first, STOP), new Choice(second, STOP)))
                .build();
        List<ChatEvent> events = new ArrayList<>();
        ChatStreams.of(answer).forEach(events::add);
        assertThat(events)
                .containsExactly(
                        new Started("1", "m"),
                        new ReasoningDelta("hm"),
                        new TextDelta("a"),
                        new ToolCallDelta(0, "c1", "f", "{}"),
                        new ToolCallDelta(1, "c2", "g", "[]"),
                        new RefusalDelta(1, "no"),
                        new Finished(answer));
    }

    @Test
    void forEachTextHandsOverTheFirstChoiceOnly() {
        StringBuilder text = new StringBuilder();
        mixed().forEachText(text::append);
        assertThat(text).hasToString("ab");
    }

    @Test
    void textsIsTheSinglePass() {
        ChatStream stream = mixed();
        Iterator<String> texts = stream.texts().iterator();
        assertThat(texts.next()).isEqualTo("a");
        assertThat(texts.hasNext()).isTrue();
        assertThat(texts.hasNext()).isTrue();
        assertThat(texts.next()).isEqualTo("b");
        assertThat(texts.hasNext()).isFalse();
        assertThatThrownBy(texts::next).isInstanceOf(NoSuchElementException.class);
        assertThatIllegalStateException().isThrownBy(() -> stream.forEachText(text -> {}));
    }

    private static ChatStream mixed() {
        List<ChatEvent> events = List.of(
                new Started("", ""),
                new ReasoningDelta("hm"),
                new TextDelta("a"),
                new TextDelta(1, "x"),
                new TextDelta("b"),
                new RefusalDelta("no"),
                new Finished(ChatResponse.of("ab")));
        return ChatStreams.of(events.iterator(), () -> {});
    }

    @Test
    void nullIsRefused() {
        Iterator<ChatEvent> none = Collections.emptyIterator();
        assertThatThrownBy(() -> ChatStreams.of((ChatResponse) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ChatStreams.of(null, () -> {})).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ChatStreams.of(none, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> mixed().forEachText(null)).isInstanceOf(NullPointerException.class);
    }
}
