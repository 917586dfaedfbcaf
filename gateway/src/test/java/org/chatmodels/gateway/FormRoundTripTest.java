package org.chatmodels.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.ContentFilterException;
import org.chatmodels.FinishReason;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.Media;
import org.chatmodels.Message;
import org.chatmodels.Part;
import org.chatmodels.ProtocolException;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Role;
import org.chatmodels.UnsupportedFeatureException;
import org.chatmodels.testkit.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records, lists and JSON that our client asks a model behind a gateway for. */
@Timeout(30)
@ExtendWith(LeakCheck.class)
class FormRoundTripTest {
    enum Size {
        SMALL,
        LARGE
    }

    record Line(String text, int count) {}

    record Order(String number, BigDecimal total, Optional<LocalDate> due, List<Line> lines, Size size) {}

    sealed interface Sign {}

    record Plus(int value) implements Sign {}

    record Minus(String why) implements Sign {}

    private static final String ORDER = "{\"number\":\"7\",\"total\":12.50,\"due\":null,"
            + "\"lines\":[{\"text\":\"tea\",\"count\":2}],\"size\":\"LARGE\"}";

    @Test
    void recordComesBackAndItsSchemaArrives() {
        RecordingModel model = new RecordingModel(ChatResponse.of(ORDER));
        try (RemoteModel remote = RemoteModel.of(model)) {
            Order order = remote.model().ask("Order", Order.class);
            assertThat(order)
                    .isEqualTo(new Order(
                            "7", new BigDecimal("12.50"), Optional.empty(), List.of(new Line("tea", 2)), Size.LARGE));
        }
        ResponseFormat arrived = model.last().responseFormat().orElseThrow();
        RecordingModel beside = new RecordingModel(ChatResponse.of(ORDER));
        beside.ask("Order", Order.class);
        assertThat(arrived).isEqualTo(beside.last().responseFormat().orElseThrow());
        assertThat(arrived.strict()).contains(true);
    }

    @Test
    void demoFillsRecordsListsAndFamilies() {
        try (RemoteModel remote = RemoteModel.demo()) {
            assertThat(remote.model().ask("An order, number 'A7'", Order.class))
                    .isEqualTo(remote.served().ask("An order, number 'A7'", Order.class));
            assertThat(remote.model().askList("Lines of 'tea'", Line.class))
                    .isNotEmpty()
                    .isEqualTo(remote.served().askList("Lines of 'tea'", Line.class));
            assertThat(remote.model().askList("Names", String.class))
                    .isEqualTo(remote.served().askList("Names", String.class));
            assertThat(remote.model().ask("How large?", Size.class)).isEqualTo(Size.SMALL);
            assertThat(remote.model().ask("Which sign?", Sign.class))
                    .isEqualTo(remote.served().ask("Which sign?", Sign.class));
        }
    }

    @Test
    void answerThatDoesNotFitIsSentBackOnce() {
        RecordingModel model = new RecordingModel(ChatResponse.of("{\"number\":\"7\"}"), ChatResponse.of(ORDER));
        try (RemoteModel remote = RemoteModel.of(model)) {
            ChatRequest request =
                    ChatRequest.of("Order").toBuilder().repair(true).build();
            assertThat(remote.model().ask(request, Order.class).number()).isEqualTo("7");
        }
        assertThat(model.last().messages()).hasSize(3).element(1).isEqualTo(Message.assistant("{\"number\":\"7\"}"));
        RecordingModel stubborn = new RecordingModel(ChatResponse.of("{\"number\":\"7\"}"));
        try (RemoteModel remote = RemoteModel.of(stubborn)) {
            assertThatThrownBy(() -> remote.model().ask("Order", Order.class)).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void refusalIsNoRecord() {
        Message refusal = new Message(Role.ASSISTANT, List.of(new Part.Refusal("No.")));
        FinishReason stop = new FinishReason(FinishReason.Kind.STOP, "stop");
        ChatResponse own = ChatResponse.builder()
                .choices(List.of(new Choice(refusal, stop)))
                .build();
        try (RemoteModel remote = RemoteModel.of(new RecordingModel(own))) {
            assertThatThrownBy(() -> remote.model().ask("Order", Order.class))
                    .isInstanceOf(ContentFilterException.class)
                    .satisfies(thrown -> assertThat(((ContentFilterException) thrown)
                                    .partial()
                                    .orElseThrow()
                                    .message())
                            .isEqualTo(refusal));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void demoIsTheSameBehindAGateway(boolean stream) {
        ChatRequest json = ChatRequest.builder()
                .user("Tell me about JDBC, as JSON")
                .responseFormat(ResponseFormat.JSON)
                .build();
        ChatRequest shown = ChatRequest.builder()
                .user(
                        "What is it?",
                        Media.of("image/png", new byte[] {1, 2, 3}),
                        Media.of("audio/wav", new byte[] {4}),
                        Media.of("application/pdf", new byte[] {5}).named("a.pdf"),
                        Media.at(URI.create("https://example.com/a.png")))
                .build();
        ChatRequest several =
                ChatRequest.builder().user("Tell me about streams").n(2).seed(3).build();
        try (RemoteModel remote = RemoteModel.demo()) {
            for (ChatRequest request : List.of(json, shown, several)) {
                ChatResponse own = remote.served().chat(request);
                ChatResponse answer = remote.ask(request, stream);
                assertThat(answer.choices()).isEqualTo(own.choices());
                assertThat(answer.usage()).isEqualTo(own.usage());
                assertThat(answer.responseFormat()).isEqualTo(own.responseFormat());
            }
            assertThat(remote.ask(several, stream).choices()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatTheModelCannotDoIsRefusedOnTheOtherSideToo(boolean stream) {
        ChatRequest request = ChatRequest.of("hello").toBuilder().logprobs(true).build();
        try (RemoteModel remote = RemoteModel.demo()) {
            assertThatThrownBy(() -> remote.served().chat(request)).isInstanceOf(UnsupportedFeatureException.class);
            assertThatThrownBy(() -> remote.ask(request, stream))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("logprobs");
        }
    }
}
