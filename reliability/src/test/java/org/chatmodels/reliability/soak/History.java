package org.chatmodels.reliability.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/** What the server did to each call, written down before it does it. Bounded: one word per call. */
final class History {
    private static final int BITS = 8;
    private static final int STRAYED = 0x40;
    private static final int FAULT = 0x3F;
    private static final long FULL = 0xFFL << 56;

    private final AtomicLongArray words;
    private final AtomicLongArray strayTimes;
    private final AtomicIntegerArray counts = new AtomicIntegerArray(Fault.values().length);
    private final AtomicInteger strays = new AtomicInteger();
    private final AtomicInteger reused = new AtomicInteger();
    private final AtomicInteger races = new AtomicInteger();

    /**
     * One time that a call came to the server.
     *
     * @param fault what it got
     * @param strayed whether an answer that nobody asked for had been written to that connection before
     */
    record Entry(Fault fault, boolean strayed) {
        @Override
        public String toString() {
            return fault + (strayed ? " after a stray" : "");
        }
    }

    History(int calls) {
        words = new AtomicLongArray(calls);
        strayTimes = new AtomicLongArray(Math.max(64, calls));
    }

    /** How often the call has come so far. */
    int attempts(int id) {
        return entries(words.get(id)).size();
    }

    void add(int id, Fault fault, boolean strayed) {
        long code = fault.ordinal() + 1 | (strayed ? STRAYED : 0);
        counts.incrementAndGet(fault.ordinal());
        words.updateAndGet(id, word -> (word & FULL) == 0 ? word << BITS | code : word);
    }

    /** Oldest first; of more than eight the first eight. */
    List<Entry> of(int id) {
        return entries(words.get(id));
    }

    private static List<Entry> entries(long word) {
        List<Entry> entries = new ArrayList<>(2);
        for (long left = word; left != 0; left >>>= BITS) {
            Fault fault = Fault.values()[(int) (left & FAULT) - 1];
            entries.add(0, new Entry(fault, (left & STRAYED) != 0));
        }
        return entries;
    }

    /** Requests with this fault. */
    int count(Fault fault) {
        return counts.get(fault.ordinal());
    }

    /** The number of the next unsolicited answer. */
    int nextStray() {
        return strays.getAndIncrement();
    }

    /** It has been written. */
    void strayWritten(int number) {
        if (number < strayTimes.length()) {
            strayTimes.set(number, System.nanoTime());
        }
    }

    /** Whether whoever began a call then could know of it: it had been in his socket before. */
    boolean strayWasThere(int number, long began) {
        long written = number < strayTimes.length() ? strayTimes.get(number) : 0;
        return written != 0 && began - written > 0;
    }

    int strays() {
        return strays.get();
    }

    /** A request came on a connection whose last answer had another one with it. */
    void reusedAfterStray() {
        reused.incrementAndGet();
    }

    int reuses() {
        return reused.get();
    }

    /** A request and an unsolicited answer met on the way. */
    void raced() {
        races.incrementAndGet();
    }

    int races() {
        return races.get();
    }
}
