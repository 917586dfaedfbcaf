package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class UsageTest {
    private static final Usage ALL = Usage.builder()
            .inputTokens(1)
            .outputTokens(2)
            .totalTokens(3)
            .cachedInputTokens(4)
            .cacheWriteTokens(5)
            .reasoningTokens(6)
            .audioTokens(7)
            .cost(new BigDecimal("0.08"))
            .build();

    @Test
    void unknownIsEmptyNeverZero() {
        assertThat(Usage.UNKNOWN.inputTokens()).isEmpty();
        assertThat(Usage.UNKNOWN.outputTokens()).isEmpty();
        assertThat(Usage.UNKNOWN.totalTokens()).isEmpty();
        assertThat(Usage.UNKNOWN.cachedInputTokens()).isEmpty();
        assertThat(Usage.UNKNOWN.cacheWriteTokens()).isEmpty();
        assertThat(Usage.UNKNOWN.reasoningTokens()).isEmpty();
        assertThat(Usage.UNKNOWN.audioTokens()).isEmpty();
        assertThat(Usage.UNKNOWN.cost()).isEmpty();
        assertThat(Usage.UNKNOWN).hasToString("Usage[]");
    }

    @Test
    void everyFigureComesBack() {
        assertThat(ALL.inputTokens()).hasValue(1);
        assertThat(ALL.outputTokens()).hasValue(2);
        assertThat(ALL.totalTokens()).hasValue(3);
        assertThat(ALL.cachedInputTokens()).hasValue(4);
        assertThat(ALL.cacheWriteTokens()).hasValue(5);
        assertThat(ALL.reasoningTokens()).hasValue(6);
        assertThat(ALL.audioTokens()).hasValue(7);
        assertThat(ALL.cost()).contains(new BigDecimal("0.08"));
        assertThat(ALL.toBuilder().build()).isEqualTo(ALL).hasSameHashCodeAs(ALL);
        assertThat(ALL)
                .hasToString(
                        "Usage[input=1, output=2, total=3, cachedInput=4, cacheWrite=5, reasoning=6, audio=7, cost=0.08]");
    }

    @Test
    void ofAddsInputAndOutputUp() {
        assertThat(Usage.of(3, 4).totalTokens()).hasValue(7);
        assertThat(Usage.of(0, 0).totalTokens()).hasValue(0);
        assertThat(Usage.of(Long.MAX_VALUE, 1).totalTokens()).hasValue(Long.MAX_VALUE);
    }

    @Test
    void plusAddsEveryFigure() {
        assertThat(ALL.plus(ALL))
                .isEqualTo(Usage.builder()
                        .inputTokens(2)
                        .outputTokens(4)
                        .totalTokens(6)
                        .cachedInputTokens(8)
                        .cacheWriteTokens(10)
                        .reasoningTokens(12)
                        .audioTokens(14)
                        .cost(new BigDecimal("0.16"))
                        .build());
    }

    @Test
    void unknownOnEitherSideStaysUnknown() {
        assertThat(ALL.plus(Usage.UNKNOWN)).isEqualTo(Usage.UNKNOWN);
        assertThat(Usage.UNKNOWN.plus(ALL)).isEqualTo(Usage.UNKNOWN);
        assertThat(ALL.plus(Usage.of(1, 1)))
                .isEqualTo(Usage.builder()
                        .inputTokens(2)
                        .outputTokens(3)
                        .totalTokens(5)
                        .build());
    }

    @Test
    void sumStaysAtTheLargestLong() {
        assertThat(Usage.of(Long.MAX_VALUE, 0).plus(Usage.of(1, 0)).inputTokens())
                .hasValue(Long.MAX_VALUE);
    }

    @Test
    void negativeFigureOfAServerIsUnknown() {
        assertThat(Usage.of(-1, 5).inputTokens()).isEmpty();
        assertThat(Usage.of(-1, 5).totalTokens()).isEmpty();
        assertThat(Usage.builder().cost(new BigDecimal("-1")).build()).isEqualTo(Usage.UNKNOWN);
    }

    @Test
    void zeroIsKnown() {
        assertThat(Usage.of(0, 0)).isNotEqualTo(Usage.UNKNOWN);
        assertThat(Usage.of(0, 0).inputTokens()).hasValue(0);
    }

    @Test
    void builderCanGoOnAfterBuild() {
        Usage.Builder builder = Usage.builder().inputTokens(1);
        Usage first = builder.build();
        builder.inputTokens(2);
        assertThat(first.inputTokens()).hasValue(1);
    }
}
