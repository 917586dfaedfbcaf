package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Figures of rate-limit headers. */
class HeadersReaderTest {
    @Test
    void countsAreWholeNumbers() {
        assertThat(HeadersReader.count("0")).contains(0L);
        assertThat(HeadersReader.count(" 14399 ")).contains(14_399L);
        for (String text : new String[] {"", "-1", "1.5", "many", "9".repeat(30), "9".repeat(80)}) {
            assertThat(HeadersReader.count(text)).as(text).isEmpty();
        }
    }
}
