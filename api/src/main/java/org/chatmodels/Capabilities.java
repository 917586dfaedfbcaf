package org.chatmodels;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

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

    /** Nothing known. */
    public static final Capabilities UNKNOWN = builder().build();

    private final Map<Feature, Support> known;
    private final @Nullable Integer contextWindow;
    private final @Nullable Integer maxOutputTokens;

    private Capabilities(Builder from) {
        known = new EnumMap<>(from.known);
        contextWindow = from.contextWindow;
        maxOutputTokens = from.maxOutputTokens;
    }

    /** Starts with nothing known. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts with what is known here. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.known.putAll(known);
        builder.contextWindow = contextWindow;
        builder.maxOutputTokens = maxOutputTokens;
        return builder;
    }

    /** Laid over what is weaker. */
    Capabilities over(Capabilities weaker) {
        Builder merged = weaker.toBuilder();
        merged.known.putAll(known);
        merged.contextWindow = contextWindow == null ? merged.contextWindow : contextWindow;
        merged.maxOutputTokens = maxOutputTokens == null ? merged.maxOutputTokens : maxOutputTokens;
        return merged.build();
    }

    /** Whether the model can do it; UNKNOWN if nobody said. */
    public Support support(Feature feature) {
        return known.getOrDefault(Objects.requireNonNull(feature, "feature"), Support.UNKNOWN);
    }

    /** Tokens. */
    public OptionalInt contextWindow() {
        return contextWindow == null ? OptionalInt.empty() : OptionalInt.of(contextWindow);
    }

    /** Tokens that an answer can have at most. */
    public OptionalInt maxOutputTokens() {
        return maxOutputTokens == null ? OptionalInt.empty() : OptionalInt.of(maxOutputTokens);
    }

    /** Equal when the same is known and equal. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Capabilities capabilities
                && known.equals(capabilities.known)
                && Objects.equals(contextWindow, capabilities.contextWindow)
                && Objects.equals(maxOutputTokens, capabilities.maxOutputTokens);
    }

    @Override
    public int hashCode() {
        return Objects.hash(known, contextWindow, maxOutputTokens);
    }

    /** What is known. */
    @Override
    public String toString() {
        return "Capabilities[" + known
                + (contextWindow == null ? "" : ", contextWindow=" + contextWindow)
                + (maxOutputTokens == null ? "]" : ", maxOutputTokens=" + maxOutputTokens + "]");
    }

    /** Collects capabilities; what is not named is UNKNOWN. */
    public static final class Builder {
        private final Map<Feature, Support> known = new EnumMap<>(Feature.class);
        private @Nullable Integer contextWindow;
        private @Nullable Integer maxOutputTokens;

        private Builder() {}

        /** Sets whether the model can do it. */
        public Builder support(Feature feature, Support support) {
            Objects.requireNonNull(feature, "feature");
            if (Objects.requireNonNull(support, "support") == Support.UNKNOWN) {
                known.remove(feature);
            } else {
                known.put(feature, support);
            }
            return this;
        }

        /** Sets the tokens that prompt and answer can have together: 1 or more. */
        public Builder contextWindow(int tokens) {
            contextWindow = Arguments.atLeast(1, tokens, "contextWindow");
            return this;
        }

        /** Sets the tokens that an answer can have at most: 1 or more. */
        public Builder maxOutputTokens(int tokens) {
            maxOutputTokens = Arguments.atLeast(1, tokens, "maxOutputTokens");
            return this;
        }

        /** Makes the capabilities; the builder can be used again. */
        public Capabilities build() {
            return new Capabilities(this);
        }
    }
}
