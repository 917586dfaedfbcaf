package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.chatmodels.ChatRequest;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.Tool;
import org.chatmodels.ToolChoice;
import org.chatmodels.UnsupportedFeatureException;
import org.junit.jupiter.api.Test;

class ToolWriterTest {
    private static final String EMPTY = "{\"type\":\"object\"}";
    private static final Tool A = Tool.declare("a", "First", EMPTY);
    private static final Tool B = Tool.declare("b", "", EMPTY);
    private static final String A_JSON =
            "{\"type\":\"function\",\"function\":{\"name\":\"a\",\"description\":\"First\",\"parameters\":" + EMPTY
                    + "}}";
    private static final String B_JSON =
            "{\"type\":\"function\",\"function\":{\"name\":\"b\",\"parameters\":" + EMPTY + "}}";
    private static final String BOTH = ",\"tools\":[" + A_JSON + "," + B_JSON + "]";

    @Test
    void withoutToolsNothingOfThemIsSent() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .toolChoice(ToolChoice.NONE)
                .parallelToolCalls(true)
                .build();
        assertThat(Written.rest(request)).isEmpty();
    }

    @Test
    void everyChoiceHasItsWord() {
        assertThat(Written.rest(tools().build())).isEqualTo(BOTH);
        assertThat(chosen(ToolChoice.AUTO)).isEqualTo(BOTH + ",\"tool_choice\":\"auto\"");
        assertThat(chosen(ToolChoice.NONE)).isEqualTo(BOTH + ",\"tool_choice\":\"none\"");
        assertThat(chosen(ToolChoice.REQUIRED)).isEqualTo(BOTH + ",\"tool_choice\":\"required\"");
        assertThat(chosen(ToolChoice.REQUIRED, "tool_choice_required", "any"))
                .isEqualTo(BOTH + ",\"tool_choice\":\"any\"");
        assertThat(chosen(ToolChoice.tool("b")))
                .isEqualTo(BOTH + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"b\"}}");
    }

    @Test
    void oneToolIsForcedBySendingNoOther() {
        assertThat(chosen(ToolChoice.tool("b"), "tool_choice_named", "only", "tool_choice_required", "any"))
                .isEqualTo(",\"tools\":[" + B_JSON + "],\"tool_choice\":\"any\"");
    }

    @Test
    void aServiceWithoutThatWordIsNotForcedAndTheAnswerSaysSo() {
        WrittenRequest written =
                Written.of(tools().toolChoice(ToolChoice.REQUIRED).build(), "tool_choice_required", "none");
        assertThat(Written.body(written)).doesNotContain("tool_choice");
        assertThat(written.warnings()).singleElement().asString().contains("free to call none");
    }

    @Test
    void aServiceWithoutAnyChoiceGetsFewerTools() {
        assertThat(chosen(ToolChoice.NONE, "drop_params", "tool_choice")).isEmpty();
        assertThat(chosen(ToolChoice.AUTO, "drop_params", "tool_choice")).isEqualTo(BOTH);
        assertThat(chosen(ToolChoice.tool("a"), "drop_params", "tool_choice")).isEqualTo(",\"tools\":[" + A_JSON + "]");
    }

    @Test
    void aForcedToolMustBeThere() {
        assertThatThrownBy(() -> chosen(ToolChoice.tool("c")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("not among those of the request");
    }

    @Test
    void toolsAreAnErrorWhereThereAreNone() {
        assertThatThrownBy(() -> Written.of(tools().build(), "drop_params", "tools"))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("'tools' is not taken by 'any'");
    }

    @Test
    void strictIsSentWhereItIsTaken() {
        ChatRequest strict =
                ChatRequest.builder().user("Hi").tool(A.strict(true)).build();
        assertThat(Written.rest(strict)).contains("\"parameters\":" + EMPTY + ",\"strict\":true}");
        WrittenRequest written = Written.of(strict, "strict_tools", "false");
        assertThat(Written.body(written)).doesNotContain("strict");
        assertThat(written.warnings()).containsExactly("'strict' is not taken at tools by 'any' and was not sent");
        ChatRequest loose =
                ChatRequest.builder().user("Hi").tool(A.strict(false)).build();
        assertThat(Written.of(loose, "strict_tools", "false").warnings()).isEmpty();
    }

    @Test
    void hostedToolsGoToTheirHostAsTheyStand() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .tool(Tool.hosted("any", "{\"type\":\"web\", \"max\":1}"))
                .tool(Tool.hosted("other", "{\"type\":\"w\"}"))
                .build();
        WrittenRequest written = Written.of(request);
        assertThat(Written.body(written)).endsWith(",\"tools\":[{\"type\":\"web\",\"max\":1}]}");
        assertThat(written.warnings())
                .containsExactly("The tool that 'other' runs is unknown to 'any' and was not sent");
    }

    @Test
    void whetherSeveralCallsMayComeIsSentWhereItIsTaken() {
        ChatRequest request = tools().parallelToolCalls(false).build();
        assertThat(Written.rest(request)).isEqualTo(BOTH + ",\"parallel_tool_calls\":false");
        assertThat(Written.rest(request, "parallel_tool_calls", "false")).isEqualTo(BOTH);
        assertThat(Written.of(request, "parallel_tool_calls", "false").warnings())
                .hasSize(1);
    }

    private static String chosen(ToolChoice choice, String... dialect) {
        return Written.rest(tools().toolChoice(choice).build(), dialect);
    }

    private static ChatRequest.Builder tools() {
        return ChatRequest.builder().user("Hi").tool(A).tool(B);
    }
}
