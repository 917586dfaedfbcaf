package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.chatmodels.AuthenticationException;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.FinishReason;
import org.chatmodels.ProtocolException;
import org.chatmodels.TruncatedException;
import org.chatmodels.UnsupportedFeatureException;
import org.chatmodels.canary.Canary;
import org.chatmodels.testkit.ReceivedRequest;
import org.chatmodels.testkit.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls over real sockets: what arrives there, and what becomes of what comes back. */
class ChatCompletionsTest extends SocketTest {
    private static final String DELTA = "{\"id\":\"c1\",\"choices\":[{\"delta\":{\"content\":\"Good\"}}]}";
    private static final String STOP = "{\"id\":\"c1\",\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}";

    @Test
    void aRequestArrivesByteForByte() {
        context.key("sk-canary-1");
        open(Script.json(ANSWER)).chat(hello());
        ReceivedRequest request = server.requests().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/v1/chat/completions");
        assertThat(request.header("content-type")).contains("application/json");
        assertThat(request.header("authorization")).contains("Bearer sk-canary-1");
        assertThat(request.bodyText())
                .isEqualTo("{\"model\":\"asked\",\"messages\":[{\"role\":\"user\",\"content\":\"" + Canary.PROMPT
                        + "\"}]}");
        assertThat(request.header("content-length")).contains(Integer.toString(request.body().length));
    }

    @Test
    void aStreamAsksForOne() {
        context.row("dialect.stream_usage", "request");
        streamed(open(Script.sse(DELTA, STOP, "[DONE]")));
        assertThat(server.requests().get(0).bodyText())
                .isEqualTo("{\"model\":\"asked\",\"messages\":[{\"role\":\"user\",\"content\":\"" + Canary.PROMPT
                        + "\"}]," + "\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
        assertThat(server.requests().get(0).header("accept").orElse("")).contains("text/event-stream");
    }

    @Test
    void theKeyStandsWhereTheRowSays() {
        context.row("auth", "header:x-portkey-api-key").key("sk-canary-2");
        open(Script.json(ANSWER)).chat(hello());
        assertThat(server.requests().get(0).header("x-portkey-api-key")).contains("sk-canary-2");
        assertThat(server.requests().get(0).header("authorization")).isEmpty();
    }

    @Test
    void withoutAKeyThereIsNoHeaderForIt() {
        open(Script.json(ANSWER)).chat(hello());
        assertThat(server.requests().get(0).header("authorization")).isEmpty();
        context.row("auth", "none").key("sk-canary-3");
        open().chat(hello());
        assertThat(server.requests().get(1).headers().toString()).doesNotContain("sk-canary-3");
    }

    @Test
    void theKeyIsAskedForOncePerCallAndNotForOpening() {
        ChatModel model = open(Script.json(ANSWER));
        assertThat(context.keysAsked()).isZero();
        model.chat(hello());
        model.chat(hello());
        assertThat(context.keysAsked()).isEqualTo(2);
    }

    @Test
    void headersOfTheRequestReplaceThoseOfTheRow() {
        context.options(ChatOptions.builder().header("X-Team", "search").build());
        ChatModel model = open(Script.json(ANSWER));
        model.chat(ChatRequest.builder()
                .user(Canary.PROMPT)
                .header("X-Team", "search")
                .build());
        model.chat(ChatRequest.builder()
                .user(Canary.PROMPT)
                .header("X-Team", "other")
                .build());
        assertThat(server.requests())
                .extracting(request -> request.header("x-team"))
                .containsExactly(Optional.of("search"), Optional.of("other"));
    }

    @Test
    void theChatPathOfTheRowIsTaken() {
        context.row("chat_path", "/talk");
        open(Script.json(ANSWER)).chat(hello());
        assertThat(server.requests().get(0).path()).isEqualTo("/v1/talk");
    }

    @Test
    void nothingIsSentForWhatIsNotTaken() {
        context.row("dialect.drop_params", "n");
        ChatModel model = open(Script.json(ANSWER));
        ChatRequest request = ChatRequest.builder().user(Canary.PROMPT).n(2).build();
        assertThatThrownBy(() -> model.chat(request)).isInstanceOf(UnsupportedFeatureException.class);
        assertThatThrownBy(() -> model.stream(request)).isInstanceOf(UnsupportedFeatureException.class);
        assertThat(server.connections()).isEmpty();
        assertThat(context.keysAsked()).isZero();
    }

    @Test
    void headersTellOfTheRequestAndTheLimits() {
        String[] headers = {
            "Content-Type", "application/json", "x-request-id", "r1", "x-ratelimit-remaining-requests", "7",
            "x-ratelimit-remaining-tokens", "900", "x-ratelimit-reset-requests", "6m0s", "x-ratelimit-reset-tokens",
                    "17ms"
        };
        ChatResponse answer = open(Script.answer(200, ANSWER, headers)).chat(hello());
        assertThat(answer.requestId()).contains("r1");
        assertThat(answer.rateLimit().remainingRequests()).hasValue(7);
        assertThat(answer.rateLimit().remainingTokens()).hasValue(900);
        assertThat(answer.rateLimit().resetRequests()).contains(Duration.ofMinutes(6));
        assertThat(answer.rateLimit().resetTokens()).contains(Duration.ofMillis(17));
        assertThat(answer.servedBy().model()).isEqualTo("asked");
        assertThat(answer.raw()).isEmpty();
    }

    @Test
    void theRawAnswerIsKeptWhenAskedFor() {
        ChatRequest request =
                ChatRequest.builder().user(Canary.PROMPT).keepRaw(true).build();
        assertThat(open(Script.json("\n" + ANSWER)).chat(request).raw()).contains(ANSWER);
    }

    @Test
    void aStreamTellsOfTheRequestToo() {
        Script script = Script.builder()
                .readRequest()
                .head(200, "Content-Type", "text/event-stream", "Transfer-Encoding", "chunked", "x-request-id", "r1")
                .event(DELTA)
                .event(STOP)
                .event("[DONE]")
                .lastChunk()
                .build();
        ChatResponse answer = streamed(open(script));
        assertThat(answer.requestId()).contains("r1");
        assertThat(answer.servedBy().model()).isEqualTo("asked");
        assertThat(answer.finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.STOP, "stop"));
    }

    @Test
    void anAnswerInOnePieceBecomesEvents() {
        List<ChatEvent> events = events(open(Script.json(ANSWER)));
        assertThat(events).hasSize(3);
        assertThat(events.get(0)).isEqualTo(new ChatEvent.Started("c1", "m1"));
        assertThat(events.get(1)).isEqualTo(new ChatEvent.TextDelta("Good morning"));
        assertThat(events.get(2)).isInstanceOf(ChatEvent.Finished.class);
    }

    @Test
    void aPageIsNoAnswerAndIsNotQuoted() {
        Script page = Script.answer(200, "<html>SECRET</html>", "Content-Type", "text/html; charset=utf-8");
        for (ProtocolException failure : List.of(
                chatFails(ProtocolException.class, open(page)), streamFails(ProtocolException.class, open(page)))) {
            assertThat(failure).hasMessageContaining("base_url");
            assertThat(failure.toString()).doesNotContain("SECRET");
            assertThat(failure.provider()).contains("somewhere");
            assertThat(failure.isRetryable()).isFalse();
        }
    }

    @Test
    void emptyAnswersAreNone() {
        Script nothing = Script.builder().readRequest().head(204).cut().build();
        assertThat(chatFails(ProtocolException.class, open(nothing))).hasMessageContaining("empty");
        assertThat(streamFails(ProtocolException.class, open(nothing))).hasMessageContaining("empty");
        assertThat(chatFails(ProtocolException.class, open(Script.answer(200, ""))))
                .hasMessageContaining("empty");
    }

    @Test
    void anAnswerShorterThanAnnouncedIsCut() {
        Script cut = Script.builder()
                .readRequest()
                .head(200, "Content-Type", "application/json", "Content-Length", "500")
                .write(ANSWER)
                .cut()
                .build();
        assertThat(chatFails(TruncatedException.class, open(cut))).isNotNull();
    }

    @Test
    void anAnswerWithoutItsLastChunkIsCut() {
        Script cut = Script.builder()
                .readRequest()
                .head(200, "Content-Type", "application/json", "Transfer-Encoding", "chunked")
                .chunk(ANSWER)
                .cut()
                .build();
        assertThat(chatFails(TruncatedException.class, open(cut))).isNotNull();
    }

    @Test
    void aResetInTheBodyIsCut() {
        Script reset = Script.builder()
                .readRequest()
                .head(200, "Content-Type", "application/json", "Content-Length", "500")
                .write("{\"choices\":")
                .reset()
                .build();
        assertThat(chatFails(open(reset))).isInstanceOf(ChatException.class);
    }

    @Test
    void aResetInAStreamKeepsWhatCame() {
        Script reset = Script.builder()
                .readRequest()
                .sseHead()
                .event(DELTA)
                .stall()
                .reset()
                .build();
        ChatModel model = open(reset);
        try (ChatStream stream = model.stream(hello())) {
            ChatException failure = null;
            try {
                for (ChatEvent event : stream) {
                    if (event instanceof ChatEvent.TextDelta) {
                        server.release();
                    }
                }
            } catch (ChatException e) {
                failure = e;
            }
            assertThat(failure).isNotNull();
            assertThat(failure.partial().orElseThrow().text()).isEqualTo("Good");
            assertThat(failure.delivery()).isEqualTo(ChatException.Delivery.PARTIAL_OUTPUT);
            assertThat(failure.phase()).isEqualTo(ChatException.Phase.STREAM);
            assertThat(failure.isRetryable()).isFalse();
        }
    }

    @Test
    void aStreamThatEndsBeforeAnyOutputMayBeTriedAgain() {
        Script empty = Script.builder().readRequest().sseHead().lastChunk().build();
        TruncatedException failure = streamFails(TruncatedException.class, open(empty));
        assertThat(failure.delivery()).isEqualTo(ChatException.Delivery.MAYBE_PROCESSED);
        assertThat(failure.isRetryable()).isTrue();
    }

    @Test
    void aMissingLastChunkBehindTheFinishReasonHarmsNothing() {
        Script cut = Script.builder()
                .readRequest()
                .sseHead()
                .event(DELTA)
                .event(STOP)
                .cut()
                .build();
        assertThat(streamed(open(cut)).text()).isEqualTo("Good");
    }

    @Test
    void doneEndsTheStreamThoughTheServerHoldsOn() {
        Script hold = Script.builder()
                .readRequest()
                .sseHead()
                .event(DELTA)
                .event(STOP)
                .event("[DONE]")
                .hold()
                .build();
        assertThat(streamed(open(hold)).text()).isEqualTo("Good");
        server.connection(0).awaitClosed();
    }

    @Test
    void aFinishedStreamLeavesItsConnectionForTheNextCall() {
        ChatModel model = open(Script.sse(DELTA, STOP, "[DONE]"));
        for (int i = 0; i < 5; i++) {
            assertThat(streamed(model).text()).isEqualTo("Good");
        }
        assertThat(server.connections().size()).isLessThan(5);
    }

    @Test
    void leavingAStreamEarlyCutsTheConnection() {
        Script endless =
                Script.builder().readRequest().sseHead().event(DELTA).hold().build();
        ChatModel model = open(endless);
        try (ChatStream stream = model.stream(hello())) {
            assertThat(stream.texts().iterator().next()).isEqualTo("Good");
        }
        server.connection(0).awaitClosed();
    }

    @Test
    void statusesFailTheStreamBeforeItIsHandedOut() {
        ChatModel model = open(Script.json(429, "{\"error\":{\"message\":\"Slow down\"}}"));
        assertThatThrownBy(() -> model.stream(hello())).hasMessageContaining("Slow down");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type: application/json", "Content-Type: text/plain", "X-No-Type: at all"})
    void eventsAreReadWhateverTheyAreCalled(String header) {
        ChatModel model = open(Script.builder()
                .readRequest()
                .head(200, header.split(": "))
                .drip("\n\n: processing\n\ndata: " + DELTA + "\n\ndata: " + STOP + "\n\ndata: [DONE]\n\n")
                .close()
                .build());
        assertThat(streamed(model).text()).isEqualTo("Good");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type: application/json", "Content-Type: text/plain", "X-No-Type: at all"})
    void anAnswerInOnePieceToAStreamIsReadWhateverItIsCalled(String header) {
        ChatModel model = open(Script.builder()
                .readRequest()
                .head(200, header.split(": "))
                .drip("\n\n" + ANSWER)
                .close()
                .build());
        assertThat(streamed(model).text()).isEqualTo("Good morning");
    }

    @Test
    void aRefusedKeyIsNamed() {
        context.row("key_env", "SOME_API_KEY").key("sk-canary-1");
        assertThat(chatFails(open(Script.json(401, "{\"error\":\"no\"}"))))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageEndingWith("answered 401: no. Check SOME_API_KEY");
    }
}
