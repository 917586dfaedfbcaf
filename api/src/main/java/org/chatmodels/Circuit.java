package org.chatmodels;

import java.time.Duration;

/**
 * Whether a target that has others behind it is asked at all. Of at least five calls within a minute more than half
 * failed: it rests for five seconds, or for as long as the server says, and then gets one call as a probe; each probe
 * that fails doubles the rest, up to a minute.
 */
final class Circuit {
    private static final long SECOND = 1_000_000_000;
    private static final int SLOTS = 6;
    private static final long SLOT = 10 * SECOND;
    private static final int FEWEST = 5;
    private static final long SHORTEST = 5 * SECOND;
    private static final long LONGEST = 60 * SECOND;

    /** What a caller gets. */
    enum Admission {
        CALL,
        PROBE,
        REST
    }

    private final int[] calls = new int[SLOTS];
    private final int[] failures = new int[SLOTS];
    private final long epoch;
    private long slot;

    /** 0 while it is not resting. */
    private long rest;

    private long restsUntil;

    Circuit(long now) {
        epoch = now;
    }

    /** A probe puts the next one off by as long as it rests anyway. */
    synchronized Admission admission(long now) {
        if (rest == 0) {
            return Admission.CALL;
        }
        if (now - restsUntil < 0) {
            return Admission.REST;
        }
        restsUntil = now + rest;
        return Admission.PROBE;
    }

    synchronized void succeeded(long now) {
        count(now, 0);
        rest = 0;
    }

    /** {@code hint} is what the server says of waiting, zero for nothing. */
    synchronized void failed(long now, Duration hint, Admission admission) {
        count(now, 1);
        if (admission == Admission.PROBE) {
            rest(now, hint, Math.min(LONGEST, rest * 2));
        } else if (rest == 0 && isFailing()) {
            rest(now, hint, SHORTEST);
        }
    }

    /** No money left: waiting for a few calls more would tell nothing new. */
    synchronized void exhausted(long now) {
        rest(now, Duration.ZERO, LONGEST);
    }

    private void rest(long now, Duration hint, long otherwise) {
        rest = Math.max(SHORTEST, otherwise);
        boolean said = !hint.isZero();
        restsUntil =
                now + (said && hint.compareTo(Duration.ofNanos(LONGEST)) < 0 ? hint.toNanos() : said ? LONGEST : rest);
    }

    private void count(long now, int failed) {
        long current = (now - epoch) / SLOT;
        for (long passed = Math.max(slot + 1, current - SLOTS + 1); passed <= current; passed++) {
            calls[(int) (passed % SLOTS)] = 0;
            failures[(int) (passed % SLOTS)] = 0;
        }
        slot = Math.max(slot, current);
        calls[(int) (slot % SLOTS)]++;
        failures[(int) (slot % SLOTS)] += failed;
    }

    private boolean isFailing() {
        int all = 0;
        int failed = 0;
        for (int i = 0; i < SLOTS; i++) {
            all += calls[i];
            failed += failures[i];
        }
        return all >= FEWEST && failed * 2 > all;
    }
}
