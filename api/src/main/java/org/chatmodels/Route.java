package org.chatmodels;

import java.util.List;

/** What {@code open} takes: one to eight targets, the first preferred; {@code toString()} parses to an equal route. */
record Route(List<Target> targets) {
    /** Fails with {@link ConfigurationException}, which names the column and what to write instead, never a parameter's value. */
    static Route parse(String text) {
        throw new AssertionError();
    }
}
