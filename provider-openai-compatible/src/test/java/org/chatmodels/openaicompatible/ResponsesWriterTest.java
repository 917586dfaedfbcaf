package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.chatmodels.ChatOptions.Unsupported;
import org.chatmodels.ChatRequest;
import org.chatmodels.ConfigurationException;
import org.chatmodels.Media;
import org.chatmodels.Message;
import org.chatmodels.Metadata;
import org.chatmodels.ModelLocation;
import org.chatmodels.Part;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Role;
import org.chatmodels.Tool;
import org.chatmodels.ToolChoice;
import org.chatmodels.UnsupportedFeatureException;
import org.junit.jupiter.api.Test;

/** Requests of the Responses API, byte for byte. */
class ResponsesWriterTest {
    private static final String START = "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private static final String THOUGHT =
            "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":\"gAAA\"}";

    @Test
    void nothingIsKeptUnlessItIsAskedFor() {
        assertThat(body(ChatRequest.of("Hi"))).isEqualTo(START + ",\"store\":false}");
        assertThat(rest(hi().store(true))).isEqualTo(",\"store\":true");
        assertThat(rest(hi(), "drop_params", "store")).isEmpty();
    }

    @Test
    void everyOptionHasItsField() {
        assertThat(rest(hi().temperature(0.5)
                        .topP(0.9)
                        .maxTokens(7)
                        .userId("u1")
                        .reasoningEffort("low")
                        .previousResponse("resp_1")
                        .logprobs(true)
                        .topLogprobs(2)
                        .parallelToolCalls(false)
                        .tool(Tool.declare("now", "", "{}"))))
                .isEqualTo(",\"previous_response_id\":\"resp_1\",\"temperature\":0.5,\"top_p\":0.9,"
                        + "\"max_output_tokens\":7,\"safety_identifier\":\"u1\",\"reasoning\":{\"effort\":\"low\"},"
                        + "\"tools\":[{\"type\":\"function\",\"name\":\"now\",\"parameters\":{},\"strict\":false}],"
                        + "\"parallel_tool_calls\":false,\"top_logprobs\":2,\"store\":false,"
                        + "\"include\":[\"message.output_text.logprobs\"]");
    }

    @Test
    void thoughtsAreAskedForEncryptedWhereTheyComeSoAndAreNotKept() {
        String asked = ",\"store\":false,\"include\":[\"reasoning.encrypted_content\"]";
        assertThat(rest(hi(), "encrypted_reasoning", "true")).isEqualTo(asked);
        assertThat(rest(hi().store(true), "encrypted_reasoning", "true")).isEqualTo(",\"store\":true");
    }

    @Test
    void theFirstSystemMessageIsTheInstructionsAndLaterOnesAreItems() {
        ChatRequest request = ChatRequest.builder()
                .system("Be brief.")
                .user("Hi")
                .system("Now be long.")
                .build();
        assertThat(body(request, "system_role", "developer"))
                .isEqualTo(
                        "{\"model\":\"m\",\"instructions\":\"Be brief.\",\"input\":[{\"role\":\"user\",\"content\":\"Hi\"},"
                                + "{\"role\":\"developer\",\"content\":\"Now be long.\"}],\"store\":false}");
        assertThat(body(request, "merge_system", "true"))
                .startsWith(
                        "{\"model\":\"m\",\"instructions\":\"Be brief.\\n\\nNow be long.\",\"input\":[{\"role\":\"user\"");
    }

    @Test
    void aFormThatIsNotTakenIsAskedForInTheInstructions() {
        ChatRequest request = hi().responseFormat(ResponseFormat.schema("city", "{\"type\":\"object\"}"))
                .unsupported(Unsupported.WARN)
                .build();
        assertThat(body(request, "response_format", "none"))
                .contains("\"instructions\":\"Answer with JSON only")
                .doesNotContain("\"text\"");
        assertThat(body(request, "response_format", "json_object"))
                .contains("\"text\":{\"format\":{\"type\":\"json_object\"}}");
    }

    @Test
    void whatCameAsItemsGoesBackAsTheSameItemsInTheirOrder() {
        Part search = new Part.Opaque("any", "{\"type\":\"web_search_call\",\"id\":\"ws_1\"}");
        Part picture = new Part.Attachment(Media.of("image/png", new byte[] {1, 2, 3}), of("{\"id\":\"ig_1\"}"));
        assertThat(items(
                        new Part.Reasoning("Hm.", of(THOUGHT)),
                        search,
                        new Part.Text("I look.", of("{\"id\":\"msg_1\",\"phase\":\"commentary\"}")),
                        new Part.Text("Fine", of("{\"id\":\"msg_2\"}")),
                        new Part.Refusal("No.", of("{\"id\":\"msg_2\"}")),
                        new Part.ToolCall("call_1", "now", "{}", of("{\"id\":\"fc_1\"}")),
                        picture))
                .isEqualTo(
                        THOUGHT + ",{\"type\":\"web_search_call\",\"id\":\"ws_1\"},"
                                + "{\"type\":\"message\",\"id\":\"msg_1\",\"phase\":\"commentary\",\"status\":\"completed\","
                                + "\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"I look.\",\"annotations\":[]}]},"
                                + "{\"type\":\"message\",\"id\":\"msg_2\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":["
                                + "{\"type\":\"output_text\",\"text\":\"Fine\",\"annotations\":[]},"
                                + "{\"type\":\"refusal\",\"refusal\":\"No.\"}]},"
                                + "{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"call_1\",\"name\":\"now\",\"arguments\":\"{}\"},"
                                + "{\"type\":\"image_generation_call\",\"id\":\"ig_1\",\"status\":\"completed\",\"result\":\"AQID\"}");
    }

    @Test
    void whatCameFromElsewhereIsPlain() {
        Metadata foreign = Metadata.of(MetadataNames.item("other"), "{\"id\":\"msg_1\"}");
        assertThat(items(
                        new Part.Reasoning("Hm.", Metadata.of(MetadataNames.item("other"), THOUGHT)),
                        new Part.Reasoning("Hm."),
                        new Part.Text("a", foreign),
                        new Part.Text("b"),
                        new Part.ToolCall("c1", "now", "{}", foreign)))
                .isEqualTo("{\"role\":\"assistant\",\"content\":\"ab\"},"
                        + "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"now\",\"arguments\":\"{}\"}");
    }

    @Test
    void aThoughtThatTheServiceCannotReadAgainIsLeftOut() {
        String bare = "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[]}";
        Message message = new Message(Role.ASSISTANT, List.of(new Part.Reasoning("Hm.", of(bare)), new Part.Text("a")));
        assertThat(body(ChatRequest.builder().message(message).build())).doesNotContain("rs_1");
        assertThat(body(ChatRequest.builder().message(message).store(true).build()))
                .contains(bare);
    }

    @Test
    void piecesOfAnotherFormatOrServiceAreNoItems() {
        Message message = new Message(
                Role.ASSISTANT,
                List.of(
                        new Part.Opaque("any", "{\"type\":\"function\",\"id\":\"c1\"}"),
                        new Part.Opaque("other", "{\"type\":\"x\"}")));
        WrittenRequest written = written(ChatRequest.builder().message(message).build());
        assertThat(new String(written.body(), StandardCharsets.UTF_8)).contains("\"input\":[]");
        assertThat(written.warnings()).containsExactly("What the assistant attached to its text was not sent back");
    }

    @Test
    void filesGoAsBytesByIdOrAtTheirAddress() {
        ChatRequest request = ChatRequest.builder()
                .user(
                        "Hi",
                        Media.at(URI.create("https://e.org/a.pdf")),
                        Media.of("application/pdf", new byte[] {1, 2, 3}),
                        Media.uploaded("file-1"),
                        Media.uploaded("file-2").detail("high"))
                .build();
        assertThat(body(request))
                .contains("{\"type\":\"input_file\",\"file_url\":\"https://e.org/a.pdf\"},"
                        + "{\"type\":\"input_file\",\"filename\":\"file\",\"file_data\":\"data:application/pdf;base64,AQID\"},"
                        + "{\"type\":\"input_file\",\"file_id\":\"file-1\"},"
                        + "{\"type\":\"input_image\",\"file_id\":\"file-2\",\"detail\":\"high\"}");
        ChatRequest film = ChatRequest.builder()
                .user("Hi", Media.of("video/mp4", new byte[1]))
                .build();
        assertThatThrownBy(() -> body(film, "video_part", "video_url")).isInstanceOf(UnsupportedFeatureException.class);
    }

    @Test
    void toolsAreFlatAndTheForcedOneIsNamedFlat() {
        ChatRequest.Builder request = hi().tool(
                        Tool.declare("now", "The time", "{}").strict(true))
                .tool(Tool.hosted("any", "{\"type\":\"web_search\"}"))
                .toolChoice(ToolChoice.tool("now"));
        assertThat(rest(request))
                .isEqualTo(",\"tools\":[{\"type\":\"function\",\"name\":\"now\",\"description\":\"The time\","
                        + "\"parameters\":{},\"strict\":true},{\"type\":\"web_search\"}],"
                        + "\"tool_choice\":{\"type\":\"function\",\"name\":\"now\"},\"store\":false");
    }

    @Test
    void extraFieldsAreMergedIntoThoseOfTheOptions() {
        assertThat(rest(hi().reasoningEffort("low")
                        .extra("reasoning", Map.of("summary", "auto"))
                        .extra("metadata", Map.of("team", "a"))
                        .extra("store", true)))
                .isEqualTo(",\"reasoning\":{\"effort\":\"low\",\"summary\":\"auto\"},\"metadata\":{\"team\":\"a\"},"
                        + "\"store\":true");
    }

    @Test
    void whatWouldChangeHowTheAnswerComesIsRefused() {
        for (String field : List.of("stream", "background")) {
            assertThatThrownBy(() -> body(hi().extra(field, true).build()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("extra." + field)
                    .hasMessageContaining("leave it out");
        }
    }

    private static Metadata of(String json) {
        return Metadata.of(MetadataNames.item("any"), json);
    }

    private static ChatRequest.Builder hi() {
        return ChatRequest.builder().user("Hi");
    }

    private static WrittenRequest written(ChatRequest request, String... dialect) {
        return new ResponsesWriter(ModelLocation.of("any", "m"), Dialects.of(dialect)).write(request, false);
    }

    private static String body(ChatRequest request, String... dialect) {
        return new String(written(request, dialect).body(), StandardCharsets.UTF_8);
    }

    private static String rest(ChatRequest.Builder request, String... dialect) {
        String body = body(request.build(), dialect);
        assertThat(body).startsWith(START);
        return body.substring(START.length(), body.length() - 1);
    }

    private static String items(Part... parts) {
        Message message = new Message(Role.ASSISTANT, List.of(parts));
        String body = body(ChatRequest.builder().message(message).build());
        String start = "{\"model\":\"m\",\"input\":[";
        return body.substring(start.length(), body.indexOf("],\"store\":false}"));
    }
}
