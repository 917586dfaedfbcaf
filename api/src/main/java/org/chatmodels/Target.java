package org.chatmodels;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One target of a route: a location or an alias, with its parameters as written. Equal without regard to the column;
 * {@code toString()} parses to an equal one.
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
        return ModelLocation.read(name, model.orElseThrow(() -> new IllegalStateException("an alias")), parameters);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Target
                && name.equals(((Target) other).name)
                && model.equals(((Target) other).model)
                && parameters.equals(((Target) other).parameters);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + model.hashCode();
    }

    @Override
    public String toString() {
        return LocationWriter.write(name, model, parameters);
    }
}
