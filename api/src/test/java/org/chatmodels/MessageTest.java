package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Message, Part and Metadata. */
class MessageTest {
    private static final Media MEDIA = Media.of("image/png", new byte[3]);
    private static final Part.ToolCall CALL = new Part.ToolCall("c1", "weather", "{}");

    @Test
    void factoriesSayWhoSpeaks() {
        assertThat(Message.system("s").role()).isEqualTo(Role.SYSTEM);
        assertThat(Message.user("u").role()).isEqualTo(Role.USER);
        assertThat(Message.assistant("a").role()).isEqualTo(Role.ASSISTANT);
        assertThat(Message.toolResult(CALL, "sunny"))
                .isEqualTo(new Message(Role.TOOL, List.of(new Part.ToolResult("c1", "weather", "sunny", false))));
    }

    @Test
    void mediaFollowTheText() {
        assertThat(Message.user("look", MEDIA, MEDIA).parts())
                .containsExactly(new Part.Text("look"), new Part.Attachment(MEDIA), new Part.Attachment(MEDIA));
        assertThat(Message.user("", MEDIA).parts()).containsExactly(new Part.Attachment(MEDIA));
        assertThat(Message.user("look", new Media[0])).isEqualTo(Message.user("look"));
    }

    @Test
    void textJoinsTextPartsOnly() {
        Message message = new Message(
                Role.ASSISTANT, List.of(new Part.Text("a"), new Part.Reasoning("x"), CALL, new Part.Text("b")));
        assertThat(message.text()).isEqualTo("ab");
        assertThat(message.toolCalls()).containsExactly(CALL);
        assertThat(Message.user("one").text()).isEqualTo("one");
    }

    @Test
    void withoutTextTheTextIsEmpty() {
        assertThat(new Message(Role.ASSISTANT, List.of()).text()).isEmpty();
        assertThat(new Message(Role.ASSISTANT, List.of(new Part.Refusal("no"))).text())
                .isEmpty();
        assertThat(Message.user("u").toolCalls()).isEmpty();
    }

    @Test
    void partsAreAnImmutableCopy() {
        List<Part> parts = new ArrayList<>(List.of(new Part.Text("a")));
        Message message = new Message(Role.USER, parts);
        parts.clear();
        assertThat(message.parts()).hasSize(1);
        assertThatThrownBy(() -> message.parts().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void callHasAlwaysIdAndName() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Part.ToolCall("", "f", "{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Part.ToolCall("c", " ", "{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> new ChatEvent.ToolCallDelta(0, "", "f", ""));
        assertThat(new ChatEvent.ToolCallDelta(0, "c", "", "").name()).isEmpty();
    }

    @Test
    void choiceOfAnEventIsNotNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ChatEvent.TextDelta(-1, "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> new ChatEvent.ReasoningDelta(-1, "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> new ChatEvent.RefusalDelta(-1, "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> new ChatEvent.ToolCallDelta(-1, 0, "c", "", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new ChatEvent.ToolCallDelta(0, -1, "c", "", ""));
    }

    @Test
    void printsKindsAndSizes() {
        Metadata metadata = Metadata.of("acme", "{\"s\":1}");
        Message message = new Message(
                Role.ASSISTANT,
                List.of(new Part.Text("abc"), new Part.Attachment(MEDIA), CALL, new Part.Opaque("p", "{}")),
                metadata);
        assertThat(message)
                .hasToString("Message[ASSISTANT, [Text[3 chars], Attachment[Media[image/png, 3 bytes]],"
                        + " ToolCall[weather, 2 chars], Opaque[p, 2 chars]], Metadata[acme]]");
        assertThat(new Part.ToolResult("c", "f", "abc", true)).hasToString("ToolResult[f, 3 chars, failed]");
    }

    @Test
    void laterKindsOfPartsHaveNoMetadataUnlessTheySaySo() {
        assertThat(new Part.Opaque("p", "{}").metadata()).isEqualTo(Metadata.NONE);
    }

    @Test
    void metadataGoesBackAsItCame() {
        Metadata metadata = Metadata.of("a", " {\"x\" : 1}").with("b", "2").with("b", "3");
        assertThat(metadata.get("a")).contains(" {\"x\" : 1}");
        assertThat(metadata.get("b")).contains("3");
        assertThat(metadata.get("c")).isEmpty();
        assertThat(Metadata.NONE.get("a")).isEmpty();
    }

    @Test
    void metadataIsEqualByNamesAndJson() {
        Metadata metadata = Metadata.of("a", "1").with("b", "2");
        assertThat(metadata).isEqualTo(Metadata.of("b", "2").with("a", "1"));
        assertThat(metadata).hasSameHashCodeAs(Metadata.of("b", "2").with("a", "1"));
        assertThat(metadata).isNotEqualTo(Metadata.of("a", "1")).isNotEqualTo(Metadata.NONE);
        assertThatIllegalArgumentException().isThrownBy(() -> Metadata.of("", "1"));
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> Message.user((String) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Message.user("a", (Media) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new Message(Role.USER, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Metadata.of("a", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new Part.Text("a", null)).isInstanceOf(NullPointerException.class);
    }
}
