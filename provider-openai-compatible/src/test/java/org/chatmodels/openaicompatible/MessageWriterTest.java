package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.chatmodels.ChatRequest;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.Media;
import org.chatmodels.Message;
import org.chatmodels.Metadata;
import org.chatmodels.Part;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageWriterTest {
    private static final Part.ToolCall CALL = new Part.ToolCall("c1", "now", "{}");
    private static final Part THOUGHT = new Part.Reasoning("hm");

    @Test
    void systemMessagesAreMergedWhereOnlyOneIsTaken() {
        ChatRequest request =
                ChatRequest.builder().user("Hi").system("A").system("B").build();
        assertThat(Written.messages(request, "merge_system", "true"))
                .isEqualTo("[{\"role\":\"system\",\"content\":\"A\\n\\nB\"},{\"role\":\"user\",\"content\":\"Hi\"}]");
        assertThat(Written.messages(request))
                .isEqualTo("[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"system\",\"content\":\"A\"},"
                        + "{\"role\":\"system\",\"content\":\"B\"}]");
        assertThat(Written.messages(ChatRequest.of("Hi"), "merge_system", "true"))
                .isEqualTo("[{\"role\":\"user\",\"content\":\"Hi\"}]");
    }

    @Test
    void severalTextsAreJoinedWherePartsAreNotTaken() {
        ChatRequest request = of(Role.USER, new Part.Text("a"), new Part.Text("b"));
        assertThat(Written.messages(request, "text_parts", "false"))
                .isEqualTo("[{\"role\":\"user\",\"content\":\"a\\nb\"}]");
    }

    @Test
    void aTextIsMarkedForTheCacheWhereMarksAreTaken() {
        Metadata mark = Metadata.of("cache_control", "{\"type\":\"ephemeral\"}");
        ChatRequest request = ChatRequest.builder()
                .message(new Message(Role.SYSTEM, List.of(new Part.Text("a", mark))))
                .message(new Message(Role.USER, List.of(new Part.Text("b"), new Part.Text("c", mark))))
                .message(new Message(Role.ASSISTANT, List.of(new Part.Text("d", mark))))
                .message(new Message(Role.TOOL, List.of(new Part.ToolResult("c1", "now", "e", false, mark))))
                .build();
        String marked = ",\"cache_control\":{\"type\":\"ephemeral\"}}]}";
        assertThat(Written.messages(request, "text_parts", "marked"))
                .isEqualTo("[{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\"a\"" + marked
                        + ",{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"b\"},"
                        + "{\"type\":\"text\",\"text\":\"c\"" + marked
                        + ",{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"d\"" + marked
                        + ",{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":[{\"type\":\"text\",\"text\":\"e\""
                        + marked
                        + "]");
        assertThat(Written.messages(request)).doesNotContain("cache_control").contains("\"content\":\"a\"");
    }

    @Test
    void theMarkOfASystemMessageStaysWhereAnInstructionIsAdded() {
        ChatRequest request = ChatRequest.builder()
                .message(new Message(
                        Role.SYSTEM,
                        List.of(new Part.Text("a", Metadata.of("cache_control", "{\"type\":\"ephemeral\"}")))))
                .user("Hi")
                .responseFormat(ResponseFormat.JSON)
                .build();
        assertThat(Written.messages(request, "text_parts", "marked"))
                .startsWith(
                        "[{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\"a\\n\\nAnswer with JSON only")
                .contains("\"cache_control\":{\"type\":\"ephemeral\"}}]}");
    }

    /** The mark of a user's text says nothing of the instruction before it. */
    @Test
    void anInstructionHasNoMarkOfItsOwn() {
        Part marked = new Part.Text("Hi", Metadata.of("cache_control", "{\"type\":\"ephemeral\"}"));
        ChatRequest request = ChatRequest.builder()
                .message(new Message(Role.USER, List.of(marked)))
                .responseFormat(ResponseFormat.JSON)
                .build();
        assertThat(Written.messages(request, "text_parts", "marked"))
                .startsWith("[{\"role\":\"system\",\"content\":\"Answer with JSON only")
                .containsOnlyOnce("cache_control");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SECRET", "[1]", "{\"a\":", "{} {}", "null"})
    void aMarkThatIsNoObjectIsRefused(String mark) {
        ChatRequest request = of(Role.USER, new Part.Text("a", Metadata.of("cache_control", mark)));
        assertThatThrownBy(() -> Written.messages(request, "text_parts", "marked"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("The metadata cache_control of a text is no JSON object: write {\"type\":\"ephemeral\"}")
                .hasNoCause();
        assertThat(Written.messages(request)).isEqualTo("[{\"role\":\"user\",\"content\":\"a\"}]");
    }

    @Test
    void eachResultIsAMessageOfItsOwn() {
        ChatRequest request = of(
                Role.TOOL,
                new Part.ToolResult("c1", "now", "12:00", false),
                new Part.ToolResult("c2", "day", "no such day", true));
        assertThat(Written.messages(request))
                .isEqualTo("[{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"12:00\"},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"c2\",\"content\":\"no such day\"}]");
        assertThat(Written.messages(request, "tool_result_name", "true")).contains("\"c1\",\"name\":\"now\"");
    }

    @Test
    void resultsAmongTheUsersPartsComeFirst() {
        ChatRequest request = of(Role.USER, new Part.Text("So?"), new Part.ToolResult("c1", "now", "12:00", false));
        assertThat(Written.messages(request))
                .isEqualTo("[{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"12:00\"},"
                        + "{\"role\":\"user\",\"content\":\"So?\"}]");
    }

    @Test
    void partsInTheWrongPlaceAreRefused() {
        assertThatThrownBy(() -> Written.of(of(Role.TOOL, new Part.Text("ok"))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Message.toolResult");
        assertThatThrownBy(() -> Written.of(of(Role.USER, CALL)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("assistant");
    }

    @Test
    void callsStandBesideAnEmptyText() {
        assertThat(Written.messages(of(Role.ASSISTANT, CALL)))
                .isEqualTo("[{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"id\":\"c1\","
                        + "\"type\":\"function\",\"function\":{\"name\":\"now\",\"arguments\":\"{}\"}}]}]");
    }

    @Test
    void thoughtsGoBackWithTheCallsTheyLedTo() {
        ChatRequest calls = of(Role.ASSISTANT, THOUGHT, new Part.Text("t"), CALL);
        ChatRequest plain = of(Role.ASSISTANT, THOUGHT, new Part.Text("t"));
        for (String field : List.of("reasoning_content", "reasoning")) {
            assertThat(Written.messages(calls, "reasoning_echo", field))
                    .contains("\"content\":\"t\",\"" + field + "\":\"hm\",\"tool_calls\"");
            assertThat(Written.messages(plain, "reasoning_echo", field)).doesNotContain("hm");
        }
        assertThat(Written.messages(calls, "reasoning_echo", "tags"))
                .contains("\"content\":\"<think>hm</think>t\",\"tool_calls\"");
        assertThat(Written.messages(plain, "reasoning_echo", "tags")).contains("\"content\":\"t\"");
        assertThat(Written.messages(calls)).doesNotContain("hm");
    }

    @Test
    void detailsGoBackUnchangedEvenWhenTheyAreEmpty() {
        Part thought = new Part.Reasoning("", Metadata.of("reasoning_details", "[]"));
        ChatRequest request = of(Role.ASSISTANT, thought, new Part.Text("t"));
        assertThat(Written.messages(request, "reasoning_echo", "reasoning_details"))
                .isEqualTo("[{\"role\":\"assistant\",\"content\":\"t\",\"reasoning_details\":[]}]");
        assertThat(Written.messages(request)).doesNotContain("details");
    }

    @Test
    void signaturesGoBackAtTheirCallsToWhomTheyBelong() {
        Part call = new Part.ToolCall("c1", "now", "{}", Metadata.of("extra_content", "{\"s\":1}"));
        assertThat(Written.messages(of(Role.ASSISTANT, call), "reasoning_echo", "extra_content"))
                .contains("\"arguments\":\"{}\"},\"extra_content\":{\"s\":1}}");
        assertThat(Written.messages(of(Role.ASSISTANT, call))).doesNotContain("extra_content");
    }

    @Test
    void soundOfTheAssistantGoesBackByItsId() {
        Media sound = Media.of("audio/wav", new byte[] {1});
        Part kept = new Part.Attachment(sound, Metadata.of("audio_id", "\"a1\""));
        WrittenRequest written = Written.of(of(Role.ASSISTANT, kept, new Part.Text("t")));
        assertThat(Written.body(written)).contains("\"content\":\"t\",\"audio\":{\"id\":\"a1\"}}");
        assertThat(written.warnings()).isEmpty();
        WrittenRequest lost = Written.of(of(Role.ASSISTANT, new Part.Attachment(sound), new Part.Text("t")));
        assertThat(Written.body(lost)).doesNotContain("audio");
        assertThat(lost.warnings()).singleElement().asString().contains("not sent back");
    }

    @Test
    void piecesWithoutATypeGoToTheirOwnServiceOnly() {
        ChatRequest request =
                of(Role.USER, new Part.Opaque("any", "{\"type\":\"x\"}"), new Part.Opaque("other", "{\"type\":\"y\"}"));
        WrittenRequest written = Written.of(request);
        assertThat(Written.body(written)).contains("\"content\":[{\"type\":\"x\"}]");
        assertThat(written.warnings()).containsExactly("A part of a message that is not for 'any' was not sent");
    }

    private static ChatRequest of(Role role, Part... parts) {
        return ChatRequest.builder().message(new Message(role, List.of(parts))).build();
    }
}
