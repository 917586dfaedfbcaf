package org.chatmodels.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.ConfigurationException;
import org.chatmodels.FinishReason;
import org.chatmodels.Media;
import org.chatmodels.Message;
import org.chatmodels.ModelLocation;
import org.chatmodels.Part;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Role;
import org.chatmodels.ToolChoice;
import org.chatmodels.Usage;
import org.chatmodels.testkit.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
@ExtendWith(LeakCheck.class)
class GatewayTest {
    private static final FinishReason STOP = new FinishReason(FinishReason.Kind.STOP, "end_turn");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeModel model = FakeModel.answering(ChatResponse.builder()
            .id("answer-1")
            .model("fake-1-2026")
            .created(Instant.ofEpochSecond(1_700_000_000))
            .servedBy(ModelLocation.of("fake", "acme/fake-1"))
            .choices(List.of(new Choice(
                    new Message(Role.ASSISTANT, List.of(new Part.Reasoning("Hm."), new Part.Text("Good day"))), STOP)))
            .usage(Usage.builder()
                    .inputTokens(5)
                    .outputTokens(2)
                    .totalTokens(7)
                    .cachedInputTokens(3)
                    .build())
            .build());
    private Gateway gateway;
    private WebClient client;

    @BeforeEach
    void serve() {
        gateway = Gateway.serve(model, 0);
        client = new WebClient(gateway.baseUrl());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void listensOnLoopbackOnly() {
        assertThat(gateway.baseUrl()).hasScheme("http").hasHost("127.0.0.1").hasPath("/v1");
        assertThat(gateway.baseUrl().getPort()).isPositive();
    }

    @Test
    void portInUseIsAConfigurationErrorThatNamesIt() {
        int port = gateway.baseUrl().getPort();
        assertThatThrownBy(() -> Gateway.serve(model, port))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("127.0.0.1:" + port);
    }

    @Test
    void listsItsModelAndShowsItByItsName() throws Exception {
        JsonNode list = json(client.get("/models"));
        assertThat(list.get("object").asText()).isEqualTo("list");
        assertThat(list.get("data")).hasSize(1);
        assertThat(json(client.get("/models/acme/fake-1")))
                .isEqualTo(list.at("/data/0"))
                .isEqualTo(JSON.readTree(
                        "{\"id\":\"acme/fake-1\",\"object\":\"model\",\"created\":0,\"owned_by\":\"fake\"}"));
        assertThat(client.get("/models/other").statusCode()).isEqualTo(404);
    }

    @Test
    void wholeAnswerHasTextReasoningReasonAndUsage() throws Exception {
        JsonNode answer = json(client.hello(",\"model\":\"whatever\""));
        assertThat(answer.get("id").asText()).isEqualTo("answer-1");
        assertThat(answer.get("object").asText()).isEqualTo("chat.completion");
        assertThat(answer.get("created").asLong()).isEqualTo(1_700_000_000);
        assertThat(answer.get("model").asText()).isEqualTo("fake-1-2026");
        assertThat(answer.get("choices")).hasSize(1);
        assertThat(answer.at("/choices/0/index").isInt()).isTrue();
        assertThat(answer.at("/choices/0/message/role").asText()).isEqualTo("assistant");
        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("Good day");
        assertThat(answer.at("/choices/0/message/reasoning_content").asText()).isEqualTo("Hm.");
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.get("usage").toString())
                .isEqualTo("{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":3}}");
    }

    @Test
    void modelSeesTheWholeRequest() throws Exception {
        client.chat("{\"model\":\"x\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\","
                + "\"content\":[{\"type\":\"text\",\"text\":\"Hi\"},{\"type\":\"image_url\",\"image_url\":{\"url\":"
                + "\"https://example.com/a.png\",\"detail\":\"high\"}}]}],\"tools\":[{\"type\":\"function\",\"function\":"
                + "{\"name\":\"weather\",\"description\":\"Of a city\",\"parameters\":{\"type\":\"object\"}}}],"
                + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"weather\"}},"
                + "\"response_format\":{\"type\":\"json_object\"},\"max_completion_tokens\":5}");
        ChatRequest seen = model.last();
        assertThat(seen.messages())
                .containsExactly(
                        Message.system("Be brief."),
                        Message.user(
                                "Hi",
                                Media.at(URI.create("https://example.com/a.png"))
                                        .detail("high")));
        assertThat(seen.tools()).hasToString("[Tool[weather, declared, 17 chars]]");
        assertThat(seen.toolChoice()).contains(ToolChoice.tool("weather"));
        assertThat(seen.responseFormat()).contains(ResponseFormat.JSON);
        assertThat(seen.options()).isEqualTo(ChatOptions.builder().maxTokens(5).build());
    }

    @Test
    void streamBeginsWithTheRoleAndEndsWithReasonUsageAndDone() throws Exception {
        List<String> events = client.events("");
        assertThat(JSON.readTree(events.get(0)).at("/choices/0/delta/role").asText())
                .isEqualTo("assistant");
        assertThat(events.toString()).contains("\"reasoning_content\":\"Hm.\"").contains("\"content\":\"Good day\"");
        assertThat(events.get(events.size() - 1)).isEqualTo("[DONE]");
        JsonNode end = JSON.readTree(events.get(events.size() - 2));
        assertThat(end.get("object").asText()).isEqualTo("chat.completion.chunk");
        assertThat(end.get("model").asText()).isEqualTo("fake-1-2026");
        assertThat(end.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(end.at("/usage/total_tokens").asInt()).isEqualTo(7);
    }

    @Test
    void everyChunkHasTheOfficialShape() throws Exception {
        List<String> events = client.events("");
        for (String event : events.subList(0, events.size() - 1)) {
            JsonNode chunk = JSON.readTree(event);
            assertThat(chunk.get("id").asText()).isEqualTo("answer-1");
            assertThat(chunk.get("object").asText()).isEqualTo("chat.completion.chunk");
            assertThat(chunk.get("created").asLong()).isPositive();
            assertThat(chunk.get("model").asText()).isEqualTo("fake-1-2026");
            assertThat(chunk.get("choices")).hasSize(1);
            assertThat(chunk.at("/choices/0/index").isInt()).isTrue();
            assertThat(chunk.at("/choices/0/delta").isObject()).isTrue();
            boolean last = event.equals(events.get(events.size() - 2));
            assertThat(chunk.at("/choices/0/finish_reason").isNull()).isEqualTo(!last);
            assertThat(chunk.at("/choices/0/delta/role").asText(""))
                    .isEqualTo(event.equals(events.get(0)) ? "assistant" : "");
        }
    }

    @Test
    void answerWithoutAnIdGetsOne() throws Exception {
        try (Gateway nameless = Gateway.serve(FakeModel.answering(ChatResponse.of("hi")), 0)) {
            WebClient other = new WebClient(nameless.baseUrl());
            String id = json(other.hello("")).get("id").asText();
            assertThat(id)
                    .startsWith("chatcmpl-")
                    .isNotEqualTo(json(other.hello("")).get("id").asText());
            List<String> events = other.events("");
            String streamed = JSON.readTree(events.get(0)).get("id").asText();
            assertThat(streamed).startsWith("chatcmpl-");
            assertThat(JSON.readTree(events.get(1)).get("id").asText()).isEqualTo(streamed);
        }
    }

    @Test
    void usageHasItsOwnChunkWhenAskedFor() throws Exception {
        List<String> events = client.events(",\"stream_options\":{\"include_usage\":true}");
        JsonNode usage = JSON.readTree(events.get(events.size() - 2));
        assertThat(usage.get("choices")).isEmpty();
        assertThat(usage.at("/usage/prompt_tokens").asInt()).isEqualTo(5);
        JsonNode end = JSON.readTree(events.get(events.size() - 3));
        assertThat(end.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(end.get("usage").isNull()).isTrue();
    }

    @Test
    void repliesSayTheirType() throws Exception {
        assertThat(client.hello("").header("Content-Type")).contains("application/json");
        assertThat(client.hello(",\"stream\":true").header("Content-Type")).contains("text/event-stream");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /chat/completions, 405, POST",
        "HEAD, /chat/completions, 405, POST",
        "DELETE, /models, 405, GET",
        "POST, /models/acme/fake-1, 405, GET"
    })
    void wrongMethodSaysWhichIsRight(String method, String path, int status, String allowed) throws Exception {
        Reply reply = client.method(method, path);
        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(reply.header("Allow")).contains(allowed);
    }

    @Test
    void unknownPathIsNotFound() throws Exception {
        Reply reply = client.get("/embeddings");
        assertThat(reply.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(reply.body()).at("/error/message").asText()).contains("/v1/chat/completions");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "/", "/v1", "/v1/", "/v1/models/", "/V1/models", "/v1/chat/completions/", "//v1/models"})
    void otherPathsAreNotFoundWhateverTheyLookLike(String path) throws Exception {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n")).startsWith("HTTP/1.1 404");
    }

    @Test
    void unreadableBodyIsABadRequestInTheShapeOfErrors() throws Exception {
        for (String body : List.of("{", "[1]", "{\"messages\":" + "[".repeat(100_000))) {
            Reply reply = client.chat(body);
            assertThat(reply.statusCode()).isEqualTo(400);
            JsonNode error = JSON.readTree(reply.body()).get("error");
            assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
            assertThat(error.get("message").asText()).isNotEmpty();
            assertThat(error.has("param") && error.has("code")).isTrue();
        }
    }

    @Test
    void tooLargeABodyIsRefusedWithItsLimit() throws Exception {
        Reply reply = client.chat("x".repeat(GatewayHandler.BODY_LIMIT + 1));
        assertThat(reply.statusCode()).isEqualTo(413);
        assertThat(reply.body()).contains("16777216").doesNotContain("xxx");
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, 403",
        "127.0.0.1.evil.example, 403",
        "localhost.evil.example:80, 403",
        "'', 403",
        "127.0.0.2, 403",
        "[::1]:1, 200",
        "LOCALHOST:8080, 200",
        "127.0.0.1, 200"
    })
    void onlyHostsOfThisMachineAreServed(String host, int status) throws Exception {
        assertThat(raw("GET /v1/models HTTP/1.1\r\nHost: " + host + "\r\n")).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void hostMustStandExactlyOnce() throws Exception {
        assertThat(raw("GET /v1/models HTTP/1.0\r\n")).contains(" 403 ");
        assertThat(raw("GET /v1/models HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n"))
                .contains(" 403 ");
    }

    @ParameterizedTest
    @CsvSource({"https://evil.example, 403", "null, 403", "http://localhost:3000, 200"})
    void pagesOfOtherOriginsAreRefused(String origin, int status) throws Exception {
        assertThat(raw("GET /v1/models HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin + "\r\n"))
                .startsWith("HTTP/1.1 " + status);
    }

    @Test
    void closingTwiceIsOneClose() throws Exception {
        gateway.close();
        gateway.close();
        assertThatThrownBy(() -> client.get("/models")).isInstanceOf(java.io.IOException.class);
    }

    private String raw(String head) throws Exception {
        try (RawClient raw = new RawClient(gateway.baseUrl())) {
            return raw.send(head + "Connection: close\r\n\r\n").readAll();
        }
    }

    private static JsonNode json(Reply reply) throws Exception {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return JSON.readTree(reply.body());
    }
}
