package org.chatmodels.provider;

import java.util.List;
import java.util.Optional;

/** A parameter of a location: checked, listed and suggested by the registry. Names are as in the wire format. */
public final class OptionInfo {
    /** DURATION is written with its unit, "30s". */
    public enum Type {
        TEXT,
        INTEGER,
        NUMBER,
        BOOLEAN,
        DURATION,
        URL
    }

    private OptionInfo() {}

    /** Name and description are never empty. */
    public static Builder builder(String name, Type type, String description) {
        throw new AssertionError();
    }

    public String name() {
        throw new AssertionError();
    }

    public Type type() {
        throw new AssertionError();
    }

    public String description() {
        throw new AssertionError();
    }

    /** As it would be written; empty when there is none. */
    public Optional<String> defaultValue() {
        throw new AssertionError();
    }

    /** Empty when any value of the type will do. */
    public List<String> allowed() {
        throw new AssertionError();
    }

    /** Whether it may stand more than once in a location; false unless set. */
    public boolean repeatable() {
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

    @Override
    public String toString() {
        throw new AssertionError();
    }

    /** Collects a parameter's description. */
    public static final class Builder {
        private Builder() {}

        public Builder defaultValue(String value) {
            throw new AssertionError();
        }

        public Builder allowed(String... values) {
            throw new AssertionError();
        }

        public Builder repeatable(boolean on) {
            throw new AssertionError();
        }

        public OptionInfo build() {
            throw new AssertionError();
        }
    }
}
