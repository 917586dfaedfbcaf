package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyMaskTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Incorrect API key provided: sk-proj-abc123def456. Look | Incorrect API key provided: [redacted]. Look",
                "Incorrect key: sk-ab****************wxyz! | Incorrect key: [redacted]!",
                "gsk_abcdefgh12345678 is bad | [redacted] is bad",
                "'Authorization: Bearer abcdef1234567890' | 'Authorization: Bearer [redacted]'",
                "bearer abc1 | bearer [redacted]",
                "api key 0123456789abcdef0123456789abcdef | api key [redacted]",
                "\"api_key\":\"Zm9vYmFyYmF6cXV4MTIz\" | \"api_key\":\"[redacted]\"",
                "token=abcdefghij0123456789& | token=[redacted]&",
                "AIzaSyA1234567890abcdefghij | [redacted]",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc | [redacted]",
                "dump a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6a7b8c9d0 end | dump [redacted] end"
            })
    void whatLooksLikeAKeyIsMasked(String text, String masked) {
        assertThat(KeyMask.mask(text, List.of())).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "The model `openai/gpt-oss-20b` does not exist.",
                "Invalid API Key",
                "Bearer authentication required",
                "The API key is missing",
                "No such model meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8",
                "maximum token count 1234567890123456789",
                "request id 0190f2b4-7d1c-7e55-9b1f-2f0c8f7f3c11",
                "sk-short",
                "see https://example.test/docs/errors#rate-limits. Bye...",
                "sk-learn-compatible-models"
            })
    void otherTextStaysAsItIs(String text) {
        assertThat(KeyMask.mask(text, List.of())).isEqualTo(text);
    }

    @Test
    void keysThatWereSentAreMaskedWhateverTheyLookLike() {
        assertThat(KeyMask.mask("no plain here, nor cGxhaW4= or cGxhaW4", List.of("plain", "")))
                .isEqualTo("no [redacted] here, nor [redacted] or [redacted]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"q?/+a>", "q?\\/+a>", "q%3F%2F%2Ba%3E", "cT8vK2E+", "cT8vK2E-"})
    void keysThatWereSentAreMaskedInEverySpelling(String spelling) {
        assertThat(KeyMask.mask("no " + spelling + "!", List.of("q?/+a>"))).isEqualTo("no [redacted]!");
    }

    @Test
    void maskingIsLinear() {
        String text = "key ".repeat(100_000) + "a1".repeat(200_000);
        assertThat(KeyMask.mask(text, List.of())).hasSizeLessThan(text.length());
    }
}
