package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** Limits are never early; how late they may be is generous, for slow machines. */
final class Timing {
    private static final int LATE = 500;

    private Timing() {}

    static void within(long began, int millis) {
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(millis), Duration.ofMillis(millis + LATE));
    }
}
