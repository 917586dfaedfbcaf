package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    private static final List<String> SERVICES = List.of("groq", "mistral", "ollama", "openai", "openrouter", "xai");

    @Test
    void namesCompareWithoutCaseAndDashes() {
        assertThat(Names.same("max_tokens", "maxTokens")).isTrue();
        assertThat(Names.same("openai-compatible", "OpenAI_Compatible")).isTrue();
        assertThat(Names.same("max_tokens", "max.tokens")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "qroq, groq",
        "gorq, groq",
        "groqq, groq",
        "mistrall, mistral",
        "open-ai, openai",
        "opnai, openai",
        "olama, ollama",
        "openrout, openrouter"
    })
    void nearestNameIsFound(String written, String meant) {
        assertThat(Names.nearest(written, SERVICES)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"acme", "z", "''", "anthropic", "qq"})
    void nothingIsSuggestedWhenNothingIsNear(String written) {
        assertThat(Names.nearest(written, SERVICES)).isEmpty();
    }

    @Test
    void beginningOfANameIsEnough() {
        assertThat(Names.nearest("temp", List.of("top_p", "temperature"))).contains("temperature");
        assertThat(Names.nearest("tem", List.of("top_p", "temperature"))).isEmpty();
        assertThat(Names.suggestion("temp", List.of("temperature"))).isEqualTo(" Did you mean 'temperature'?");
        assertThat(Names.suggestion("xyz", List.of("temperature"))).isEmpty();
    }

    @Test
    void veryLongNameIsNotCompared() {
        assertThat(Names.nearest("groq".repeat(100_000), SERVICES)).isEmpty();
    }
}
