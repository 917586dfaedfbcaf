package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.ConfigurationException;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.MissingKeyException;
import org.chatmodels.canary.Canary;
import org.chatmodels.provider.Service;
import org.chatmodels.testkit.ReceivedRequest;
import org.chatmodels.testkit.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The provider as the registry finds and opens it. */
class RegistryTest extends SocketTest {
    private static final String KEY = "sk-canary-0123456789";

    private ChatModelRegistry.Builder registry() {
        return ChatModelRegistry.builder()
                .environment(Map.of("GROQ_API_KEY", KEY, "OPENAI_API_KEY", KEY, "OLLAMA_API_KEY", KEY));
    }

    @Test
    void everyServiceOfTheTableOpensOrSaysWhyNot() {
        try (ChatModelRegistry registry = registry().build()) {
            assertThat(registry.services()).hasSizeGreaterThanOrEqualTo(64);
            for (Service service : registry.services()) {
                String base = service.baseUrl().orElse("");
                boolean opens = !base.contains("{") && !base.isEmpty() && service.status() != Service.Status.RETIRED;
                if (opens) {
                    assertThat(registry.open(service.name() + ":m").location().model())
                            .isEqualTo("m");
                } else {
                    assertThatThrownBy(() -> registry.open(service.name() + ":m"))
                            .as(service.name())
                            .isInstanceOf(ConfigurationException.class);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ollama:qwen3:4b", "openrouter:x/y:free", "ollama_compat:m", "llama.cpp:m", "google:m"})
    void rowsAndAliasesServeTheirNames(String location) {
        try (ChatModelRegistry registry = registry().build()) {
            assertThat(registry.open(location)).isNotNull();
            assertThat(registry.explain(location).toString()).contains("openai-compatible");
        }
    }

    @Test
    void aServiceOfTheConfigurationIsCalledAtItsAddressWithItsKey() {
        server.always(Script.json(ANSWER));
        try (ChatModelRegistry registry = registry()
                .property("chatmodels.service.corp.provider", "openai-compatible")
                .property(
                        "chatmodels.service.corp.base_url",
                        server.uri("/llm/v1").toString())
                .property("chatmodels.service.corp.credential", "corp")
                .property("chatmodels.service.corp.auth", "header:api-key")
                .property("chatmodels.service.corp.header.X-Team", "search")
                .property("chatmodels.service.corp.extra.min_p", "0.05")
                .property("chatmodels.service.corp.dialect.max_tokens", "max_completion_tokens")
                .property("chatmodels.credential.corp", "resolver:corp")
                .credential("corp", () -> "sk-canary-corp")
                .build()) {
            ChatResponse answer =
                    registry.open("corp:m?max_tokens=9&temperature=0").chat(hello());
            assertThat(answer.text()).isEqualTo("Good morning");
            assertThat(answer.servedBy().provider()).isEqualTo("corp");
        }
        ReceivedRequest request = server.requests().get(0);
        assertThat(request.path()).isEqualTo("/llm/v1/chat/completions");
        assertThat(request.header("api-key")).contains("sk-canary-corp");
        assertThat(request.header("authorization")).isEmpty();
        assertThat(request.header("x-team")).contains("search");
        assertThat(request.bodyText())
                .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + Canary.PROMPT + "\"}],"
                        + "\"temperature\":0.0,\"max_completion_tokens\":9,\"min_p\":0.05}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"groq", "openai", "ollama", "openai-compatible"})
    void noKeyGoesToAnotherAddress(String name) {
        server.always(Script.json(ANSWER));
        try (ChatModelRegistry registry = registry().build()) {
            String location = name + ":m?base_url=" + server.uri("/v1");
            assertThat(registry.open(location).ask(Canary.PROMPT)).isEqualTo("Good morning");
            try (ChatStream stream = registry.open(location).stream(Canary.PROMPT)) {
                assertThat(stream.response().text()).isEqualTo("Good morning");
            }
        }
        assertThat(server.connections()).isNotEmpty();
        server.connections()
                .forEach(connection -> assertThat(connection.receivedText())
                        .doesNotContain(KEY)
                        .doesNotContainIgnoringCase("authorization"));
    }

    @Test
    void aMissingKeyIsNamedAtTheFirstCall() {
        try (ChatModelRegistry registry =
                ChatModelRegistry.builder().environment(Map.of()).build()) {
            assertThatThrownBy(() -> registry.open("mistral:m").ask(Canary.PROMPT))
                    .isInstanceOf(MissingKeyException.class)
                    .hasMessageContaining("MISTRAL_API_KEY");
        }
    }

    @Test
    void anAddressIsNeededForTheOpenEndpoint() {
        try (ChatModelRegistry registry = registry().build()) {
            assertThatThrownBy(() -> registry.open("openai-compatible:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("base_url");
        }
    }

    @Test
    void aServiceThatPrefersTheResponsesApiIsAskedInItAtItsOwnAddressOnly() {
        server.always(Script.respond(request -> Script.builder()
                .json(200, request.path().endsWith("/responses") ? RESPONSE : ANSWER)
                .build()));
        try (ChatModelRegistry registry = registry()
                .property("chatmodels.service.house.provider", "openai-compatible")
                .property("chatmodels.service.house.base_url", server.uri("/v1").toString())
                .property("chatmodels.service.house.responses_path", "/responses")
                .property("chatmodels.service.house.dialect.apis", "responses, chat")
                .build()) {
            String elsewhere = "?base_url=" + server.uri("/v1");
            for (String location : new String[] {
                "house:m", "perplexity:m" + elsewhere, "openai:m" + elsewhere + "&api=responses", "openai:m" + elsewhere
            }) {
                assertThat(registry.open(location).ask(Canary.PROMPT)).isEqualTo("Good morning");
            }
        }
        assertThat(server.requests())
                .extracting(ReceivedRequest::path)
                .containsExactly("/v1/responses", "/v1/responses", "/v1/responses", "/v1/chat/completions");
    }

    @Test
    void aClosedServiceTellsSinceWhen() {
        try (ChatModelRegistry registry = registry().build()) {
            assertThatThrownBy(() -> registry.open("github:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("2026-07-30")
                    .hasMessageContaining("azure");
        }
    }

    @Test
    void aRetiredModelTellsItsSuccessorInsteadOfABareError() {
        server.always(Script.json(404, "{\"error\":{\"message\":\"no such model\",\"code\":\"model_not_found\"}}"));
        try (ChatModelRegistry registry = registry().build()) {
            String location = "groq:llama-3.1-8b-instant?base_url=" + server.uri("/v1");
            assertThatThrownBy(() -> registry.open(location).ask(Canary.PROMPT))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("2026-08-16")
                    .hasMessageContaining("openai/gpt-oss-20b")
                    .matches(e -> count(e.getMessage(), "2026-08-16") == 1, "says it once")
                    .matches(e -> ((ChatException) e).status().orElse(0) == 404);
        }
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }

    @Test
    void theProviderIsListedWithItsServices() {
        try (ChatModelRegistry registry = registry().build()) {
            List<String> names = registry.services().stream().map(Service::name).toList();
            assertThat(names)
                    .contains("openai", "ollama", "openrouter", "openai-compatible")
                    .isSorted();
            assertThat(registry.providers().toString()).contains("openai-compatible");
        }
    }
}
