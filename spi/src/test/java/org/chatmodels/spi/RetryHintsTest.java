package org.chatmodels.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryHintsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final Map<String, String> headers = new HashMap<>();

    private RetryHints hints() {
        return new RetryHints(name -> Optional.ofNullable(headers.get(name)), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private Optional<Duration> wait(String body) {
        byte[] bytes = body.getBytes(UTF_8);
        return hints().retryAfter(ErrorBody.read(bytes, 0, bytes.length), true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 1000",
                "0 | 0",
                "7.66 | 7660",
                "' 3 ' | 3000",
                "31,120 | 31000",
                "1000;w=60 | 1000000",
                "99999 | 99999000",
                "6m0s | 360000",
                "120ms | 120",
                "2m59.56s | 179560",
                "1h2m3s | 3723000",
                "Fri, 20 Nov 2026 12:00:30 GMT | 30000",
                "Friday, 20-Nov-26 12:00:30 GMT | 30000",
                "Fri Nov 20 12:00:30 2026 | 30000",
                "Thu Nov  5 12:00:30 2026 | 0",
                "Fri, 20 Nov 2026 11:00:00 GMT | 0",
                "2026-11-20T12:01:00Z | 60000",
                "2026-11-20T13:01:00+01:00 | 60000",
                "1795176060 | 60000",
                "1795176060000 | 60000",
                "1000000001 | 0"
            })
    void retryAfterIsReadInAllItsForms(String value, long millis) {
        headers.put("retry-after", value);
        assertThat(wait("").map(Duration::toMillis)).contains(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "NaN",
                "1e99",
                "Infinity",
                "",
                " ",
                "soon",
                "1s2",
                "-5s",
                "1.2.3",
                "--",
                "s",
                "5x",
                "+3",
                "1 2",
                "99999999999999999999999999999999999999999999999999",
                "999999999",
                "2026-13-45T12:00:00Z",
                "Fri, nonsense",
                "Mon Xxx 99",
                "0x10",
                "1_000"
            })
    void whatIsNoWaitIsIgnored(String value) {
        headers.put("retry-after", value);
        headers.put("retry-after-ms", value.equals("999999999") ? "x" : value);
        assertThat(wait("")).isEmpty();
    }

    @Test
    void longHeadersAreNotReadAtAll() {
        headers.put("retry-after", "1".repeat(1_000_000));
        headers.put("retry-after-ms", "0".repeat(65) + "5");
        headers.put("date", "x".repeat(1_000_000));
        assertThat(wait("{\"error\":\"try again in " + "9".repeat(100_000) + "s\"}"))
                .isEmpty();
    }

    @Test
    void millisecondsComeFirst() {
        headers.put("retry-after-ms", "1500.5");
        headers.put("retry-after", "9");
        assertThat(wait("")).contains(Duration.ofNanos(1_500_500_000));
        headers.put("retry-after-ms", "-1");
        assertThat(wait("")).contains(Duration.ofSeconds(9));
    }

    @Test
    void datesCountFromTheServersClock() {
        headers.put("retry-after", "Fri, 20 Nov 2026 09:00:30 GMT");
        headers.put("date", "Fri, 20 Nov 2026 09:00:00 GMT");
        assertThat(wait("")).contains(Duration.ofSeconds(30));
        headers.put("date", "rubbish");
        assertThat(wait("")).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Please try again in 7.66s. Visit | 7660", "Please try again in 1m2.5s. | 62500",
                        "Try again in 20 seconds | 20000",
                "Please retry after 6 seconds. | 6000", "Please retry in 38.5s. | 38500",
                        "try again in 120ms, then | 120",
                "Please try again in 1 minute 30 seconds | 60000"
            })
    void theTextOfTheMessageCounts(String message, long millis) {
        assertThat(wait("{\"error\":{\"message\":\"" + message + "\"}}").map(Duration::toMillis))
                .contains(millis);
    }

    @Test
    void theBodysOwnFieldsCountBeforeItsText() {
        String body = "{\"error\":{\"message\":\"try again in 9s\",\"details\":[{\"retryDelay\":\"17.5s\"}]}}";
        assertThat(wait(body)).contains(Duration.ofMillis(17_500));
        assertThat(wait("{\"error\":{\"message\":\"x\",\"retry_after\":3.5}}")).contains(Duration.ofMillis(3500));
        assertThat(wait("{\"retry_after\":\"4\",\"message\":\"x\"}")).contains(Duration.ofSeconds(4));
        assertThat(wait("{\"retry_after\":-4,\"message\":\"x\"}")).isEmpty();
        assertThat(wait("{\"message\":\"try again in a while\"}")).isEmpty();
    }

    @Test
    void onlySpentLimitsCountAndTheLongestOfThem() {
        headers.put("x-ratelimit-remaining-requests", "5");
        headers.put("x-ratelimit-reset-requests", "6m0s");
        assertThat(wait("")).isEmpty();
        headers.put("x-ratelimit-remaining-tokens", "0");
        headers.put("x-ratelimit-reset-tokens", "7.66s");
        assertThat(wait("")).contains(Duration.ofMillis(7660));
        headers.put("x-ratelimit-remaining", "0");
        headers.put("x-ratelimit-reset", "1795176060000");
        assertThat(wait("")).contains(Duration.ofSeconds(60));
        headers.put("anthropic-ratelimit-tokens-remaining", "0");
        headers.put("anthropic-ratelimit-tokens-reset", "2026-11-20T12:02:00Z");
        assertThat(wait("")).contains(Duration.ofSeconds(120));
        assertThat(hints().retryAfter(ErrorBody.read(new byte[0], 0, 0), false)).isEmpty();
    }

    @Test
    void theServersWordOnTryingAgainIsReadStrictly() {
        assertThat(hints().shouldRetry()).isEmpty();
        headers.put("x-should-retry", " TRUE ");
        assertThat(hints().shouldRetry()).contains(true);
        headers.put("x-should-retry", "false");
        assertThat(hints().shouldRetry()).contains(false);
        headers.put("x-should-retry", "1");
        assertThat(hints().shouldRetry()).isEmpty();
    }
}
