package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Resets of rate limits; waits before another try are in {@link RetryHintsTest}. */
class DelaysTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "6m0s | PT6M",
                "2m59.56s | PT2M59.56S",
                "17ms | PT0.017S",
                "1h0m1s | PT1H1S",
                "0s | PT0S",
                "5µs | PT0.000005S",
                "250ns | PT0.00000025S",
                "' 1s ' | PT1S",
                "6 | PT6S",
                "31,120 | PT31S",
                "2026-11-20T12:01:00Z | PT1M",
                "Fri, 20 Nov 2026 12:00:30 GMT | PT30S",
                "1795176060 | PT1M",
                "1795176060000 | PT1M",
                "2026-11-20T11:00:00Z | PT0S"
            })
    void resetsAreReadInAllTheirForms(String text, Duration delay) {
        assertThat(Delays.read(text, NOW)).contains(delay);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "s", "-1s", "-1", "1..5s", ".s", "NaNs", "NaN", "1e99s", "6m0", "1y", "999999h", "1e99", "soon"
            })
    void whatIsNoDelayIsUnknown(String text) {
        assertThat(Delays.read(text, NOW)).isEmpty();
        assertThat(Delays.read("9".repeat(80) + text, NOW)).isEmpty();
    }
}
