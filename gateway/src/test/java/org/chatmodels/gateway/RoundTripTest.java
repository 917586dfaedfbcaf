package org.chatmodels.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.chatmodels.AuthenticationException;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.ChatStreams;
import org.chatmodels.ContentFilterException;
import org.chatmodels.ContextLengthException;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.QuotaExceededException;
import org.chatmodels.RateLimitException;
import org.chatmodels.UnavailableException;
import org.chatmodels.testkit.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gateway and the provider for such endpoints, one behind the other. */
@Timeout(30)
@ExtendWith(LeakCheck.class)
class RoundTripTest {
    private final ChatModelRegistry registry = ChatModelRegistry.builder().build();
    private final ChatRequest question = ChatRequest.of("Tell me about JDBC");

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void answerThroughTheGatewayIsTheModelsOwn() {
        ChatModel demo = registry.open("demo:small");
        ChatResponse own = demo.chat(question);
        try (Gateway gateway = Gateway.serve(demo, 0)) {
            ChatModel remote = remote(gateway);
            assertSame(remote.chat(question), own);
            try (ChatStream stream = remote.stream(question)) {
                StringBuilder text = new StringBuilder();
                stream.forEachText(text::append);
                assertThat(text).hasToString(own.text());
                assertSame(stream.response(), own);
            }
        }
    }

    @Test
    void closingTheStreamClosesTheModels() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        FakeModel endless = FakeModel.streaming(request -> ChatStreams.of(
                Stream.generate(() -> (ChatEvent) new ChatEvent.TextDelta("word "))
                        .iterator(),
                closed::countDown));
        try (Gateway gateway = Gateway.serve(endless, 0)) {
            try (ChatStream stream = remote(gateway).stream(question)) {
                assertThat(stream.iterator().next()).isInstanceOf(ChatEvent.Started.class);
            }
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    static Stream<ChatException> failures() {
        return Stream.of(
                new InvalidRequestException("No", Details.NONE),
                new ContextLengthException("No", Details.NONE),
                new ContentFilterException("No", Details.NONE),
                new AuthenticationException("No", Details.NONE),
                new QuotaExceededException("No", Details.NONE),
                new RateLimitException("No", Details.NONE),
                new UnavailableException("No", Details.NONE));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failureHasTheSameClassOnTheOtherSide(ChatException failure) {
        try (Gateway gateway = Gateway.serve(FakeModel.failing(failure), 0)) {
            ChatModel remote = remote(gateway);
            assertThatThrownBy(() -> remote.chat(question)).hasSameClassAs(failure);
            assertThatThrownBy(() -> remote.stream(question).response()).hasSameClassAs(failure);
        }
    }

    private static void assertSame(ChatResponse answer, ChatResponse own) {
        assertThat(answer.text()).isEqualTo(own.text());
        assertThat(answer.usage()).isEqualTo(own.usage());
        assertThat(answer.finishReason()).isEqualTo(own.finishReason());
        assertThat(answer.model()).isEqualTo(own.model());
        assertThat(answer.id()).isEqualTo(own.id());
    }

    private ChatModel remote(Gateway gateway) {
        return registry.open("openai-compatible:small?base_url=" + gateway.baseUrl());
    }
}
