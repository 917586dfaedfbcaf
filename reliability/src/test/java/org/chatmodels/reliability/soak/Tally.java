package org.chatmodels.reliability.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** The outcomes of all calls, each written down once. */
final class Tally {
    private static final int MOST_SHOWN = 30;

    private final AtomicIntegerArray verdicts;
    private final AtomicInteger violations = new AtomicInteger();
    private final AtomicInteger doubled = new AtomicInteger();
    private final List<String> shown = Collections.synchronizedList(new ArrayList<>());

    Tally(int calls) {
        verdicts = new AtomicIntegerArray(calls);
    }

    void add(int id, Verdict verdict) {
        if (!verdicts.compareAndSet(id, 0, verdict.kind().ordinal() + 1)) {
            doubled.incrementAndGet();
            violation("call " + id + " ended twice");
        }
    }

    void violation(String what) {
        violations.incrementAndGet();
        if (shown.size() < MOST_SHOWN) {
            shown.add(what);
        }
    }

    /** How many there are. */
    int violations() {
        return violations.get();
    }

    /** The first of them. */
    List<String> shown() {
        synchronized (shown) {
            return List.copyOf(shown);
        }
    }

    int doubled() {
        return doubled.get();
    }

    boolean isOver(int id) {
        return verdicts.get(id) != 0;
    }

    boolean is(int id, Verdict.Kind kind) {
        return verdicts.get(id) == kind.ordinal() + 1;
    }

    int count(Verdict.Kind kind) {
        int count = 0;
        for (int id = 0; id < verdicts.length(); id++) {
            count += is(id, kind) ? 1 : 0;
        }
        return count;
    }

    /** Calls without an outcome. */
    int lost() {
        int lost = 0;
        for (int id = 0; id < verdicts.length(); id++) {
            lost += isOver(id) ? 0 : 1;
        }
        return lost;
    }
}
