package org.chatmodels.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.Choice;
import org.chatmodels.FinishReason;
import org.chatmodels.Message;
import org.chatmodels.Metadata;
import org.chatmodels.Part;
import org.chatmodels.Role;
import org.chatmodels.Tool;
import org.chatmodels.ToolChoice;
import org.chatmodels.ToolLoopException;
import org.chatmodels.ToolRunner;
import org.chatmodels.Usage;
import org.chatmodels.testkit.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop of tools around our client, with a model behind a gateway. */
@Timeout(30)
@ExtendWith(LeakCheck.class)
class ToolRoundTripTest {
    record City(String city) {}

    private static final Part.ToolCall FIRST = new Part.ToolCall(
            "c1", "get_weather", "{\"city\":\"Rome\"}", Metadata.of("extra_content", "{\"signature\":\"AbC==\"}"));
    private static final Part.ToolCall SECOND = new Part.ToolCall("c2", "get_weather", "{\"city\":\"Nowhere\"}");
    private static final Part.ToolCall THIRD = new Part.ToolCall("c3", "get_rain", "{}");

    private final List<String> cities = new ArrayList<>();
    private final Tool weather = Tool.of("get_weather", "What the sky is like", City.class, city -> {
        if (city.city().equals("Nowhere")) {
            throw new IllegalArgumentException("no such city");
        }
        cities.add(city.city());
        return "sunny in " + city.city();
    });
    private final Tool population = Tool.of("get_population", "How many people live there", City.class, city -> 7);

    private ChatRequest.Builder ask(String question) {
        return ChatRequest.builder().user(question).tool(weather).tool(population);
    }

    private static RecordingModel calling(Part... parts) {
        Message called = new Message(Role.ASSISTANT, List.of(parts));
        ChatResponse first = answer(called, FinishReason.Kind.TOOL_CALLS, "tool_calls");
        return new RecordingModel(first, answer(Message.assistant("Sunny."), FinishReason.Kind.STOP, "stop"));
    }

    private static ChatResponse answer(Message message, FinishReason.Kind kind, String word) {
        return ChatResponse.builder()
                .choices(List.of(new Choice(message, new FinishReason(kind, word))))
                .usage(Usage.of(3, 4))
                .build();
    }

    private static ChatResponse run(ToolRunner runner, ChatRequest request, boolean stream) {
        if (!stream) {
            return runner.run(request);
        }
        try (ChatStream opened = runner.stream(request)) {
            return opened.response();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void loopTellsTheModelWhatItSaidAndWhatItsToolsGave(boolean stream) {
        RecordingModel model = calling(new Part.Reasoning("Where?"), FIRST, SECOND, THIRD);
        List<Message> added = new ArrayList<>();
        try (RemoteModel remote = RemoteModel.of(model)) {
            ToolRunner runner = ToolRunner.of(remote.model()).onMessage(added::add);
            ChatResponse answer = run(runner, ask("The weather?").build(), stream);
            assertThat(answer.text()).isEqualTo("Sunny.");
            assertThat(answer.usage()).isEqualTo(Usage.of(6, 8));
        }
        assertThat(cities).containsExactly("Rome");
        assertThat(model.last().messages())
                .containsExactly(
                        Message.user("The weather?"),
                        new Message(Role.ASSISTANT, List.of(new Part.Reasoning("Where?"), FIRST, SECOND, THIRD)),
                        Message.toolResult(FIRST, "sunny in Rome"),
                        Message.toolResult(SECOND, "Tool get_weather failed: no such city"),
                        Message.toolResult(
                                THIRD,
                                "Tool get_rain failed: there is no such tool, call one of get_weather, get_population"));
        assertThat(added.subList(0, 4).stream().map(ToolRoundTripTest::sent))
                .isEqualTo(model.last().messages().subList(1, 5));
    }

    /** The wire has no word for a failure. */
    private static Message sent(Message message) {
        if (message.parts().get(0) instanceof Part.ToolResult result) {
            return new Message(
                    Role.TOOL, List.of(new Part.ToolResult(result.callId(), result.name(), result.content(), false)));
        }
        return RemoteModel.bare(message);
    }

    @Test
    void demandForACallHoldsForTheFirstRequestOnly() {
        RecordingModel model = calling(FIRST);
        try (RemoteModel remote = RemoteModel.of(model)) {
            run(
                    ToolRunner.of(remote.model()),
                    ask("The weather?").toolChoice(ToolChoice.REQUIRED).build(),
                    false);
        }
        assertThat(model.requests())
                .extracting(request -> request.toolChoice().orElseThrow())
                .containsExactly(ToolChoice.REQUIRED, ToolChoice.AUTO);
    }

    @Test
    void loopWithoutEndIsTheSameErrorAsWithoutAGateway() {
        RecordingModel model =
                new RecordingModel(answer(new Message(Role.ASSISTANT, List.of(FIRST)), FinishReason.Kind.STOP, "stop"));
        try (RemoteModel remote = RemoteModel.of(model)) {
            ToolRunner runner = ToolRunner.of(remote.model()).maxRounds(2);
            ChatRequest request = ask("The weather?").build();
            assertThatThrownBy(() -> runner.run(request)).isInstanceOf(ToolLoopException.class);
            assertThat(model.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void demoIsTheSameBehindAGateway(boolean stream) {
        ChatRequest both = ask("Weather and population of 'Rome'?").build();
        try (RemoteModel remote = RemoteModel.demo()) {
            for (ChatRequest request : List.of(
                    both,
                    both.toBuilder().parallelToolCalls(false).build(),
                    both.toBuilder().toolChoice(ToolChoice.NONE).build(),
                    both.toBuilder().toolChoice(ToolChoice.REQUIRED).n(2).build(),
                    both.toBuilder()
                            .toolChoice(ToolChoice.tool("get_population"))
                            .build())) {
                ChatResponse own = remote.served().chat(request);
                ChatResponse answer = remote.ask(request, stream);
                assertThat(answer.choices()).isEqualTo(own.choices());
                assertThat(answer.usage()).isEqualTo(own.usage());
                assertThat(answer.warnings()).isEmpty();
            }
            assertThat(remote.ask(both, stream).toolCalls())
                    .extracting(Part.ToolCall::name)
                    .containsExactly("get_weather", "get_population");
        }
    }

    @Test
    void demoRunsTheLoopToItsEnd() {
        try (RemoteModel remote = RemoteModel.demo()) {
            ToolRunner runner = ToolRunner.of(remote.model()).parallelism(2);
            ChatRequest request = ask("Weather and population of 'Rome'?").build();
            ChatResponse answer = runner.run(request);
            assertThat(answer.text()).isEqualTo("get_weather says: sunny in Rome\nget_population says: 7");
            List<String> told = new ArrayList<>();
            try (ChatStream stream = runner.stream(request)) {
                for (ChatEvent event : stream) {
                    String kind = event.getClass().getSimpleName();
                    if (told.isEmpty() || !told.get(told.size() - 1).equals(kind)) {
                        told.add(kind);
                    }
                }
                assertThat(stream.response().choices()).isEqualTo(answer.choices());
                assertThat(stream.response().usage()).isEqualTo(answer.usage());
            }
            assertThat(told)
                    .startsWith("Started", "ToolCallDelta", "ToolStarted")
                    .endsWith("TextDelta", "Finished");
        }
    }
}
