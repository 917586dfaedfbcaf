package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Figures of rate-limit headers. */
class HeadersReaderTest {
    @Test
    void resetsAreGoDurations() {
        assertThat(HeadersReader.duration("6m0s")).contains(Duration.ofMinutes(6));
        assertThat(HeadersReader.duration("2m59.56s")).contains(Duration.ofMillis(179_560));
        assertThat(HeadersReader.duration("17ms")).contains(Duration.ofMillis(17));
        assertThat(HeadersReader.duration("1h0m1s")).contains(Duration.ofSeconds(3601));
        assertThat(HeadersReader.duration("0s")).contains(Duration.ZERO);
        assertThat(HeadersReader.duration("5µs")).contains(Duration.ofNanos(5_000));
    }

    @Test
    void whatIsNoDurationIsUnknown() {
        for (String text : new String[] {
            "",
            "s",
            "6",
            "-1s",
            "1..5s",
            ".s",
            "NaNs",
            "1e99s",
            "6m0",
            "1y",
            " 1s",
            "1s ",
            "9".repeat(80) + "s",
            "999999h"
        }) {
            assertThat(HeadersReader.duration(text)).as(text).isEmpty();
        }
    }

    @Test
    void countsAreWholeNumbers() {
        assertThat(HeadersReader.count("0")).contains(0L);
        assertThat(HeadersReader.count(" 14399 ")).contains(14_399L);
        for (String text : new String[] {"", "-1", "1.5", "many", "9".repeat(30), "9".repeat(80)}) {
            assertThat(HeadersReader.count(text)).as(text).isEmpty();
        }
    }
}
