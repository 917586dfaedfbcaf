package org.chatmodels;

import java.util.Optional;

/** The form the answer must have. */
public final class ResponseFormat {
    /** JSON: any JSON; SCHEMA: JSON that fits {@link #schema()}. */
    public enum Kind {
        TEXT,
        JSON,
        SCHEMA
    }

    public static final ResponseFormat TEXT = new ResponseFormat();
    public static final ResponseFormat JSON = new ResponseFormat();

    private ResponseFormat() {}

    public static ResponseFormat schema(String name, String jsonSchema) {
        throw new AssertionError();
    }

    public ResponseFormat strict(boolean on) {
        throw new AssertionError();
    }

    public Kind kind() {
        throw new AssertionError();
    }

    public Optional<String> name() {
        throw new AssertionError();
    }

    public Optional<String> schema() {
        throw new AssertionError();
    }

    public Optional<Boolean> strict() {
        throw new AssertionError();
    }

    @Override
    public boolean equals(Object other) {
        throw new AssertionError();
    }

    @Override
    public int hashCode() {
        throw new AssertionError();
    }

    /** Kind, name and the size of the schema. */
    @Override
    public String toString() {
        throw new AssertionError();
    }
}
