package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.chatmodels.ChatException;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ConfigurationException;
import org.chatmodels.Media;
import org.chatmodels.Tool;
import org.chatmodels.UnsupportedFeatureException;
import org.chatmodels.canary.Canary;
import org.chatmodels.testkit.Script;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In which wire format a request goes out: by the row, the location and what is asked. */
class ProtocolChoiceTest extends SocketTest {
    @BeforeEach
    void bothAnswer() {
        server.always(Script.respond(request -> Script.builder()
                .json(200, request.path().endsWith("/responses") ? RESPONSE : ANSWER)
                .build()));
    }

    @Test
    void chatIsWhereTheRowIsSilent() {
        assertThat(path(hello())).isEqualTo("/v1/chat/completions");
        context.row("responses_path", "/responses");
        assertThat(path(hello())).isEqualTo("/v1/chat/completions");
    }

    @Test
    void theRowSaysWhatItPrefersAndWhere() {
        context.row("responses_path", "/agent/responses").row("dialect.apis", "responses, chat");
        assertThat(path(hello())).isEqualTo("/v1/agent/responses");
        assertThat(open().chat(hello()).warnings()).isEmpty();
    }

    @Test
    void withoutAPathThereIsNoChoice() {
        context.row("dialect.apis", "responses, chat");
        assertThat(path(hello())).isEqualTo("/v1/chat/completions");
    }

    @Test
    void whatIsSetIsTaken() {
        context.row("responses_path", "/responses")
                .row("dialect.apis", "responses, chat")
                .row("api", "chat");
        assertThat(path(hello())).isEqualTo("/v1/chat/completions");
        context.row("responses_path", "").row("api", "responses");
        assertThat(path(hello())).isEqualTo("/v1/responses");
        context.row("api", "auto").row("dialect.apis", "responses");
        assertThat(path(hello())).isEqualTo("/v1/responses");
    }

    @Test
    void whatNoProviderOfThisKindSpeaksIsRefused() {
        context.row("api", "ollama");
        assertThatThrownBy(this::open)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("write chat, responses or auto")
                .matches(e -> ((ChatException) e).code().orElse("").equals("bad_row_value"));
    }

    static Stream<UnaryOperator<ChatRequest.Builder>> forChat() {
        return Stream.of(
                request -> request.n(2),
                request -> request.stop("END"),
                request -> request.seed(7),
                request -> request.topK(3),
                request -> request.logitBias(Map.of("5", 1)),
                request -> request.presencePenalty(1),
                request -> request.frequencyPenalty(1),
                request -> request.user("x", Media.of("audio/wav", new byte[] {1})));
    }

    @ParameterizedTest
    @MethodSource("forChat")
    void whatOnlyChatCompletionsCanSayGoesThere(UnaryOperator<ChatRequest.Builder> asked) {
        context.row("responses_path", "/responses").row("dialect.apis", "responses, chat");
        ChatRequest request = asked.apply(request()).build();
        ChatResponse answer = open().chat(request);
        assertThat(lastPath()).isEqualTo("/v1/chat/completions");
        assertThat(answer.warnings()).singleElement().asString().contains("in Chat Completions only by 'somewhere'");
        assertThat(open().stream(request).response().warnings()).hasSize(1);
    }

    static Stream<UnaryOperator<ChatRequest.Builder>> forResponses() {
        return Stream.of(
                request -> request.previousResponse("resp_1"),
                request -> request.tool(Tool.hosted("somewhere", "{\"type\":\"web_search\"}")));
    }

    @ParameterizedTest
    @MethodSource("forResponses")
    void whatOnlyTheResponsesApiCanSayGoesThere(UnaryOperator<ChatRequest.Builder> asked) {
        context.row("responses_path", "/responses");
        ChatResponse answer = open().chat(asked.apply(request()).build());
        assertThat(lastPath()).isEqualTo("/v1/responses");
        assertThat(answer.warnings()).singleElement().asString().contains("in the Responses API only by 'somewhere'");
    }

    @Test
    void whatTheModelDoesNotTakeAnywhereIsNoReasonToGoElsewhere() {
        context.row("responses_path", "/responses")
                .row("dialect.apis", "responses, chat")
                .row("dialect.drop_params", "stop");
        ChatResponse answer = open().chat(request().stop("END").build());
        assertThat(lastPath()).isEqualTo("/v1/responses");
        assertThat(answer.warnings()).singleElement().asString().contains("left out");
    }

    @Test
    void whatNeitherCanSayAltogetherStaysWhereItIsPreferred() {
        context.row("responses_path", "/responses").row("dialect.apis", "responses, chat");
        ChatResponse answer =
                open().chat(request().seed(7).previousResponse("resp_1").build());
        assertThat(lastPath()).isEqualTo("/v1/responses");
        assertThat(answer.warnings()).containsExactly("'seed' is no part of the Responses API: left out");
    }

    @Test
    void whatIsSetIsTakenThoughItCannotSayAll() {
        context.row("responses_path", "/responses").row("api", "responses");
        assertThatThrownBy(() -> open().chat(request().n(2).build()))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("'n' is no part of the Responses API");
        context.row("api", "chat");
        assertThatThrownBy(
                        () -> open().chat(request().previousResponse("resp_1").build()))
                .isInstanceOf(UnsupportedFeatureException.class);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aPictureIsNoReasonToGoElsewhere() {
        context.row("responses_path", "/responses").row("dialect.apis", "responses, chat");
        ChatRequest request = ChatRequest.builder()
                .user(Canary.PROMPT, Media.at(URI.create("https://e.org/a.png")))
                .build();
        assertThat(path(request)).isEqualTo("/v1/responses");
    }

    private static ChatRequest.Builder request() {
        return ChatRequest.builder().user(Canary.PROMPT);
    }

    private String path(ChatRequest request) {
        assertThat(open().chat(request).text()).isEqualTo("Good morning");
        return lastPath();
    }

    private String lastPath() {
        return server.requests().get(server.requests().size() - 1).path();
    }
}
