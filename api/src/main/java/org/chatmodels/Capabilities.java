package org.chatmodels;

import java.util.OptionalInt;

/** What a model can do, as far as anyone knows. */
public final class Capabilities {
    /** Grows. */
    public enum Feature {
        STREAMING,
        TOOLS,
        PARALLEL_TOOLS,
        JSON_MODE,
        JSON_SCHEMA,
        IMAGES,
        AUDIO,
        FILES,
        REASONING,
        LOGPROBS,
        MULTIPLE_CHOICES,
        SEED
    }

    /** UNKNOWN: try. */
    public enum Support {
        YES,
        NO,
        UNKNOWN
    }

    public static final Capabilities UNKNOWN = new Capabilities();

    private Capabilities() {}

    public static Builder builder() {
        throw new AssertionError();
    }

    public Builder toBuilder() {
        throw new AssertionError();
    }

    public Support support(Feature feature) {
        throw new AssertionError();
    }

    /** Tokens. */
    public OptionalInt contextWindow() {
        throw new AssertionError();
    }

    public OptionalInt maxOutputTokens() {
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

    /** Collects capabilities; what is not named is UNKNOWN. */
    public static final class Builder {
        private Builder() {}

        public Builder support(Feature feature, Support support) {
            throw new AssertionError();
        }

        public Builder contextWindow(int tokens) {
            throw new AssertionError();
        }

        public Builder maxOutputTokens(int tokens) {
            throw new AssertionError();
        }

        public Capabilities build() {
            throw new AssertionError();
        }
    }
}
