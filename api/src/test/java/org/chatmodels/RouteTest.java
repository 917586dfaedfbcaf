package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {
    private static final String SECRET = "sk-canary-4f3c2b1a";

    record Accepted(String text, String name, Optional<String> model, Map<String, List<String>> parameters) {
        static Accepted location(String text, String provider, String model, String... parameters) {
            return new Accepted(text, provider, Optional.of(model), map(parameters));
        }

        private static Map<String, List<String>> map(String... parameters) {
            return parameters.length == 0
                    ? Map.of()
                    : parameters.length == 2
                            ? Map.of(parameters[0], List.of(parameters[1]))
                            : Map.of(parameters[0], List.of(parameters[1]), parameters[2], List.of(parameters[3]));
        }
    }

    static final List<Accepted> ACCEPTED = List.of(
            Accepted.location("groq:openai/gpt-oss-20b", "groq", "openai/gpt-oss-20b"),
            Accepted.location(
                    "Groq:openai/gpt-oss-20b?temperature=0.2&timeout=30s",
                    "groq",
                    "openai/gpt-oss-20b",
                    "temperature",
                    "0.2",
                    "timeout",
                    "30s"),
            Accepted.location("ollama:qwen2.5-coder:7b", "ollama", "qwen2.5-coder:7b"),
            Accepted.location("openrouter:meta-llama/llama-3-70b:free", "openrouter", "meta-llama/llama-3-70b:free"),
            Accepted.location(
                    "openai:ft:gpt-4o-mini-2024-07-18:acme::BxYz", "openai", "ft:gpt-4o-mini-2024-07-18:acme::BxYz"),
            Accepted.location("cloudflare:@cf/zai-org/glm-4.7-flash", "cloudflare", "@cf/zai-org/glm-4.7-flash"),
            Accepted.location("cohere:command-r+", "cohere", "command-r+"),
            Accepted.location("portkey:@slug/model", "portkey", "@slug/model"),
            Accepted.location(
                    "openai_compatible:qwen2.5-7b?base_url=http://localhost:8000/v1",
                    "openai-compatible",
                    "qwen2.5-7b",
                    "base_url",
                    "http://localhost:8000/v1"),
            Accepted.location(
                    "openai-compatible:m?base_url=https://gw.corp/v1&credential=corp",
                    "openai-compatible",
                    "m",
                    "base_url",
                    "https://gw.corp/v1",
                    "credential",
                    "corp"),
            new Accepted("fast?temperature=0", "fast", Optional.empty(), Map.of("temperature", List.of("0"))),
            new Accepted("groq", "groq", Optional.empty(), Map.of()),
            Accepted.location("  \tgroq:x \t", "groq", "x"),
            Accepted.location("GROQ:X", "groq", "X"),
            Accepted.location("groq:a%20b%C3%A4%2f", "groq", "a bä/"),
            Accepted.location("groq:x?user=a+b%2Bc%20d", "groq", "x", "user", "a+b+c d"),
            Accepted.location("groq:x?user=a=b?c:d/e;f$g{h}", "groq", "x", "user", "a=b?c:d/e;f$g{h}"),
            Accepted.location("groq:x?stop=%0A%09", "groq", "x", "stop", "\n\t"),
            Accepted.location("groq:x?extra.topK=1&extra.top_k=2", "groq", "x", "extra.topK", "1", "extra.top_k", "2"),
            new Accepted("groq:x?stop=a&STOP=b", "groq", Optional.of("x"), Map.of("stop", List.of("a", "b"))));

    @ParameterizedTest
    @FieldSource("ACCEPTED")
    void acceptedRowsMeanWhatTheTableSays(Accepted row) {
        Route route = Route.parse(row.text());
        assertThat(route.targets()).hasSize(1);
        Target target = route.targets().get(0);
        assertThat(target.name()).isEqualTo(row.name());
        assertThat(target.model()).isEqualTo(row.model());
        assertThat(target.parameters()).isEqualTo(row.parameters());
        assertThat(Route.parse(route.toString())).isEqualTo(route);
    }

    @Test
    void routeHasItsTargetsInOrderWithTheirColumns() {
        Route route = Route.parse("groq:openai/gpt-oss-20b | openrouter:openai/gpt-oss-20b|fast?seed=1");
        assertThat(route.targets()).extracting(Target::name).containsExactly("groq", "openrouter", "fast");
        assertThat(route.targets()).extracting(Target::column).containsExactly(1, 27, 57);
        assertThat(route.targets().get(2).isAlias()).isTrue();
        assertThat(route).hasToString("groq:openai/gpt-oss-20b | openrouter:openai/gpt-oss-20b | fast?seed=1");
        assertThatThrownBy(() -> route.targets().get(2).location()).isInstanceOf(IllegalStateException.class);
    }

    /** A text, the column of its fault and words of the remedy. */
    record Rejected(String text, int column, String remedy) {}

    static final List<Rejected> REJECTED = List.of(
            new Rejected("", 1, "PROVIDER:MODEL"),
            new Rejected("   ", 1, "groq:openai/gpt-oss-20b"),
            new Rejected("groq:", 6, "PROVIDER:MODEL"),
            new Rejected("groq:?seed=1", 6, "PROVIDER:MODEL"),
            new Rejected(":x", 1, "PROVIDER:MODEL"),
            new Rejected("?seed=1", 1, "PROVIDER:MODEL"),
            new Rejected("openai/gpt-4o", 7, "write openai:gpt-4o"),
            new Rejected("meta-llama/llama-3:free", 11, "PROVIDER:meta-llama/llama-3:free"),
            new Rejected("./models/x.gguf", 2, "PROVIDER:MODEL"),
            new Rejected("/models/x.gguf", 1, "PROVIDER:MODEL"),
            new Rejected("https://api.groq.com/openai/v1", 1, "openai-compatible:MODEL?base_url=https://…"),
            new Rejected("HTTP:x", 1, "base_url"),
            new Rejected("jdbc:postgresql:shop", 1, "PROVIDER:MODEL"),
            new Rejected("a:x | ftp:y", 1, "at least 2"),
            new Rejected("aa:x | ftp:y", 8, "URL"),
            new Rejected("acme://model", 1, "URL"),
            new Rejected("acme:%2F%2Fmodel", 6, "'//'"),
            new Rejected("groq:x;temperature=0", 7, "?name=value"),
            new Rejected("groq:x?temperature=0;top_p=1", 21, "'&'"),
            new Rejected("groq: x", 6, "%20"),
            new Rejected("groq :x", 5, "leave it out"),
            new Rejected("my alias", 3, "leave it out"),
            new Rejected("groq:x?user=a b", 14, "%20"),
            new Rejected("groq:x? seed=1", 8, "leave it out"),
            new Rejected("groq:modéle", 9, "%XX"),
            new Rejected("grøq:x", 3, "PROVIDER:MODEL"),
            new Rejected("groq:x?user=ü", 13, "%XX"),
            new Rejected("groq:${MODEL}", 6, "fill it in"),
            new Rejected("${LOCATION}", 1, "fill it in"),
            new Rejected("groq:x?user=${USER}", 13, "fill it in"),
            new Rejected("C:\\models\\x.gguf", 1, "file path"),
            new Rejected("c:/models/x.gguf", 1, "file path"),
            new Rejected("models\\x.gguf", 7, "PROVIDER:MODEL"),
            new Rejected("groq:x?seed=1&seed=2", 15, "once"),
            new Rejected("groq:x?max_tokens=1&maxTokens=2", 21, "as 'max_tokens' before"),
            new Rejected("groq:x?extra.a=1&extra.a=2", 18, "once"),
            new Rejected("a||b", 3, "leave out the '|'"),
            new Rejected("aa:x|", 6, "leave out the '|'"),
            new Rejected("| aa:x", 1, "leave out the '|'"),
            new Rejected("groq:a\nb", 7, "leave it out"),
            new Rejected("groq:x\n", 7, "leave it out"),
            new Rejected("groq:x%0d%0ay", 7, "leave it out"),
            new Rejected("groq:x%C2%85", 7, "leave it out"),
            new Rejected("groq:x?user=a%0d%0aX-Evil:1", 14, "leave it out"),
            new Rejected("groq:x?stop=%00", 13, "leave it out"),
            new Rejected("groq:x%4", 7, "%25"),
            new Rejected("groq:x%", 7, "%25"),
            new Rejected("groq:x%G0", 7, "%25"),
            new Rejected("groq:x%FF", 7, "UTF-8"),
            new Rejected("groq:x%ED%A0%80", 7, "UTF-8"),
            new Rejected("groq:x#part", 7, "%XX"),
            new Rejected("groq:x?user=#part", 13, "%XX"),
            new Rejected("groq:x&seed=1", 7, "'?'"),
            new Rejected("groq:x?", 8, "?name=value"),
            new Rejected("groq:x?seed=1&", 15, "?name=value"),
            new Rejected("groq:x?seed=1&&n=1", 15, "?name=value"),
            new Rejected("groq:x?seed", 8, "name=value"),
            new Rejected("groq:x?seed=", 8, "name=value"),
            new Rejected("groq:x?=1", 8, "?name=value"),
            new Rejected("groq:x?1a=1", 8, "?name=value"),
            new Rejected("-fast", 1, "PROVIDER:MODEL"),
            new Rejected("x".repeat(65) + ":m", 1, "64"),
            new Rejected("groq:" + "x".repeat(2044), 2049, "alias"),
            new Rejected("aa|".repeat(8) + "aa", 25, "leave out the rest"),
            new Rejected("groq:x?" + "stop=a&".repeat(64) + "stop=a", 456, "leave out the rest"));

    @ParameterizedTest
    @FieldSource("REJECTED")
    void rejectedRowsNameTheColumnAndTheRemedy(Rejected row) {
        ConfigurationException refused =
                catchThrowableOfType(ConfigurationException.class, () -> Route.parse(row.text()));
        assertThat(refused).as(row.text()).isNotNull();
        assertThat(refused)
                .hasMessageContaining("(column " + row.column() + ")")
                .hasMessageContaining(row.remedy());
        assertThat(refused.phase()).isEqualTo(ChatException.Phase.CONFIG);
        assertThat(refused.isRetryable()).isFalse();
    }

    @Test
    void limitsThemselvesAreAccepted() {
        assertThat(Route.parse("groq:" + "x".repeat(2043)).targets()).hasSize(1);
        assertThat(Route.parse("aa|".repeat(7) + "aa").targets()).hasSize(8);
        assertThat(Route.parse("x".repeat(64) + ":m").targets()).hasSize(1);
        assertThat(Route.parse("groq:x?" + "stop=a&".repeat(63) + "stop=a")
                        .targets()
                        .get(0)
                        .parameters()
                        .get("stop"))
                .hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api_key",
                "apiKey",
                "API-KEY",
                "key",
                "token",
                "password",
                "authorization",
                "secret",
                "bearer",
                "passwd",
                "auth_token",
                "access_token",
                "client_secret",
                "openai_api_key",
                "x-api-key",
                "extra.api_key",
                "extra.key"
            })
    void secretIsRefusedAndNeverRepeated(String name) {
        for (String start : List.of("groq:x?", "fast?", "groq:x?seed=1&", "aa:x | groq:x?")) {
            for (String end : List.of("", "&seed=2", "|b", "#", " ü", "%zz")) {
                assertThatThrownBy(() -> Route.parse(start + name + "=" + SECRET + end))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("(column " + (start.length() + 1) + ")")
                        .hasMessageContaining("keys don't belong in a location, use credential=NAME")
                        .hasMessageNotContaining(SECRET);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_tokens", "first_token_timeout", "top_k", "extra.prompt_cache_key", "max_total_tokens"})
    void namesThatOnlyResembleSecretsArePassed(String name) {
        assertThat(Route.parse("groq:x?" + name + "=1").targets()).hasSize(1);
    }

    @Test
    void providersOwnParameterMayRepeatUntilTheProviderIsKnown() {
        assertThat(Route.parse("acme:x?tag=a&TAG=b").targets().get(0).parameters())
                .isEqualTo(Map.of("tag", List.of("a", "b")));
    }

    @Test
    void valuesAreNeverRepeatedInMessages() {
        String value = "W0rdOfHonour";
        for (String text : List.of(
                "groq:x?user=" + value + "&user=" + value,
                "groq:x?user=" + value + " ",
                "groq:x?user=" + value + " a",
                "groq:x?user=" + value + "#",
                "groq:x?user=" + value + "%0",
                "groq:x?user=" + value + "%FF",
                "groq:x?user=" + value + "${x}",
                "groq:x?user=" + value + ";a=1")) {
            try {
                Route.parse(text);
            } catch (ConfigurationException refused) {
                assertThat(refused).hasMessageNotContaining(value);
            }
        }
    }

    @Test
    void garbageOnlyEverGivesConfigurationExceptions() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String alphabet = "abCZ09-_.~:/@+%?&=|#;$ \t{}\\\"\nü€";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "groq:x?" : "");
            for (int length = random.nextInt(24); length > 0; length--) {
                text.append(
                        random.nextInt(40) == 0
                                ? (char) random.nextInt(0x10000)
                                : alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                Route route = Route.parse(text.toString());
                assertThat(Route.parse(route.toString()))
                        .as("seed %d: %s", seed, text)
                        .isEqualTo(route);
            } catch (ConfigurationException refused) {
                assertThat(refused.getMessage()).as("seed %d: %s", seed, text).contains("(column ");
            }
        }
    }
}
