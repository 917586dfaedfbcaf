package org.chatmodels;

import java.time.Duration;
import java.util.Objects;

/** Checks of what callers pass; every message names the argument and says what to write instead. */
final class Arguments {
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Arguments() {}

    static String notBlank(String value, String name) {
        Objects.requireNonNull(value, name);
        check(!value.isBlank(), name, "is blank: leave it out or write a text");
        return value;
    }

    static int atLeast(int least, int value, String name) {
        if (value < least) {
            check(false, name, "is " + value + ": write " + least + " or more");
        }
        return value;
    }

    static double between(double least, double most, double value, String name) {
        if (!(value >= least && value <= most)) {
            check(false, name, "is " + value + ": write a number from " + least + " to " + most);
        }
        return value;
    }

    static double finite(double value, String name) {
        check(Double.isFinite(value), name, "is " + value + ": write a finite number");
        return value;
    }

    /** Also bounded above, so that nobody who counts in nanoseconds overflows. */
    static Duration positive(Duration value, String name) {
        Objects.requireNonNull(value, name);
        check(!value.isNegative() && !value.isZero(), name, "is not positive: write a duration above zero");
        check(value.compareTo(LONGEST) <= 0, name, "is too long: write at most 36500 days");
        return value;
    }

    /** As far as can be told without reading the JSON. */
    static String jsonObject(String json, String name) {
        String trimmed = Objects.requireNonNull(json, name).strip();
        check(trimmed.startsWith("{") && trimmed.endsWith("}"), name, "is no JSON object: write {...}");
        return json;
    }

    static void check(boolean holds, String name, String complaint) {
        if (!holds) {
            throw new IllegalArgumentException(name + " " + complaint);
        }
    }
}
