package org.chatmodels;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One target of a route: a location or an alias, with its parameters as written (decoded).
 *
 * @param column where it begins in the text, from 1
 * @param name provider of a location (lower-case, '_' read as '-'), else name of the alias as written
 * @param model empty for an alias
 * @param parameters decoded values by name as first written; the lists are never empty
 */
record Target(int column, String name, Optional<String> model, Map<String, List<String>> parameters) {
    boolean isAlias() {
        return model.isEmpty();
    }

    /** The location; IllegalStateException for an alias. */
    ModelLocation location() {
        throw new AssertionError();
    }
}
