package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.chatmodels.AuthenticationException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.canary.Canary;
import org.chatmodels.testkit.ReceivedRequest;
import org.chatmodels.testkit.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each call over the wire has its own key, the newest there is, and a refusal tells which or why none. */
class KeysOfCallsTest extends SocketTest {
    private static final int CALLS = 150;
    private static final String REFUSAL =
            "{\"error\":{\"message\":\"Incorrect API key provided: " + Canary.KEY + "\",\"code\":\"invalid_api_key\"}}";

    private ChatModelRegistry.Builder registry() {
        ChatModelRegistry.Builder builder = ChatModelRegistry.builder()
                .environment(
                        Map.of("OPENAI_API_KEY", Canary.KEY, "KEY_A", Canary.KEY + "-a", "KEY_B", Canary.KEY + "-b"));
        for (String name : new String[] {"a", "b"}) {
            String service = "chatmodels.service.team" + name + ".";
            builder.property(service + "provider", "openai-compatible")
                    .property(service + "base_url", server.uri("/v1").toString())
                    .property(service + "credential", name)
                    .property("chatmodels.credential." + name, "env:KEY_" + name.toUpperCase(java.util.Locale.ROOT))
                    .alias(name, "team" + name + ":model-" + name);
        }
        return builder;
    }

    /** 200 for a model with its own key, and 500 for a mix-up. */
    private static Script matched(ReceivedRequest request) {
        String owner = request.bodyText().contains("\"model-a\"") ? "-a" : "-b";
        boolean right = request.header("Authorization").orElse("").equals("Bearer " + Canary.KEY + owner);
        return Script.builder().json(right ? 200 : 500, right ? ANSWER : "{}").build();
    }

    @Test
    void twoAliasesOnOneHostSendTheirOwnKeysOverTheSameConnections() throws Exception {
        server.always(Script.respond(KeysOfCallsTest::matched));
        try (ChatModelRegistry registry = registry().build()) {
            ChatModel a = registry.open("a");
            ChatModel b = registry.open("b");
            FutureTask<Integer> other = new FutureTask<>(() -> alternate(b, a));
            new Thread(other).start();
            assertThat(alternate(a, b)).isEqualTo(CALLS);
            assertThat(other.get()).isEqualTo(CALLS);
        }
        assertThat(server.requests()).hasSize(2 * CALLS);
        assertThat(server.connections()).hasSizeLessThan(CALLS);
    }

    private static int alternate(ChatModel one, ChatModel other) {
        int right = 0;
        for (int i = 0; i < CALLS; i++) {
            ChatModel model = i % 3 == 0 ? other : one;
            right += model.ask("Hello").equals("Good morning") ? 1 : 0;
        }
        return right;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTokenThatWasRenewedIsSentOnceMore(boolean streaming) {
        AtomicInteger asked = new AtomicInteger();
        server.enqueue(Script.json(401, REFUSAL), Script.json(ANSWER));
        try (ChatModelRegistry registry = registry()
                .property("chatmodels.credential.a", "resolver:tokens")
                .credential("tokens", () -> Canary.KEY + asked.incrementAndGet())
                .build()) {
            ChatResponse answer = answer(registry.open("a"), streaming);
            assertThat(answer.text()).isEqualTo("Good morning");
            assertThat(answer.attempts())
                    .singleElement()
                    .matches(attempt -> attempt.location().equals("teama:model-a"))
                    .matches(attempt -> Canary.in(attempt.toString()).isEmpty());
        }
        assertThat(asked).hasValue(2);
        assertThat(server.requests())
                .extracting(request -> request.header("Authorization").orElse(""))
                .containsExactly("Bearer " + Canary.KEY + 1, "Bearer " + Canary.KEY + 2);
        assertThat(server.requests().get(0).bodyText())
                .isEqualTo(server.requests().get(1).bodyText());
    }

    private static ChatResponse answer(ChatModel model, boolean streaming) {
        if (!streaming) {
            return model.chat(hello());
        }
        try (ChatStream stream = model.stream(ChatRequest.of("Hello"))) {
            return stream.response();
        }
    }

    @Test
    void aRefusalWithAKeyNamesItsPlaceAndRepeatsNoKeyOfTheServersWords() {
        server.always(Script.json(401, REFUSAL));
        try (ChatModelRegistry registry = registry().build()) {
            AuthenticationException refused = catchThrowableOfType(
                    AuthenticationException.class, () -> registry.open("a").ask("Hello"));
            assertThat(refused).hasMessageContaining("credential 'a'").hasMessageNotContaining("No key was sent");
            assertThat(refused.attempts()).isEmpty();
            assertThat(Canary.in(Canary.everythingOf(refused) + refused.body())).isEmpty();
        }
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aRefusalAfterAnotherAddressSaysThatNoKeyWasSentAndWhy() {
        server.always(Script.json(401, REFUSAL));
        try (ChatModelRegistry registry = registry().build()) {
            AuthenticationException refused = catchThrowableOfType(
                    AuthenticationException.class,
                    () -> registry.open("openai:m?base_url=" + server.uri("/v1"))
                            .ask("Hello"));
            assertThat(refused)
                    .hasMessageContaining("No key was sent: the key of openai goes to https://api.openai.com only")
                    .hasMessageContaining("not to " + server.uri())
                    .hasMessageContaining("chatmodels.credential.NAME.origins = " + server.uri());
        }
        assertThat(server.requests().get(0).header("Authorization")).isEmpty();
    }

    @Test
    void aPathWithAQueryStillGetsItsKey() {
        server.always(Script.json(ANSWER));
        try (ChatModelRegistry registry = registry()
                .property("chatmodels.service.teama.chat_path", "/chat/completions?api-version=1")
                .build()) {
            assertThat(registry.open("a").ask("Hello")).isEqualTo("Good morning");
        }
        assertThat(server.requests().get(0).path()).isEqualTo("/v1/chat/completions?api-version=1");
        assertThat(server.requests().get(0).header("Authorization")).contains("Bearer " + Canary.KEY + "-a");
    }
}
