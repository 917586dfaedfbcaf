package org.chatmodels.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.chatmodels.Capabilities;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.Choice;
import org.chatmodels.FinishReason;
import org.chatmodels.Media;
import org.chatmodels.Message;
import org.chatmodels.ModelLocation;
import org.chatmodels.Part;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Role;
import org.chatmodels.Tool;
import org.chatmodels.ToolChoice;
import org.chatmodels.UnsupportedFeatureException;
import org.chatmodels.provider.JsonBinding;
import org.chatmodels.spi.JacksonBinding;
import org.junit.jupiter.api.Test;

class SpeakerTest {
    private static final MarkovChain CHAIN = MarkovChain.train();
    private static final String CITY = "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},"
            + "\"days\":{\"type\":\"integer\"}}}";
    private static final Tool WEATHER = Tool.declare("get_weather", "Of a city", CITY);
    private static final Tool TIME = Tool.declare("localTime", "Of a city", "{}");

    private final ChatModel model = model(JacksonBinding::new);

    @Test
    void toolThatThePromptNamesIsCalledWithTheQuotedWords() {
        for (String prompt : List.of(
                "What is the weather in \"Rome\"?", "WEATHER of 'Rome'!", "Call get_weather for \u201cRome\u201d.")) {
            ChatResponse answer = chat(prompt, request -> request.tool(WEATHER).tool(TIME));
            assertThat(answer.toolCalls())
                    .singleElement()
                    .satisfies(call -> assertThat(call.name()).isEqualTo("get_weather"))
                    .satisfies(call -> assertThat(call.arguments()).isEqualTo("{\"city\":\"Rome\",\"days\":1}"))
                    .satisfies(call -> assertThat(call.id()).matches("[a-z0-9]{9}"));
            assertThat(answer.finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.TOOL_CALLS, "tool_calls"));
            assertThat(answer.text()).isEmpty();
        }
        assertThat(called("What time is it? I'm late, it's \"late\"", WEATHER, TIME))
                .containsExactly("localTime");
    }

    @Test
    void severalToolsAreCalledAtOnceUnlessThatIsOff() {
        String prompt = "Weather and time";
        ChatResponse both = chat(prompt, request -> request.tool(WEATHER).tool(TIME));
        assertThat(both.toolCalls()).extracting(Part.ToolCall::name).containsExactly("get_weather", "localTime");
        assertThat(both.toolCalls()).extracting(Part.ToolCall::id).doesNotHaveDuplicates();
        assertThat(both.toolCalls().get(1).arguments()).isEqualTo("{}");
        assertThat(chat(prompt, request -> request.tool(WEATHER).tool(TIME).parallelToolCalls(false))
                        .toolCalls())
                .extracting(Part.ToolCall::name)
                .containsExactly("get_weather");
    }

    @Test
    void choiceDecidesWhetherAToolIsCalled() {
        assertThat(called("Tell me about JDBC", WEATHER)).isEmpty();
        assertThat(called("Use the tool", WEATHER, TIME)).containsExactly("get_weather");
        assertThat(chosen("Weather", ToolChoice.NONE)).isEmpty();
        assertThat(chosen("Hello", ToolChoice.REQUIRED)).containsExactly("get_weather");
        assertThat(chosen("Time?", ToolChoice.REQUIRED)).containsExactly("localTime");
        assertThat(chosen("Weather", ToolChoice.tool("localTime"))).containsExactly("localTime");
        assertThat(called("weather", Tool.hosted("weather", "{}"))).isEmpty();
    }

    @Test
    void callIsStreamedInPieces() {
        List<ChatEvent> events = new ArrayList<>();
        StringBuilder arguments = new StringBuilder();
        ChatResponse answer;
        try (ChatStream stream = model.stream(ChatRequest.builder()
                .user("Weather in \"Rome\"")
                .tool(WEATHER)
                .maxTokens(1)
                .build())) {
            for (ChatEvent event : stream) {
                events.add(event);
                arguments.append(event instanceof ChatEvent.ToolCallDelta delta ? delta.arguments() : "");
            }
            answer = stream.response();
        }
        Part.ToolCall call = answer.toolCalls().get(0);
        assertThat(events.get(1)).isEqualTo(new ChatEvent.ToolCallDelta(0, call.id(), "get_weather", ""));
        assertThat(events).hasSizeGreaterThan(6);
        assertThat(arguments).hasToString(call.arguments());
        assertThat(answer.usage().outputTokens()).hasValue(events.size() - 3);
    }

    @Test
    void resultsOfToolsAreRepeated() {
        Part.ToolCall call = new Part.ToolCall("1", "get_weather", "{}");
        ChatResponse answer = chat(
                "Weather?",
                request -> request.tool(WEATHER)
                        .toolChoice(ToolChoice.REQUIRED)
                        .message(new Message(Role.ASSISTANT, List.of(call)))
                        .message(Message.toolResult(call, "sunny,  22\u00b0"))
                        .message(new Message(Role.TOOL, List.of(new Part.ToolResult("2", "time", "no clock", true)))));
        assertThat(answer.text()).isEqualTo("get_weather says: sunny,  22\u00b0\ntime failed: no clock");
        assertThat(answer.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
    }

    @Test
    void answerHasTheFormThatIsAskedFor() {
        ResponseFormat schema = ResponseFormat.schema("city", CITY);
        ChatResponse answer = chat("Where is \"Rome (IT)\"?", request -> request.responseFormat(schema));
        assertThat(answer.text()).isEqualTo("{\"city\":\"Rome (IT)\",\"days\":1}");
        assertThat(answer.responseFormat()).contains(schema);
        String plain = chat("Tell me about JDBC", request -> request).text();
        assertThat(chat("Tell me about JDBC", request -> request.responseFormat(ResponseFormat.JSON))
                        .text())
                .isEqualTo("{\"answer\":\"" + plain + "\"}");
    }

    @Test
    void filesAreDescribedByTypeAndSize() {
        assertThat(chat(
                                "Look",
                                request -> request.user(
                                        "What is it?",
                                        Media.of("image/png", new byte[1234]),
                                        Media.of("audio/wav", new byte[1]),
                                        Media.of("application/pdf", new byte[2]),
                                        Media.of("video/mp4", new byte[2]),
                                        Media.at(URI.create("https://example.com/a.png?secret")),
                                        Media.uploaded("file-1")))
                        .text())
                .isEqualTo("I see an image of 1,234 bytes and a sound of 1 byte and a PDF of 2 bytes and a video of 2"
                        + " bytes and a file at example.com and a file that was uploaded.");
    }

    @Test
    void choicesDifferAndAreCountedTogether() {
        ChatResponse one = chat("Tell me about JDBC", request -> request);
        ChatResponse three = chat("Tell me about JDBC", request -> request.n(3));
        assertThat(three.choices())
                .hasSize(3)
                .extracting(Choice::message)
                .doesNotHaveDuplicates()
                .startsWith(one.message());
        int tokens = 0;
        for (Choice choice : three.choices()) {
            tokens += MarkovChain.split(choice.message().text()).size();
        }
        assertThat(three.usage().outputTokens()).hasValue(tokens);
        assertThat(chat("Tell me about JDBC", request -> request.n(2).maxTokens(3))
                        .choices())
                .allMatch(choice -> choice.finishReason().kind() == FinishReason.Kind.LENGTH);
    }

    @Test
    void withoutABindingTalkWorksAndSchemasAreRefused() {
        ChatModel unbound = model(() -> {
            throw new UnsupportedFeatureException("none", ChatException.Details.NONE);
        });
        ChatRequest.Builder request = ChatRequest.builder().user("Weather").tool(TIME);
        assertThat(unbound.chat(request.build()).text()).isNotEmpty();
        ChatRequest called = request.tool(WEATHER).build();
        assertThatThrownBy(() -> unbound.chat(called)).isInstanceOf(UnsupportedFeatureException.class);
    }

    @Test
    void saysWhatItCanDo() {
        assertThat(model.capabilities().support(Capabilities.Feature.TOOLS)).isEqualTo(Capabilities.Support.YES);
        assertThat(model.capabilities().support(Capabilities.Feature.LOGPROBS)).isEqualTo(Capabilities.Support.NO);
    }

    private static ChatModel model(Supplier<JsonBinding> json) {
        return new DemoModel(ModelLocation.of("demo", "small"), () -> CHAIN, json);
    }

    private List<String> chosen(String prompt, ToolChoice choice) {
        return names(chat(prompt, request -> request.tool(WEATHER).tool(TIME).toolChoice(choice)));
    }

    private List<String> called(String prompt, Tool... tools) {
        return names(chat(prompt, request -> {
            List.of(tools).forEach(request::tool);
            return request;
        }));
    }

    private static List<String> names(ChatResponse answer) {
        return answer.toolCalls().stream().map(Part.ToolCall::name).toList();
    }

    private ChatResponse chat(String prompt, UnaryOperator<ChatRequest.Builder> change) {
        return model.chat(change.apply(ChatRequest.builder().user(prompt)).build());
    }
}
