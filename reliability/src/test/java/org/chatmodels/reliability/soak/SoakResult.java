package org.chatmodels.reliability.soak;

import java.time.Duration;
import java.util.List;

/**
 * What a soak has seen.
 *
 * @param settings it ran with
 * @param history of the server
 * @param tally of the callers
 * @param measured how long it took, and what it held
 */
record SoakResult(SoakSettings settings, History history, Tally tally, Measured measured) {
    private static final long HEAP_MAY_GROW = 8L << 20;

    /**
     * Figures.
     *
     * @param took all of it
     * @param heaps bytes in use after each round
     */
    record Measured(Duration took, List<Long> heaps) {}

    /** Not one thing was wrong. */
    boolean isGood() {
        return violations() == 0;
    }

    int violations() {
        int poisoned = history.reuses();
        return tally.violations() + tally.lost() + poisoned + (heapGrew() ? 1 : 0);
    }

    /** From the end of the first round, the warm-up, to that of the last. */
    long heapGrowth() {
        List<Long> heaps = measured.heaps();
        return heaps.size() < 2 ? 0 : heaps.get(heaps.size() - 1) - heaps.get(0);
    }

    boolean heapGrew() {
        return heapGrowth() > HEAP_MAY_GROW;
    }

    long callsPerSecond() {
        return settings.calls() * 1000L / Math.max(1, measured.took().toMillis());
    }

    /** Requests beyond the first of each call that the server has read. */
    int askedAgain() {
        int again = 0;
        for (int id = 0; id < settings.calls(); id++) {
            again += Math.max(0, history.attempts(id) - 1);
        }
        return again;
    }
}
