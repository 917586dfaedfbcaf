package org.chatmodels.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.chatmodels.ChatRequest;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Tool;
import org.chatmodels.ToolChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolReaderTest {
    private static final String TOOLS = "'tools':[{'type':'function','function':{'name':'weather'}},"
            + "{'type':'function','function':{'name':'time'}}]";

    @Test
    void functionHasItsNameDescriptionSchemaAndStrictness() {
        ChatRequest request = Read.fields("'tools':[{'function':{'strict':true,'parameters':"
                + "{ 'type' : 'object', 'properties':{'n':{'maximum':1.50, 'enum':[ 'a','\u00e9' ]}} },"
                + "'description':'Of a city','name':'weather'},'type':'function'}]");
        assertThat(request.tools()).hasSize(1);
        Tool tool = request.tools().get(0);
        assertThat(tool.name()).isEqualTo("weather");
        assertThat(tool.description()).isEqualTo("Of a city");
        assertThat(tool.parameters())
                .isEqualTo(
                        "{\"type\":\"object\",\"properties\":{\"n\":{\"maximum\":1.50,\"enum\":[\"a\",\"\u00e9\"]}}}");
        assertThat(tool.strict()).contains(true);
        assertThat(tool.hostedBy()).isEmpty();
    }

    @Test
    void functionMayHaveNoMoreThanAName() {
        ChatRequest request = Read.fields(TOOLS.replace("'name':'time'", "'name':'time','strict':null"));
        Tool tool = request.tools().get(1);
        assertThat(tool.name()).isEqualTo("time");
        assertThat(tool.description()).isEmpty();
        assertThat(tool.parameters()).isEqualTo("{\"type\":\"object\",\"properties\":{}}");
        assertThat(tool.strict()).isEmpty();
        assertThat(request.toolChoice()).isEmpty();
    }

    @Test
    void choiceIsAWordOrAFunctionWhereverItStands() {
        assertThat(choice("'none'")).contains(ToolChoice.NONE);
        assertThat(choice("'auto'")).contains(ToolChoice.AUTO);
        assertThat(choice("'required'")).contains(ToolChoice.REQUIRED);
        assertThat(choice("{'type':'function','function':{'name':'time'}}")).contains(ToolChoice.tool("time"));
        assertThat(choice("null")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "auto"})
    void choiceWithoutToolsIsLeftOut(String word) {
        assertThat(Read.fields("'tools':[],'tool_choice':'" + word + "'").toolChoice())
                .isEmpty();
    }

    @Test
    void formatIsTextAnyJsonOrASchema() {
        assertThat(format("{'type':'text'}")).isEqualTo(ResponseFormat.TEXT);
        assertThat(format("{'type':'json_object'}")).isEqualTo(ResponseFormat.JSON);
        assertThat(format("{'type':'json_schema','json_schema':{'name':'city','schema':{ 'type':'object' }}}"))
                .isEqualTo(ResponseFormat.schema("city", "{\"type\":\"object\"}"));
        assertThat(format("{'json_schema':{'strict':true,'schema':{},'description':'A city','name':'city'},"
                        + "'type':'json_schema'}"))
                .isEqualTo(ResponseFormat.schema("city", "{}").strict(true));
    }

    private static Optional<ToolChoice> choice(String json) {
        Optional<ToolChoice> before =
                Read.fields("'tool_choice':" + json + "," + TOOLS).toolChoice();
        assertThat(Read.fields(TOOLS + ",'tool_choice':" + json).toolChoice()).isEqualTo(before);
        return before;
    }

    private static ResponseFormat format(String json) {
        return Read.fields("'response_format':" + json).responseFormat().orElseThrow();
    }
}
