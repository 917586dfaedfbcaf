package org.chatmodels.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.chatmodels.ChatOptions.Unsupported;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ConfigurationException;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.Media;
import org.chatmodels.Message;
import org.chatmodels.Metadata;
import org.chatmodels.Part;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Role;
import org.chatmodels.Tool;
import org.chatmodels.ToolChoice;
import org.chatmodels.UnsupportedFeatureException;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.testkit.Script;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes to a server, byte for byte, and what is told of what does not. */
class RequestsTest extends OllamaTest {
    private static final String HEAD = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private static final Tool WEATHER =
            Tool.declare("weather", "Weather of a city", "{\"type\":\"object\",\"properties\":{}}");
    private static final Tool TIME = Tool.declare("time", "", "{\"type\":\"object\"}");
    private static final String WEATHER_JSON =
            "{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"description\":"
                    + "\"Weather of a city\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}}";
    private static final String TIME_JSON =
            "{\"type\":\"function\",\"function\":{\"name\":\"time\",\"parameters\":{\"type\":\"object\"}}}";

    @BeforeEach
    void answer() {
        server.always(Script.json(new OllamaWire().answer("yes", 1, 2)));
    }

    private ChatResponse chat(String parameters, UnaryOperator<ChatRequest.Builder> asked) {
        return open(parameters)
                .chat(asked.apply(ChatRequest.builder().user("hi")).build());
    }

    private void assertSent(String rest) {
        assertThat(sent()).isEqualTo(HEAD + rest);
    }

    @Test
    void nothingIsSentThatWasNotSet() {
        chat("", request -> request);
        assertSent(",\"stream\":false}");
        assertThat(server.requests().get(0).toString()).contains("/api/chat");
    }

    @Test
    void optionsOfEveryProviderHaveOllamasNames() {
        chat(
                "",
                request -> request.temperature(0.2)
                        .topP(0.9)
                        .topK(40)
                        .maxTokens(100)
                        .seed(7)
                        .stop("a", "b")
                        .presencePenalty(0.5)
                        .frequencyPenalty(-0.5));
        assertSent(",\"options\":{\"temperature\":0.2,\"top_p\":0.9,\"top_k\":40,\"num_predict\":100,\"seed\":7,"
                + "\"presence_penalty\":0.5,\"frequency_penalty\":-0.5,\"stop\":[\"a\",\"b\"]},\"stream\":false}");
    }

    @Test
    void itsOwnOptionsAreParametersOfTheLocation() {
        chat(
                "num_ctx=8192&num_predict=-1&num_keep=4&num_batch=512&num_gpu=99&main_gpu=0&num_thread=8"
                        + "&draft_num_predict=3&use_mmap=false&min_p=0.05&typical_p=0.7&repeat_last_n=64"
                        + "&repeat_penalty=1.1&keep_alive=1h30m&truncate=false&shift=true&think=high&insecure=true",
                request -> request);
        assertSent(",\"think\":\"high\",\"options\":{\"num_ctx\":8192,\"num_predict\":-1,\"num_keep\":4,"
                + "\"num_batch\":512,\"num_gpu\":99,\"main_gpu\":0,\"num_thread\":8,\"draft_num_predict\":3,"
                + "\"use_mmap\":false,\"min_p\":0.05,\"typical_p\":0.7,\"repeat_last_n\":64,\"repeat_penalty\":1.1},"
                + "\"keep_alive\":\"1h30m\",\"truncate\":false,\"shift\":true,\"stream\":false}");
    }

    @Test
    void theyStandInConfigurationTooAndTheLocationIsStronger() {
        properties.put("chatmodels.service.ollama.num_ctx", "4096");
        properties.put("chatmodels.service.ollama.keep_alive", "10m");
        properties.put("chatmodels.alias.long", "ollama:m?num_ctx=32768&retries=0");
        registry().open("long").ask("hi");
        assertSent(",\"options\":{\"num_ctx\":32768},\"keep_alive\":\"10m\",\"stream\":false}");
        chat("", request -> request);
        assertSent(",\"options\":{\"num_ctx\":4096},\"keep_alive\":\"10m\",\"stream\":false}");
    }

    @Test
    void maxTokensIsStrongerThanItsOtherName() {
        chat("num_predict=10", request -> request.maxTokens(20));
        assertSent(",\"options\":{\"num_predict\":20},\"stream\":false}");
    }

    @ParameterizedTest
    @CsvSource({"5m,'\"5m\"'", "0,0", "-1,-1", "300,300", "0s,'\"0s\"'", "1.5h,'\"1.5h\"'", "-1s,'\"-1s\"'"})
    void timesToStayLoadedAreTextsOrSeconds(String written, String sent) {
        chat("keep_alive=" + written, request -> request);
        assertSent(",\"keep_alive\":" + sent + ",\"stream\":false}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "5 minutes", "m5", "5x", "1,5h"})
    void anotherTimeIsRefused(String written) {
        properties.put("chatmodels.service.ollama.keep_alive", written);
        assertThatThrownBy(() -> open(""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'keep_alive' is no time: write, for example, 5m, 1h30m, 0")
                .satisfies(e -> assertThat(((ConfigurationException) e).code()).contains("bad_value"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"num_ctx=many", "min_p=x", "use_mmap=perhaps", "think=deeply", "num_ctxx=1"})
    void badValuesAreRefusedWhenItIsOpened(String parameter) {
        assertThatThrownBy(() -> open(parameter))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(parameter.substring(0, parameter.indexOf('=')));
    }

    @Test
    void everyParameterIsListedWithADescription() {
        List<OptionInfo> all = registry().options("ollama");
        assertThat(all).extracting(OptionInfo::name).contains("num_ctx", "keep_alive", "think", "repeat_penalty");
        assertThat(all).allSatisfy(option -> assertThat(option.description()).isNotBlank());
    }

    @ParameterizedTest
    @CsvSource({
        "none,false,false",
        "low,'\"low\"',false",
        "medium,'\"medium\"',false",
        "high,'\"high\"',false",
        "max,'\"max\"',false",
        "true,true,false",
        "minimal,'\"low\"',true",
        "xhigh,'\"max\"',true",
        "new,'\"new\"',false"
    })
    void effortIsThink(String effort, String sent, boolean told) {
        ChatResponse answer = chat("think=medium", request -> request.reasoningEffort(effort));
        assertSent(",\"think\":" + sent + ",\"stream\":false}");
        assertThat(answer.warnings()).hasSize(told ? 1 : 0);
    }

    @Test
    void extraFieldsReplaceExtendAndRemove() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("mirostat", 1);
        options.put("temperature", null);
        chat(
                "num_ctx=10",
                request -> request.temperature(0.5).extra("options", options).extra("new_field", List.of(1, 2)));
        assertSent(",\"options\":{\"num_ctx\":10,\"mirostat\":1},\"stream\":false,\"new_field\":[1,2]}");
        assertThatThrownBy(() -> chat("", request -> request.extra("stream", true)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("extra.stream can't be set, chat() and stream() decide it: leave it out");
    }

    @Test
    void toolsAreFunctions() {
        chat("", request -> request.tool(WEATHER).tool(TIME));
        assertSent(",\"tools\":[" + WEATHER_JSON + "," + TIME_JSON + "],\"stream\":false}");
        chat("", request -> request.tool(WEATHER).toolChoice(ToolChoice.NONE));
        assertSent(",\"stream\":false}");
    }

    @Test
    void oneToolIsForcedByBeingTheOnlyOneAndItIsSaidThatNothingHoldsTheModelToIt() {
        ChatResponse answer =
                chat("", request -> request.tool(WEATHER).tool(TIME).toolChoice(ToolChoice.tool("time")));
        assertSent(",\"tools\":[" + TIME_JSON + "],\"stream\":false}");
        assertThat(answer.warnings()).anyMatch(text -> text.contains("does not take that a tool must be called"));
        assertThat(chat("", request -> request.tool(TIME).toolChoice(ToolChoice.REQUIRED))
                        .warnings())
                .anyMatch(text -> text.contains("does not take that a tool must be called"));
        assertThatThrownBy(() -> chat("", request -> request.tool(TIME).toolChoice(ToolChoice.tool("other"))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("not among those of the request");
        assertThatThrownBy(() ->
                        chat("unsupported=error", request -> request.tool(TIME).toolChoice(ToolChoice.REQUIRED)))
                .isInstanceOf(UnsupportedFeatureException.class);
    }

    @Test
    void toolsOfOthersAndStrictnessAreToldOf() {
        ChatResponse answer =
                chat("", request -> request.tool(TIME.strict(true)).tool(Tool.hosted("openai", "{\"type\":\"x\"}")));
        assertSent(",\"tools\":[" + TIME_JSON + "],\"stream\":false}");
        assertThat(answer.warnings())
                .containsExactly(
                        "The tool that 'openai' runs is unknown to 'ollama' and was not sent",
                        "'strict' is not taken at tools by 'ollama' and was not sent");
    }

    @Test
    void aSchemaIsTheFormatAndJsonIsAWord() {
        chat("", request -> request.responseFormat(ResponseFormat.schema("s", "{\"type\": \"object\"}")));
        assertSent(",\"format\":{\"type\":\"object\"},\"stream\":false}");
        chat("", request -> request.responseFormat(ResponseFormat.JSON));
        assertSent(",\"format\":\"json\",\"stream\":false}");
    }

    @Test
    void probabilitiesAreAskedForBesideTheOptions() {
        chat("", request -> request.topLogprobs(3));
        assertSent(",\"logprobs\":true,\"top_logprobs\":3,\"stream\":false}");
    }

    @Test
    void imagesAreBareBase64BesideTheText(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("a.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        Media bytes = Media.of("image/jpeg", "abc".getBytes(StandardCharsets.US_ASCII));
        open("").chat(ChatRequest.builder()
                .user("look", Media.file(file), bytes)
                .build());
        assertThat(sent())
                .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"look\",\"images\":"
                        + "[\"iVBORw0KGgo=\",\"YWJj\"]}],\"stream\":false}");
        ChatRequest request =
                ChatRequest.builder().user("look", Media.file(file)).build();
        Files.delete(file);
        assertThatThrownBy(() -> open("").chat(request)).hasMessageContaining("could not be read");
    }

    @Test
    void whatIsNoImageIsRefusedOrLeftOut() {
        List<Media> others = List.of(
                Media.at(URI.create("https://images.test/a.png")),
                Media.of("audio/wav", new byte[1]),
                Media.of("application/pdf", new byte[1]),
                Media.uploaded("file-1"));
        for (Media media : others) {
            ChatRequest request = ChatRequest.builder().user("hi", media).build();
            assertThatThrownBy(() -> open("").chat(request)).isInstanceOf(UnsupportedFeatureException.class);
            ChatResponse answer = open("").chat(
                            request.toBuilder().unsupported(Unsupported.DROP).build());
            assertSent(",\"stream\":false}");
            assertThat(answer.warnings()).singleElement().asString().contains("left out");
        }
    }

    @Test
    void aConversationWithCallsGoesBackWithThoughtsNamesAndObjects() {
        Message called = new Message(
                Role.ASSISTANT,
                List.of(
                        new Part.Reasoning("Look it up."),
                        new Part.Text("One moment."),
                        new Part.ToolCall("c1", "weather", "{\"city\": \"Rome\"}"),
                        new Part.ToolCall("c2", "time", "")),
                Metadata.NONE);
        Message results = new Message(
                Role.TOOL,
                List.of(
                        new Part.ToolResult("c1", "", "sunny", false),
                        new Part.ToolResult("c2", "clock", "noon", false)),
                Metadata.NONE);
        Message finished = new Message(
                Role.ASSISTANT, List.of(new Part.Reasoning("Done."), new Part.Text("Sunny.")), Metadata.NONE);
        open("").chat(ChatRequest.builder()
                .system("Be brief.")
                .user("hi")
                .message(called)
                .message(results)
                .message(finished)
                .user("thanks")
                .build());
        assertThat(sent())
                .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                        + "{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":\"One moment.\","
                        + "\"thinking\":\"Look it up.\",\"tool_calls\":[{\"id\":\"c1\",\"function\":{\"index\":0,"
                        + "\"name\":\"weather\",\"arguments\":{\"city\":\"Rome\"}}},{\"id\":\"c2\",\"function\":"
                        + "{\"index\":1,\"name\":\"time\",\"arguments\":{}}}]},"
                        + "{\"role\":\"tool\",\"content\":\"sunny\",\"tool_name\":\"weather\",\"tool_call_id\":\"c1\"},"
                        + "{\"role\":\"tool\",\"content\":\"noon\",\"tool_name\":\"clock\",\"tool_call_id\":\"c2\"},"
                        + "{\"role\":\"assistant\",\"content\":\"Sunny.\"},{\"role\":\"user\",\"content\":\"thanks\"}],"
                        + "\"stream\":false}");
    }

    @Test
    void badMessagesAreRefused() {
        Part call = new Part.ToolCall("c1", "weather", "no json");
        List<Message> bad = List.of(
                new Message(Role.ASSISTANT, List.of(call), Metadata.NONE),
                new Message(Role.USER, List.of(call), Metadata.NONE),
                new Message(Role.TOOL, List.of(new Part.Text("sunny")), Metadata.NONE));
        for (Message message : bad) {
            assertThatThrownBy(() ->
                            open("").chat(ChatRequest.builder().message(message).build()))
                    .isInstanceOf(InvalidRequestException.class)
                    .satisfies(e ->
                            assertThat(((InvalidRequestException) e).code()).contains("bad_message"));
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void schemasThatAreNoJsonAreRefused() {
        assertThatThrownBy(() -> chat("", request -> request.tool(Tool.declare("weather", "", "{nope}"))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("The schema of the tool 'weather' is no JSON object: write one");
        assertThatThrownBy(() -> chat("", request -> request.responseFormat(ResponseFormat.schema("s", "{nope}"))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("The schema of the answer is no JSON object");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void partsOfOtherBackendsAreToldOf() {
        Message message =
                new Message(Role.USER, List.of(new Part.Text("hi"), new Part.Opaque("openai", "{}")), Metadata.NONE);
        ChatResponse answer =
                open("").chat(ChatRequest.builder().message(message).build());
        assertSent(",\"stream\":false}");
        assertThat(answer.warnings()).containsExactly("A part of a message that is not for 'ollama' was not sent");
    }

    @Test
    void whatTheProtocolHasNoWordsForIsLeftOutOrRefused() {
        ChatResponse answer = chat(
                "",
                request ->
                        request.userId("u").store(true).parallelToolCalls(false).logitBias(Map.of("1", 2)));
        assertSent(",\"stream\":false}");
        assertThat(answer.warnings())
                .containsExactly(
                        "'logit_bias' is not taken by 'ollama': left out",
                        "'user' is not taken by 'ollama': left out",
                        "'store' is not taken by 'ollama': left out",
                        "'parallel_tool_calls' is not taken by 'ollama': left out");
        assertThat(chat(
                                "",
                                request -> request.store(false)
                                        .parallelToolCalls(true)
                                        .n(1))
                        .warnings())
                .isEmpty();
        assertThatThrownBy(() -> chat("", request -> request.n(2))).isInstanceOf(UnsupportedFeatureException.class);
        assertThatThrownBy(() -> chat("", request -> request.previousResponse("r")))
                .isInstanceOf(UnsupportedFeatureException.class);
        assertThat(chat("unsupported=drop", request -> request.n(2)).warnings()).hasSize(1);
    }

    /** What the configuration says of a model counts before it is asked. */
    @Test
    void whatAModelIsKnownNotToDoIsNotAsked() {
        properties.put("chatmodels.capability.none", "ollama:m; tools=no; reasoning=no");
        assertThatThrownBy(() -> chat("", request -> request.tool(TIME)))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("The model 'm' has no tools");
        assertThat(chat("", request -> request.reasoningEffort("high")).warnings())
                .containsExactly("The model 'm' has no reasoning: left out");
        assertSent(",\"stream\":false}");
    }
}
