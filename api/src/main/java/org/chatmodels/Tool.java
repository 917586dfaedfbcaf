package org.chatmodels;

import java.util.Optional;

/** A function the model may call. */
public final class Tool {
    private Tool() {}

    /** A tool the caller runs. */
    public static Tool declare(String name, String description, String parametersJsonSchema) {
        throw new AssertionError();
    }

    /** A tool the backend runs, sent as it stands to that provider, ignored with a warning by others. */
    public static Tool hosted(String provider, String json) {
        throw new AssertionError();
    }

    public Tool strict(boolean on) {
        throw new AssertionError();
    }

    public String name() {
        throw new AssertionError();
    }

    public String description() {
        throw new AssertionError();
    }

    /** JSON Schema of the arguments; of a hosted tool its JSON. */
    public String parameters() {
        throw new AssertionError();
    }

    public Optional<Boolean> strict() {
        throw new AssertionError();
    }

    /** The provider whose backend runs it. */
    public Optional<String> hostedBy() {
        throw new AssertionError();
    }

    /** Runs the body; IllegalStateException without one. */
    public String call(String argumentsJson) throws Exception {
        throw new AssertionError();
    }

    /** Name, kind and size of the schema. */
    @Override
    public String toString() {
        throw new AssertionError();
    }
}
