package org.chatmodels.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryTest {
    static String[] spellings() {
        return new String[] {
            Canary.KEY,
            Canary.KEY.toUpperCase(Locale.ROOT),
            Canary.KEY.substring(0, 6) + "…",
            "…" + Canary.KEY.substring(Canary.KEY.length() - 6),
            URLEncoder.encode(Canary.KEY, StandardCharsets.UTF_8),
            Canary.KEY.replace("/", "\\/"),
            base64(Canary.KEY),
            base64(":" + Canary.KEY),
            base64("me:" + Canary.KEY),
            base64("you:" + Canary.KEY),
            Base64.getUrlEncoder().encodeToString(("Bearer " + Canary.KEY).getBytes(StandardCharsets.UTF_8)),
            "gsk-canary"
        };
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void aKeyIsKnownInEverySpelling(String spelling) {
        assertThat(Canary.ofKeyIn("before " + spelling + " after")).isPresent();
        assertThat(Canary.in(spelling)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "canary", "a canary in a line", "sk-", "org.chatmodels.canary", "GROQ_API_KEY is set"})
    void whatIsNoCanaryIsNone(String text) {
        assertThat(Canary.in(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {Canary.PROMPT, "{\"content\":\"CANARY-prompt-5d0a71\"}"})
    void aPromptIsNoKey(String text) {
        assertThat(Canary.in(text)).contains(Canary.PROMPT);
        assertThat(Canary.ofKeyIn(text)).isEmpty();
    }
}
