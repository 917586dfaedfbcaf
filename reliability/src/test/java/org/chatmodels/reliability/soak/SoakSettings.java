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
    private static final int ROUNDS = 5;
    private static final int LINES = 20;
    private static final Duration ROUND_LIMIT = Duration.ofMinutes(10);

    SoakSettings {
        if (calls < LINES || threads < 1) {
            throw new IllegalArgumentException("at least " + LINES + " calls and one thread");
        }
    }

    /** After each of the rounds, in which the calls come, nothing may be in use. */
    int rounds() {
        return ROUNDS;
    }

    /** The first call of a round; of the round after the last the number of all calls. */
    int start(int round) {
        return (int) ((long) calls * round / ROUNDS);
    }

    /** Calls from one line of progress to the next, of which there are twenty. */
    int line() {
        return calls / LINES;
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
