package org.chatmodels.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ConfigurationException;
import org.chatmodels.Media;
import org.chatmodels.Message;
import org.chatmodels.Metadata;
import org.chatmodels.Part;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Role;
import org.chatmodels.testkit.ReceivedRequest;
import org.chatmodels.testkit.Script;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, byte for byte. */
class RequestsTest extends RouterTest {
    private static final String START = "{\"model\":\"acme/m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    @BeforeEach
    void answer() {
        server.always(Script.json(ANSWER));
    }

    static Stream<Arguments> golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(RequestsTest.class.getResourceAsStream("/requests.txt"))) {
            String[] lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
            List<Arguments> all = new ArrayList<>();
            for (int i = 2; i + 1 < lines.length; i += 3) {
                all.add(Arguments.of(lines[i], lines[i + 1]));
            }
            return all.stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("golden")
    void everyParameterIsOnTheWire(String parameters, String added) {
        open("openrouter:acme/m?" + parameters).ask("Hi");
        assertThat(last().bodyText()).isEqualTo(START + added + "}");
        assertThat(last().path()).isEqualTo("/api/v1/chat/completions");
        assertThat(last().header("authorization")).contains("Bearer " + KEY);
    }

    @Test
    void everyParameterIsInThatFile() throws IOException {
        List<String> parameters = golden().map(one -> one.get()[0].toString())
                .flatMap(line -> Arrays.stream(line.split("&")))
                .map(pair -> pair.substring(0, pair.indexOf('=')))
                .toList();
        assertThat(parameters)
                .containsAll(OptionTable.ALL.stream().map(Option::name).toList());
    }

    @Test
    void aliasesAndConfigurationTakeThemToo() {
        properties.put("chatmodels.service.openrouter.order", "a,b");
        properties.put("chatmodels.service.openrouter.zdr", "true");
        properties.put("chatmodels.service.openrouter.app_title", "Mine");
        properties.put("chatmodels.alias.cheap", "openrouter:acme/m?sort=price&max-price-prompt=1");
        open("cheap?maxPricePrompt=2&order=c").ask("Hi");
        assertThat(added())
                .isEqualTo(
                        ",\"provider\":{\"order\":[\"c\"],\"zdr\":true,\"sort\":\"price\",\"max_price\":{\"prompt\":2}}");
        assertThat(last().header("x-openrouter-title")).contains("Mine");
        assertThat(registry().validate()).isEmpty();
    }

    @Test
    void whatIsExtraMergesOverThem() {
        properties.put("chatmodels.service.openrouter.extra.provider", "{\"order\":[\"row\"],\"zdr\":true}");
        ChatModel model =
                open("openrouter:acme/m?order=a&sort=price&max_price_prompt=1&models=x&plugins=web&verbosity=low");
        model.chat(ChatRequest.builder()
                .user("Hi")
                .extra("provider", Map.of("sort", Map.of("by", "latency", "partition", "none")))
                .extra("plugins", List.of(Map.of("id", "fusion", "analysis_models", List.of("a/b"))))
                .extra("verbosity", null)
                .build());
        String body = last().bodyText();
        assertThat(body)
                .contains("\"order\":[\"row\"]", "\"zdr\":true", "\"max_price\":{\"prompt\":1}", "\"models\":[\"x\"]")
                .contains("\"partition\":\"none\"", "\"by\":\"latency\"", "\"id\":\"fusion\"")
                .doesNotContain("\"price\"", "\"web\"", "verbosity");
    }

    @Test
    void aNullInsideRemovesOneField() {
        Map<String, Object> patch = new java.util.HashMap<>();
        patch.put("order", null);
        open("openrouter:acme/m?order=a&sort=price")
                .chat(ChatRequest.builder().user("Hi").extra("provider", patch).build());
        assertThat(added()).isEqualTo(",\"provider\":{\"sort\":\"price\"}");
    }

    @Test
    void anEffortOfTheRequestTakesThePlaceOfABudget() {
        ChatModel model = open("openrouter:acme/m?reasoning_max_tokens=2000&reasoning_exclude=true");
        model.chat(ChatRequest.builder().user("Hi").reasoningEffort("low").build());
        assertThat(added()).isEqualTo(",\"reasoning\":{\"effort\":\"low\",\"exclude\":true}");
        model.chat(ChatRequest.builder()
                .user("Hi")
                .extra("reasoning", Map.of("effort", "high"))
                .build());
        assertThat(added()).isEqualTo(",\"reasoning\":{\"exclude\":true,\"effort\":\"high\"}");
        model.ask("Hi");
        assertThat(added()).isEqualTo(",\"reasoning\":{\"max_tokens\":2000,\"exclude\":true}");
        open("openrouter:acme/m?reasoning_max_tokens=2000")
                .chat(ChatRequest.builder().user("Hi").reasoningEffort("low").build());
        assertThat(added()).isEqualTo(",\"reasoning\":{\"effort\":\"low\"}");
    }

    @Test
    void aStreamHasTheSame() {
        server.always(Script.sse(
                "{\"id\":\"g\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},"
                        + "\"finish_reason\":\"stop\"}]}",
                "[DONE]"));
        streamed(open("openrouter:acme/m?sort=price&app_title=T"), ChatRequest.of("Hi"));
        assertThat(added()).isEqualTo(",\"stream\":true,\"provider\":{\"sort\":\"price\"}");
        assertThat(last().header("x-openrouter-title")).contains("T");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "meta-llama/llama-3-70b:free",
                "openai/gpt-5.4-mini:nitro",
                "acme/m:floor",
                "anthropic/claude-sonnet-5:thinking",
                "acme/m:online",
                "acme/m:extended",
                "openrouter/auto",
                "openrouter/@preset/mine"
            })
    void namesOfModelsAreKeptExactly(String name) {
        open("openrouter:" + name).ask("Hi");
        assertThat(last().bodyText()).startsWith("{\"model\":\"" + name + "\",");
        assertThat(last().bodyText()).doesNotContain("usage", "transforms", "debug");
    }

    @Test
    void applicationsAreNamedInHeaders() {
        open("openrouter:acme/m?app_url=https://example.org/app&app_title=My%20App&app_categories=cli-agent,%20cloud-agent")
                .ask("Hi");
        assertThat(last().header("http-referer")).contains("https://example.org/app");
        assertThat(last().header("x-openrouter-title")).contains("My App");
        assertThat(last().header("x-openrouter-categories")).contains("cli-agent,cloud-agent");
    }

    @Test
    void plainHeadersKeepWorkingAndGoBeforeTheTypedOnes() {
        properties.put("chatmodels.service.openrouter.header.HTTP-Referer", "https://row.example");
        properties.put("chatmodels.service.openrouter.header.X-Team", "search");
        ChatModel model = open("openrouter:acme/m?app_url=https://typed.example&app_title=Typed");
        model.chat(ChatRequest.builder()
                .user("Hi")
                .header("x-openrouter-title", "Of the request")
                .build());
        ReceivedRequest request = last();
        assertThat(request.header("http-referer")).contains("https://row.example");
        assertThat(request.header("x-openrouter-title")).contains("Of the request");
        assertThat(request.header("x-team")).contains("search");
        assertThat(request.headers().stream().filter(header -> header.getKey().equalsIgnoreCase("x-openrouter-title")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theEchoOfTheWholePromptIsRefused(boolean on) {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .extra("debug", Map.of("echo_upstream_body", on))
                .build();
        ChatModel model = open("openrouter:acme/m");
        assertThatThrownBy(() -> model.chat(request))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "extra.debug.echo_upstream_body can't be set, as the answer would hold the prompt: leave it out")
                .satisfies(e -> assertThat(((ConfigurationException) e).code()).contains("parameter_not_allowed"));
        assertThatThrownBy(() -> model.stream(request)).isInstanceOf(ConfigurationException.class);
        assertThat(server.connections()).isEmpty();
    }

    @Test
    void theParametersGoAlongInTheResponsesApi() {
        server.always(
                Script.json("{\"id\":\"r1\",\"model\":\"m\",\"status\":\"completed\",\"output\":[{\"type\":\"message\","
                        + "\"content\":[{\"type\":\"output_text\",\"text\":\"Hello\"}]}]}"));
        Metadata mark = Metadata.of("cache_control", "{\"type\":\"ephemeral\"}");
        ChatRequest request = ChatRequest.builder()
                .message(new Message(Role.USER, List.of(new Part.Text("Hi", mark))))
                .build();
        assertThat(open("openrouter:acme/m?api=responses&order=a&reasoning_effort=low&reasoning_exclude=true")
                        .chat(request)
                        .text())
                .isEqualTo("Hello");
        assertThat(last().path()).isEqualTo("/api/v1/responses");
        assertThat(last().bodyText())
                .contains("\"provider\":{\"order\":[\"a\"]}", "\"reasoning\":{\"effort\":\"low\"", "\"exclude\":true")
                .doesNotContain("cache_control");
    }

    @Test
    void textsAreMarkedForTheCache() {
        Metadata mark = Metadata.of("cache_control", "{\"type\":\"ephemeral\",\"ttl\":\"1h\"}");
        ChatRequest request = ChatRequest.builder()
                .message(new Message(
                        Role.SYSTEM, List.of(new Part.Text("You know this book:"), new Part.Text("Once …", mark))))
                .message(new Message(
                        Role.USER,
                        List.of(
                                new Part.Text("And this picture:", mark),
                                new Part.Attachment(Media.of("image/png", new byte[] {1})))))
                .message(new Message(Role.ASSISTANT, List.of(new Part.Text("Yes.", mark))))
                .user("Who wrote it?")
                .responseFormat(ResponseFormat.JSON)
                .build();
        open("openrouter:anthropic/claude-sonnet-5").chat(request);
        String cached = ",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}";
        assertThat(last().bodyText())
                .startsWith(
                        "{\"model\":\"anthropic/claude-sonnet-5\",\"messages\":[{\"role\":\"system\",\"content\":[{\"type\":"
                                + "\"text\",\"text\":\"You know this book:Once …\\n\\nAnswer with JSON only")
                .contains(
                        cached + "]},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"And this picture:\""
                                + cached + ",{\"type\":\"image_url\"")
                .contains("{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Yes.\"" + cached + "]}")
                .contains("{\"role\":\"user\",\"content\":\"Who wrote it?\"}");
    }
}
