package org.chatmodels.reliability.soak;

import java.time.Duration;

/**
 * How long and how hard.
 *
 * @param calls all of them
 * @param threads that make them
 * @param seed of the faults and of the kinds of calls
 * @param retries per call, below zero for the default of the library
 */
record SoakSettings(int calls, int threads, long seed, int retries) {
    private static final int ROUNDS = 20;
    private static final Duration ROUND_LIMIT = Duration.ofMinutes(3);

    SoakSettings {
        if (calls < ROUNDS || threads < 1) {
            throw new IllegalArgumentException("at least " + ROUNDS + " calls and one thread");
        }
    }

    /** The calls come in rounds of five per cent; after each of them nothing may be in use. */
    int rounds() {
        return ROUNDS;
    }

    /** The first call of a round; of the round after the last the number of all calls. */
    int start(int round) {
        return (int) ((long) calls * round / ROUNDS);
    }

    /** A round that is not over by then hangs. */
    Duration roundLimit() {
        return ROUND_LIMIT;
    }

    /** Most that a call may ask again of its own accord. */
    int mostRetries() {
        return retries < 0 ? 2 : retries;
    }
}
