package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.chatmodels.ChatOptions.Unsupported;
import org.chatmodels.ChatRequest;
import org.chatmodels.ResponseFormat;
import org.chatmodels.UnsupportedFeatureException;
import org.junit.jupiter.api.Test;

/** The ladder: by the schema, by JSON with the schema in the prompt, by the prompt alone. */
class AnswerFormTest {
    private static final String SCHEMA = "{\"type\":\"object\"}";
    private static final ResponseFormat STRICT =
            ResponseFormat.schema("bill", SCHEMA).strict(true);
    private static final String ASKED = "Answer with JSON only, without any text around it, that fits this JSON"
            + " Schema:\\n{\\\"type\\\":\\\"object\\\"}";

    @Test
    void theSchemaItselfWhereItIsTaken() {
        WrittenRequest written = Written.of(asked(STRICT).build());
        assertThat(Written.body(written))
                .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"response_format\":"
                        + "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"bill\",\"schema\":{\"type\":\"object\"},"
                        + "\"strict\":true}}}");
        assertThat(written.held()).contains(STRICT);
        assertThat(written.warnings()).isEmpty();
    }

    @Test
    void strictIsLeftOutWhereItIsNotTaken() {
        WrittenRequest written = Written.of(asked(STRICT).build(), "strict_format", "false");
        assertThat(Written.body(written)).contains("json_schema").doesNotContain("strict");
        assertThat(written.held()).contains(STRICT.strict(false));
        assertThat(written.warnings()).singleElement().asString().contains("'strict' is not taken");
    }

    @Test
    void jsonWithTheSchemaInThePrompt() {
        WrittenRequest written = Written.of(asked(STRICT).build(), "response_format", "json_object");
        assertThat(Written.body(written))
                .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"" + ASKED + "\"},"
                        + "{\"role\":\"user\",\"content\":\"Hi\"}],\"response_format\":{\"type\":\"json_object\"}}");
        assertThat(written.held()).contains(ResponseFormat.JSON);
        assertThat(written.warnings()).singleElement().asString().contains("schema in the prompt");
    }

    @Test
    void thePromptAloneWhereThereIsNothingElse() {
        ChatRequest request = ChatRequest.builder()
                .system("Be brief.")
                .user("Hi")
                .responseFormat(STRICT)
                .build();
        WrittenRequest written = Written.of(request, "response_format", "none");
        assertThat(Written.body(written))
                .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\\n\\n" + ASKED
                        + "\"},{\"role\":\"user\",\"content\":\"Hi\"}]}");
        assertThat(written.held()).contains(ResponseFormat.TEXT);
        assertThat(written.warnings()).singleElement().asString().contains("asked for in the prompt");
        assertThat(Written.body(Written.of(request, "drop_params", "response_format")))
                .isEqualTo(Written.body(written));
    }

    @Test
    void plainJsonIsAskedForInWordsOnlyWhereNobodySaidJson() {
        assertThat(Written.body(Written.of(asked(ResponseFormat.JSON).build())))
                .contains("\"Answer with JSON only, without any text around it.\"")
                .endsWith(",\"response_format\":{\"type\":\"json_object\"}}");
        ChatRequest said = ChatRequest.builder()
                .user("Give me jSoN")
                .responseFormat(ResponseFormat.JSON)
                .build();
        WrittenRequest written = Written.of(said);
        assertThat(Written.body(written))
                .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Give me jSoN\"}],"
                        + "\"response_format\":{\"type\":\"json_object\"}}");
        assertThat(written.warnings()).isEmpty();
        assertThat(written.held()).contains(ResponseFormat.JSON);
    }

    @Test
    void plainJsonByThePromptWhereOnlySchemasAreTaken() {
        WrittenRequest written = Written.of(asked(ResponseFormat.JSON).build(), "response_format", "json_schema_only");
        assertThat(Written.body(written)).contains("Answer with JSON only").doesNotContain("response_format");
        assertThat(written.held()).contains(ResponseFormat.TEXT);
    }

    @Test
    void textIsNoForm() {
        assertThat(Written.rest(asked(ResponseFormat.TEXT).build())).isEmpty();
        assertThat(Written.of(asked(ResponseFormat.TEXT).build()).held()).isEmpty();
    }

    @Test
    void noStepDownIsTakenWhereNothingMayDiffer() {
        ChatRequest request = asked(STRICT).unsupported(Unsupported.ERROR).build();
        assertThat(Written.of(request).warnings()).isEmpty();
        for (String form : new String[] {"json_object", "none"}) {
            assertThatThrownBy(() -> Written.of(request, "response_format", form))
                    .isInstanceOf(UnsupportedFeatureException.class);
        }
    }

    @Test
    void theCallersOwnFieldsMergeIntoTheForm() {
        ChatRequest request = asked(STRICT)
                .extra("response_format", Map.of("json_schema", Map.of("description", "A bill")))
                .build();
        assertThat(Written.rest(request)).endsWith("\"strict\":true,\"description\":\"A bill\"}}");
    }

    private static ChatRequest.Builder asked(ResponseFormat format) {
        return ChatRequest.builder().user("Hi").responseFormat(format);
    }
}
