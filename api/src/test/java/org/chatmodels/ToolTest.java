package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Tool, ToolChoice and ResponseFormat. */
class ToolTest {
    private static final String SCHEMA = " {\"type\":\"object\"}\n";

    @Test
    void declaredToolHasNameDescriptionAndSchemaAsGiven() {
        Tool tool = Tool.declare("weather", "Weather of a city", SCHEMA);
        assertThat(tool.name()).isEqualTo("weather");
        assertThat(tool.description()).isEqualTo("Weather of a city");
        assertThat(tool.parameters()).isEqualTo(SCHEMA);
        assertThat(tool.strict()).isEmpty();
        assertThat(tool.hostedBy()).isEmpty();
    }

    @Test
    void hostedToolIsItsProvidersJson() {
        Tool tool = Tool.hosted("openai", "{\"type\":\"web_search\"}");
        assertThat(tool.hostedBy()).contains("openai");
        assertThat(tool.name()).isEqualTo("openai");
        assertThat(tool.description()).isEmpty();
        assertThat(tool.parameters()).isEqualTo("{\"type\":\"web_search\"}");
    }

    @Test
    void strictMakesAnotherTool() {
        Tool tool = Tool.declare("a", "", "{}");
        assertThat(tool.strict(true).strict()).contains(true);
        assertThat(tool.strict(false).strict()).contains(false);
        assertThat(tool.strict()).isEmpty();
        assertThat(tool.strict(true).name()).isEqualTo("a");
    }

    @Test
    void toolWithoutABodyCannotBeRun() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Tool.declare("weather", "", "{}").call("{}"))
                .withMessageContaining("weather")
                .withMessageContaining("toolResult");
        assertThatIllegalStateException()
                .isThrownBy(() -> Tool.hosted("openai", "{}").call("{}"))
                .withMessageContaining("openai");
        assertThatThrownBy(() -> Tool.declare("a", "", "{}").call(null)).isInstanceOf(NullPointerException.class);
    }

    record City(String name) {}

    @Test
    void aToolWithABodyHasTheSchemaOfItsRecord() {
        Tool tool = Tool.of("weather", "Weather of a city", City.class, City::name);
        assertThat(tool.description()).isEqualTo("Weather of a city");
        assertThat(tool.hostedBy()).isEmpty();
        assertThat(tool.strict()).isEmpty();
        assertThat(tool.parameters())
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}},"
                        + "\"required\":[\"name\"],\"additionalProperties\":false}");
        assertThat(tool)
                .hasToString("Tool[weather, runnable, " + tool.parameters().length() + " chars]");
    }

    record Timed(java.util.concurrent.TimeUnit unit, Thread thread) {}

    @Test
    void argumentsAreARecordThatHasASchema() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tool.of("a", "", String.class, text -> text))
                .withMessage("arguments are java.lang.String: write a record");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tool.of("a", "", Timed.class, timed -> timed))
                .withMessageStartingWith("Timed.thread: java.lang.Thread has no schema");
        assertThatThrownBy(() -> Tool.of("a", "", City.class, null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void aToolIsRunThroughABinding() {
        assertThatThrownBy(() -> Tool.of("weather", "", City.class, City::name).call("{}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("Tool weather needs a JSON binding: add chatmodels-spi to the class path");
    }

    @Test
    void badToolsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Tool.declare(" ", "", "{}"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tool.declare("a", "", ""))
                .withMessageContaining("{...}");
        assertThatIllegalArgumentException().isThrownBy(() -> Tool.declare("a", "", "[]"));
        assertThatIllegalArgumentException().isThrownBy(() -> Tool.hosted("", "{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> Tool.hosted("p", "{"));
    }

    @Test
    void printsNameKindAndSize() {
        assertThat(Tool.declare("a", "secret", "{}")).hasToString("Tool[a, declared, 2 chars]");
        assertThat(Tool.hosted("p", "{}").strict(true)).hasToString("Tool[p, hosted, 2 chars, strict=true]");
    }

    @Test
    void choiceOfToolsIsEqualByModeAndName() {
        assertThat(ToolChoice.tool("a")).isEqualTo(ToolChoice.tool("a")).hasSameHashCodeAs(ToolChoice.tool("a"));
        assertThat(ToolChoice.tool("a")).isNotEqualTo(ToolChoice.tool("b")).isNotEqualTo(ToolChoice.REQUIRED);
        assertThat(ToolChoice.AUTO).isNotEqualTo(ToolChoice.NONE);
        assertThat(ToolChoice.tool("a").mode()).isEqualTo(ToolChoice.Mode.TOOL);
        assertThat(ToolChoice.tool("a").name()).contains("a");
        assertThat(ToolChoice.AUTO.name()).isEmpty();
        assertThat(ToolChoice.AUTO.mode()).isEqualTo(ToolChoice.Mode.AUTO);
        assertThat(ToolChoice.NONE.mode()).isEqualTo(ToolChoice.Mode.NONE);
        assertThat(ToolChoice.REQUIRED.mode()).isEqualTo(ToolChoice.Mode.REQUIRED);
        assertThatIllegalArgumentException().isThrownBy(() -> ToolChoice.tool(""));
    }

    @Test
    void formatIsEqualByAllItHas() {
        ResponseFormat format = ResponseFormat.schema("city", SCHEMA);
        assertThat(format).isEqualTo(ResponseFormat.schema("city", SCHEMA));
        assertThat(format).hasSameHashCodeAs(ResponseFormat.schema("city", SCHEMA));
        assertThat(format).isNotEqualTo(ResponseFormat.schema("town", SCHEMA));
        assertThat(format).isNotEqualTo(ResponseFormat.schema("city", "{}"));
        assertThat(format).isNotEqualTo(format.strict(true)).isNotEqualTo(ResponseFormat.JSON);
        assertThat(format.strict(true).strict()).contains(true);
        assertThat(format.kind()).isEqualTo(ResponseFormat.Kind.SCHEMA);
        assertThat(format.name()).contains("city");
        assertThat(format.schema()).contains(SCHEMA);
        assertThat(ResponseFormat.TEXT.kind()).isEqualTo(ResponseFormat.Kind.TEXT);
        assertThat(ResponseFormat.JSON.schema()).isEmpty();
    }

    @Test
    void onlyASchemaIsStrict() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ResponseFormat.JSON.strict(true))
                .withMessageContaining("ResponseFormat.schema");
        assertThatIllegalArgumentException().isThrownBy(() -> ResponseFormat.schema("", "{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> ResponseFormat.schema("a", "string"));
    }

    @Test
    void formatPrintsTheSizeOfItsSchema() {
        assertThat(ResponseFormat.schema("city", "{}").strict(false))
                .hasToString("ResponseFormat[SCHEMA, city, 2 chars, strict=false]");
        assertThat(ResponseFormat.TEXT).hasToString("ResponseFormat[TEXT]");
    }
}
