package org.chatmodels;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Options of a request or of an open; what is empty is decided by whoever comes next, at last the backend. */
public final class ChatOptions {
    /** Nothing set. */
    public static final ChatOptions NONE = new ChatOptions();

    /** What happens to a feature that the service is known not to take. */
    public enum Unsupported {
        ERROR,
        WARN,
        DROP
    }

    private ChatOptions() {}

    public static Builder builder() {
        throw new AssertionError();
    }

    public Builder toBuilder() {
        throw new AssertionError();
    }

    public OptionalDouble temperature() {
        throw new AssertionError();
    }

    public OptionalDouble topP() {
        throw new AssertionError();
    }

    public OptionalInt topK() {
        throw new AssertionError();
    }

    /** Tokens of the answer, thoughts included; the service's own name for it is the provider's care. */
    public OptionalInt maxTokens() {
        throw new AssertionError();
    }

    public List<String> stop() {
        throw new AssertionError();
    }

    public OptionalLong seed() {
        throw new AssertionError();
    }

    public OptionalDouble presencePenalty() {
        throw new AssertionError();
    }

    public OptionalDouble frequencyPenalty() {
        throw new AssertionError();
    }

    /** Number of choices. */
    public OptionalInt n() {
        throw new AssertionError();
    }

    public Optional<Boolean> logprobs() {
        throw new AssertionError();
    }

    public OptionalInt topLogprobs() {
        throw new AssertionError();
    }

    /** Token id to bias, -100 to 100. */
    public Map<String, Integer> logitBias() {
        throw new AssertionError();
    }

    /** The end user, sent as "user"; not printed. */
    public Optional<String> userId() {
        throw new AssertionError();
    }

    public Optional<Boolean> parallelToolCalls() {
        throw new AssertionError();
    }

    /** "none", "low", "high" …: the backend's words, mapped by the dialect. */
    public Optional<String> reasoningEffort() {
        throw new AssertionError();
    }

    /** Whether the service may keep the answer; false is sent where a service would keep it unasked. */
    public Optional<Boolean> store() {
        throw new AssertionError();
    }

    /** Id of the answer that this one continues, on services that keep answers. */
    public Optional<String> previousResponse() {
        throw new AssertionError();
    }

    /** All of a call: retries, pauses and fallbacks included. */
    public Optional<Duration> timeout() {
        throw new AssertionError();
    }

    public Optional<Duration> connectTimeout() {
        throw new AssertionError();
    }

    public Optional<Duration> firstTokenTimeout() {
        throw new AssertionError();
    }

    public Optional<Duration> idleTimeout() {
        throw new AssertionError();
    }

    /** Additional attempts on one target; 0 turns retries off. */
    public OptionalInt retries() {
        throw new AssertionError();
    }

    /** Locations or aliases to move on to. */
    public List<String> fallbacks() {
        throw new AssertionError();
    }

    public Optional<Unsupported> unsupported() {
        throw new AssertionError();
    }

    /** Whether {@link ChatResponse#raw()} is kept. */
    public Optional<Boolean> keepRaw() {
        throw new AssertionError();
    }

    /**
     * Fields of the wire's request as JSON values: String, Number, Boolean, List, Map; null removes the
     * field. Merged recursively over weaker options, as headers are by name.
     */
    public Map<String, Object> extra() {
        throw new AssertionError();
    }

    public Map<String, String> headers() {
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

    /** Names of what is set and plain values; extra, headers and userId by name only. */
    @Override
    public String toString() {
        throw new AssertionError();
    }

    /** Collects options. */
    public static final class Builder {
        private Builder() {}

        public Builder temperature(double value) {
            throw new AssertionError();
        }

        public Builder topP(double value) {
            throw new AssertionError();
        }

        public Builder topK(int value) {
            throw new AssertionError();
        }

        public Builder maxTokens(int value) {
            throw new AssertionError();
        }

        public Builder stop(String... sequences) {
            throw new AssertionError();
        }

        public Builder seed(long value) {
            throw new AssertionError();
        }

        public Builder presencePenalty(double value) {
            throw new AssertionError();
        }

        public Builder frequencyPenalty(double value) {
            throw new AssertionError();
        }

        public Builder n(int value) {
            throw new AssertionError();
        }

        public Builder logprobs(boolean on) {
            throw new AssertionError();
        }

        public Builder topLogprobs(int value) {
            throw new AssertionError();
        }

        public Builder logitBias(Map<String, Integer> biases) {
            throw new AssertionError();
        }

        public Builder userId(String id) {
            throw new AssertionError();
        }

        public Builder parallelToolCalls(boolean on) {
            throw new AssertionError();
        }

        public Builder reasoningEffort(String effort) {
            throw new AssertionError();
        }

        public Builder store(boolean on) {
            throw new AssertionError();
        }

        public Builder previousResponse(String id) {
            throw new AssertionError();
        }

        public Builder timeout(Duration value) {
            throw new AssertionError();
        }

        public Builder connectTimeout(Duration value) {
            throw new AssertionError();
        }

        public Builder firstTokenTimeout(Duration value) {
            throw new AssertionError();
        }

        public Builder idleTimeout(Duration value) {
            throw new AssertionError();
        }

        public Builder retries(int value) {
            throw new AssertionError();
        }

        public Builder fallbacks(String... locations) {
            throw new AssertionError();
        }

        public Builder unsupported(Unsupported action) {
            throw new AssertionError();
        }

        public Builder keepRaw(boolean on) {
            throw new AssertionError();
        }

        public Builder extra(String jsonName, Object value) {
            throw new AssertionError();
        }

        public Builder header(String name, String value) {
            throw new AssertionError();
        }

        public ChatOptions build() {
            throw new AssertionError();
        }
    }
}
