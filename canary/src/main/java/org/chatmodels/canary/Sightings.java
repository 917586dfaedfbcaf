package org.chatmodels.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Where canaries were seen since somebody asked; one for the whole JVM, as logging and standard output are. */
final class Sightings {
    private static final int SHOWN = 600;
    private static final ConcurrentLinkedQueue<String> ALL = new ConcurrentLinkedQueue<>();

    private Sightings() {}

    static void look(String where, String text) {
        add(where, text, Canary.in(text));
    }

    /** Where answers are meant to be seen, and so what was asked: keys alone count. */
    static void lookForKeys(String where, String text) {
        add(where, text, Canary.ofKeyIn(text));
    }

    private static void add(String where, String text, Optional<String> seen) {
        if (seen.isPresent()) {
            String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
            ALL.add("'" + seen.get() + "' in " + where + ", thread "
                    + Thread.currentThread().getName() + ": " + shown);
        }
    }

    /** All of them, which are forgotten. */
    static List<String> taken() {
        List<String> taken = new ArrayList<>();
        for (String next = ALL.poll(); next != null; next = ALL.poll()) {
            taken.add(next);
        }
        return taken;
    }
}
