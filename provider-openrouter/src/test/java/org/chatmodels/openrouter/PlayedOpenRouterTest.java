package org.chatmodels.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.Message;
import org.chatmodels.Part;
import org.chatmodels.Problem;
import org.chatmodels.QuotaExceededException;
import org.chatmodels.Role;
import org.chatmodels.ServiceCheck;
import org.chatmodels.Tool;
import org.chatmodels.ToolRunner;
import org.chatmodels.UnavailableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole conversations with a server that plays OpenRouter. */
class PlayedOpenRouterTest extends RouterTest {
    record City(String city) {}

    private static final Tool WEATHER =
            Tool.of("weather", "Weather of a city", City.class, city -> "18 in " + city.city());

    @BeforeEach
    void play() {
        server.always(new PlayedOpenRouter(KEY).script());
    }

    /** The server refuses thoughts that are not those that it told. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thoughtsGoBackAsTheyCameWhetherStreamedOrNot(boolean stream) {
        ChatModel model = open("openrouter:acme/up?reasoning_max_tokens=1024");
        ChatRequest question =
                ChatRequest.builder().user("Paris?").tool(WEATHER).build();
        ChatResponse called = stream ? streamed(model, question) : model.chat(question);
        assertThat(Fixture.details(called)).isEqualTo(PlayedOpenRouter.DETAILS);
        List<Message> messages = new ArrayList<>(question.messages());
        messages.add(called.choices().get(0).message());
        messages.add(
                Message.toolResult(called.choices().get(0).message().toolCalls().get(0), "18"));
        ChatRequest next =
                ChatRequest.builder().messages(messages).tool(WEATHER).build();
        assertThat((stream ? streamed(model, next) : model.chat(next)).text()).isEqualTo("Mild.");
        assertThat(last().bodyText())
                .contains("\"reasoning_details\":" + PlayedOpenRouter.DETAILS, "\"reasoning\":{\"max_tokens\":1024}");
    }

    @Test
    void toolsRunAndTheirCostAddsUp() {
        ChatModel model = open("openrouter:acme/up");
        ChatResponse answer = ToolRunner.of(model)
                .run(ChatRequest.builder().user("Paris?").tool(WEATHER).build());
        assertThat(answer.text()).isEqualTo("Mild.");
        assertThat(answer.usage().cost())
                .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo(new BigDecimal("0.62")));
        assertThat(answer.extra())
                .containsEntry("provider", "Acme")
                .containsEntry("is_byok", false)
                .containsEntry("cost_details", Map.of("upstream_inference_cost", new BigDecimal("0.30")));
    }

    @Test
    void anotherModelAnswersWhereTheFirstIsDown() {
        assertThatThrownBy(() -> open("openrouter:acme/down").ask("Hi"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("502");
        ChatResponse answer = open("openrouter:acme/down?models=acme/up").chat(ChatRequest.of("Hi"));
        assertThat(answer.model()).isEqualTo("acme/up");
        assertThatThrownBy(() -> open("openrouter:acme/up?only=other").ask("Hi"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("No provider available that meets your routing requirements");
    }

    @Test
    void theCheckOfTheKeySeesWhatWasSpent() {
        ServiceCheck check =
                registry().service("openrouter", ServiceCheck.class).orElseThrow();
        ChatModel model = open("openrouter:acme/up");
        model.ask("Hi");
        model.ask("Hi");
        assertThat(check.check()).isEmpty();
        model.ask("Hi");
        assertThat(check.check())
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .contains("0.07 of 1 USD are left, 0.93");
        assertThatThrownBy(() -> model.ask("Hi")).isInstanceOf(QuotaExceededException.class);
    }

    @Test
    void thoughtsThatWereTamperedWithAreRefused() {
        Part.ToolCall call = new Part.ToolCall("toolu_1", "weather", "{}");
        ChatRequest request = ChatRequest.builder()
                .user("Paris?")
                .message(new Message(Role.ASSISTANT, List.of(call)))
                .message(Message.toolResult(call, "18"))
                .tool(WEATHER)
                .build();
        assertThatThrownBy(() -> open("openrouter:acme/up").chat(request)).hasMessageContaining("cannot be modified");
    }
}
