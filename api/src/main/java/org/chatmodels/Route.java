package org.chatmodels;

import java.util.List;

/**
 * What {@code open} takes: one to eight targets, the first preferred; {@code toString()} parses to an equal route.
 *
 * @param targets never empty
 */
record Route(List<Target> targets) {
    static final int MOST_TARGETS = 8;

    Route {
        targets = List.copyOf(targets);
    }

    /**
     * Reads locations and aliases with '|' between them. Fails with {@link ConfigurationException}, which names the
     * column and what to write instead, never a parameter's value.
     */
    static Route parse(String text) {
        return new Route(new LocationReader(text).targets());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Target target : targets) {
            text.append(text.length() == 0 ? "" : " | ").append(target);
        }
        return text.toString();
    }
}
