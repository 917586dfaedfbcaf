package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.RateLimit;
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

    @Test
    void servicesNameTheirLimitsInManyWays() {
        assertThat(read("x-ratelimit-remaining-requests", "7", "x-ratelimit-reset-tokens", "2m59.56s"))
                .isEqualTo(RateLimit.builder()
                        .remainingRequests(7)
                        .resetTokens(Duration.parse("PT2M59.56S"))
                        .build());
        assertThat(read("x-ratelimit-remaining-requests-day", "7", "x-ratelimit-remaining-tokens-minute", "8"))
                .isEqualTo(RateLimit.builder()
                        .remainingRequests(7)
                        .remainingTokens(8)
                        .build());
        assertThat(read("ratelimitbysize-remaining", "8", "ratelimitbysize-reset", "26"))
                .isEqualTo(RateLimit.builder()
                        .remainingTokens(8)
                        .resetTokens(Duration.ofSeconds(26))
                        .build());
        assertThat(read("x-ratelimit-remaining", "7", "x-ratelimit-reset", "1760000030000"))
                .isEqualTo(RateLimit.builder()
                        .remainingRequests(7)
                        .resetRequests(Duration.ofSeconds(30))
                        .build());
        assertThat(read("anthropic-ratelimit-requests-reset", "2025-10-09T08:53:30Z"))
                .isEqualTo(RateLimit.builder()
                        .resetRequests(Duration.ofSeconds(10))
                        .build());
    }

    @Test
    void whatIsNoFigureLeavesRoomForTheNextName() {
        assertThat(read("x-ratelimit-remaining-requests", "many", "x-ratelimit-remaining", "7"))
                .isEqualTo(RateLimit.builder().remainingRequests(7).build());
        assertThat(read("x-ratelimit-remaining-tokens", "-1")).isEqualTo(RateLimit.NONE);
    }

    private static RateLimit read(String... headers) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return HeadersReader.rateLimit(
                name -> Optional.ofNullable(all.get(name)), Instant.ofEpochSecond(1_760_000_000));
    }
}
