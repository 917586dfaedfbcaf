package org.chatmodels;

import java.util.Collection;
import java.util.Optional;

/** How names compare: without case, '-' and '_'. */
final class Names {
    private Names() {}

    /** What two spellings of one name have in common. */
    static String normal(String name) {
        throw new AssertionError();
    }

    static boolean same(String one, String other) {
        throw new AssertionError();
    }

    /** The known name that was probably meant; empty when none is near. */
    static Optional<String> nearest(String name, Collection<String> known) {
        throw new AssertionError();
    }
}
