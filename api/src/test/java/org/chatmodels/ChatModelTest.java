package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatException.Details;
import org.junit.jupiter.api.Test;

class ChatModelTest {
    private static final ModelLocation LOCATION = ModelLocation.of("fake", "echo");
    private static final ChatModel ECHO = ChatModel.of(
            LOCATION, request -> ChatResponse.of(request.messages().get(0).text()));

    @Test
    void answersOfAFunctionNameWhoServedAndTheModel() {
        ChatResponse answer = ECHO.chat(ChatRequest.of("hi"));
        assertThat(answer.text()).isEqualTo("hi");
        assertThat(answer.servedBy()).isEqualTo(LOCATION);
        assertThat(answer.model()).isEqualTo("echo");
    }

    @Test
    void modelThatTheFunctionNamesIsKept() {
        ChatResponse named = ChatResponse.of("a").toBuilder().model("own").build();
        assertThat(ChatModel.of(LOCATION, request -> named)
                        .chat(ChatRequest.of("hi"))
                        .model())
                .isEqualTo("own");
    }

    @Test
    void streamIsTheAnswerInOnePiece() {
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream = ECHO.stream("hi")) {
            stream.forEach(events::add);
            assertThat(stream.response().servedBy()).isEqualTo(LOCATION);
        }
        assertThat(events).hasSize(3);
        assertThat(events.get(0)).isEqualTo(new ChatEvent.Started("", "echo"));
        assertThat(events.get(1)).isEqualTo(new ChatEvent.TextDelta("hi"));
    }

    @Test
    void partialAnswerOfAClosedStreamNamesWhoServed() {
        ChatStream stream = ECHO.stream("hi");
        stream.iterator().next();
        stream.close();
        assertThatThrownBy(stream::response)
                .isInstanceOfSatisfying(
                        CancelledException.class,
                        e -> assertThat(e.partial().orElseThrow().servedBy()).isEqualTo(LOCATION));
    }

    @Test
    void askGivesTheText() {
        assertThat(ECHO.ask("hi")).isEqualTo("hi");
        Choice refusal = new Choice(
                new Message(Role.ASSISTANT, List.of(new Part.Refusal("no"))),
                new FinishReason(FinishReason.Kind.STOP, ""));
        ChatResponse refused = ChatResponse.builder().choices(List.of(refusal)).build();
        assertThat(ChatModel.of(LOCATION, request -> refused).ask("hi")).isEmpty();
    }

    @Test
    void exceptionsOfTheFunctionPass() {
        RateLimitException slow = new RateLimitException("m", Details.NONE);
        ChatModel model = ChatModel.of(LOCATION, request -> {
            throw slow;
        });
        assertThatThrownBy(() -> model.ask("hi")).isSameAs(slow);
        assertThatThrownBy(() -> model.stream("hi")).isSameAs(slow);
    }

    @Test
    void functionWithoutAnAnswerIsAMistakeThatSaysSo() {
        assertThatThrownBy(() -> ChatModel.of(LOCATION, request -> null).ask("hi"))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("answer");
    }

    @Test
    void nothingIsKnownOfAFunction() {
        assertThat(ECHO.capabilities()).isEqualTo(Capabilities.UNKNOWN);
        assertThat(ECHO.location()).isEqualTo(LOCATION);
        assertThat(ECHO).hasToString("fake:echo");
    }

    @Test
    void unwrapGivesThisIfItHasTheType() {
        assertThat(ECHO.unwrap(ChatModel.class)).containsSame(ECHO);
        assertThat(ECHO.unwrap(String.class)).isEmpty();
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> ChatModel.of(null, request -> null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ChatModel.of(LOCATION, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ECHO.chat(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ECHO.unwrap(null)).isInstanceOf(NullPointerException.class);
    }
}
