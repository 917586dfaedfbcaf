package org.chatmodels;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Options of a request or of an open; what is empty is decided by whoever comes next, at last the backend. */
public final class ChatOptions {
    /** Nothing set. */
    public static final ChatOptions NONE = new ChatOptions(new OptionValues());

    /** What happens to a feature that the service is known not to take. */
    public enum Unsupported {
        ERROR,
        WARN,
        DROP
    }

    private final OptionValues values;

    private ChatOptions(OptionValues values) {
        this.values = values;
    }

    /** Starts with nothing set. */
    public static Builder builder() {
        return new Builder(new OptionValues());
    }

    /** Starts with what is set here. */
    public Builder toBuilder() {
        return new Builder(values.copy());
    }

    /** Lays these over weaker ones: a value, list or map replaces; headers merge by name, extra merges recursively. */
    ChatOptions over(ChatOptions weaker) {
        if (weaker.values.isEmpty()) {
            return this;
        }
        return values.isEmpty() ? weaker : new ChatOptions(values.over(weaker.values));
    }

    /** How freely tokens are drawn, 0 for the likeliest; services take up to 1 or 2. */
    public OptionalDouble temperature() {
        return values.decimal("temperature");
    }

    /** Draw from the likeliest tokens that together have this probability. */
    public OptionalDouble topP() {
        return values.decimal("topP");
    }

    /** Draw from this many of the likeliest tokens; 0 or -1 mean all where a service says so. */
    public OptionalInt topK() {
        return values.integer("topK");
    }

    /** Tokens of the answer, thoughts included; the service's own name for it is the provider's care. */
    public OptionalInt maxTokens() {
        return values.integer("maxTokens");
    }

    /** Texts that end the answer and do not appear in it; empty if not set. */
    public List<String> stop() {
        return values.list("stop");
    }

    /** Makes answers repeatable, as far as a service can. */
    public OptionalLong seed() {
        return values.whole("seed");
    }

    /** Makes tokens that have appeared less likely, -2 to 2 on most services. */
    public OptionalDouble presencePenalty() {
        return values.decimal("presencePenalty");
    }

    /** Makes tokens less likely the more they have appeared, -2 to 2 on most services. */
    public OptionalDouble frequencyPenalty() {
        return values.decimal("frequencyPenalty");
    }

    /** Number of choices. */
    public OptionalInt n() {
        return values.integer("n");
    }

    /** Whether the answer's tokens come with their probabilities. */
    public Optional<Boolean> logprobs() {
        return values.value("logprobs");
    }

    /** How many of the likeliest tokens come with each. */
    public OptionalInt topLogprobs() {
        return values.integer("topLogprobs");
    }

    /** Token id to bias, -100 to 100. */
    public Map<String, Integer> logitBias() {
        return values.map("logitBias");
    }

    /** The end user, sent as "user"; not printed. */
    public Optional<String> userId() {
        return values.value("userId");
    }

    /** Whether the model may want several calls at once. */
    public Optional<Boolean> parallelToolCalls() {
        return values.value("parallelToolCalls");
    }

    /** "none", "low", "high" …: the backend's words, mapped by the dialect. */
    public Optional<String> reasoningEffort() {
        return values.value("reasoningEffort");
    }

    /** Whether the service may keep the answer; false is sent where a service would keep it unasked. */
    public Optional<Boolean> store() {
        return values.value("store");
    }

    /** Id of the answer that this one continues, on services that keep answers; not printed. */
    public Optional<String> previousResponse() {
        return values.value("previousResponse");
    }

    /** All of a call: retries, pauses and fallbacks included. */
    public Optional<Duration> timeout() {
        return values.value("timeout");
    }

    /** Name look-up, connect and TLS. */
    public Optional<Duration> connectTimeout() {
        return values.value("connectTimeout");
    }

    /** From the request sent to the first content of a stream; comment lines do not count. */
    public Optional<Duration> firstTokenTimeout() {
        return values.value("firstTokenTimeout");
    }

    /** Silence on the wire inside a stream; any byte ends it. */
    public Optional<Duration> idleTimeout() {
        return values.value("idleTimeout");
    }

    /** Additional attempts on one target; 0 turns retries off. */
    public OptionalInt retries() {
        return values.integer("retries");
    }

    /** Locations or aliases to move on to; empty if not set. */
    public List<String> fallbacks() {
        return values.list("fallbacks");
    }

    /** What happens to a feature that the service is known not to take. */
    public Optional<Unsupported> unsupported() {
        return values.value("unsupported");
    }

    /** US dollars that a call, or a run of tools, may cost; {@link BudgetException} before that which would exceed it. */
    public Optional<BigDecimal> maxCost() {
        return values.value("maxCost");
    }

    /** Input and output together; {@link BudgetException} before the call that would exceed it. */
    public OptionalLong maxTotalTokens() {
        return values.whole("maxTotalTokens");
    }

    /** Whether {@link ChatResponse#raw()} is kept. */
    public Optional<Boolean> keepRaw() {
        return values.value("keepRaw");
    }

    /** Whether typed asks send an answer that does not fit back once, with the reason; not unless set. */
    public Optional<Boolean> repair() {
        return values.value("repair");
    }

    /** Fields of the wire's request as JSON values, null removes one; they merge recursively over weaker options. */
    public Map<String, Object> extra() {
        return values.map("extra");
    }

    /** Headers to add to the request; names are equal in any case, and no header carries a key. */
    public Map<String, String> headers() {
        return values.map("headers");
    }

    /** Equal when the same options have equal values; names of headers in any case. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ChatOptions && values.equals(((ChatOptions) other).values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Names of what is set and plain values; extra, headers and userId by name only. */
    @Override
    public String toString() {
        return "ChatOptions" + values;
    }

    /** Collects options. What no backend could take is an IllegalArgumentException that says what to write instead. */
    public static final class Builder {
        private OptionValues values;

        private Builder(OptionValues values) {
            this.values = values;
        }

        /** Lays these over what is set: a list or map replaces, headers and extra merge. */
        Builder layOver(ChatOptions stronger) {
            values = stronger.values.over(values);
            return this;
        }

        /** A value that is checked and immutable already. */
        Builder set(String option, Object value) {
            values.put(option, value);
            return this;
        }

        /** Sets how freely tokens are drawn: 0 or more. */
        public Builder temperature(double value) {
            return set("temperature", Arguments.between(0, Float.MAX_VALUE, value, "temperature"));
        }

        /** Sets the probability that the tokens drawn from have together: 0 to 1. */
        public Builder topP(double value) {
            return set("topP", Arguments.between(0, 1, value, "topP"));
        }

        /** Sets how many of the likeliest tokens are drawn from: -1 or more. */
        public Builder topK(int value) {
            return set("topK", Arguments.atLeast(-1, value, "topK"));
        }

        /** Limits the answer's tokens: 1 or more. */
        public Builder maxTokens(int value) {
            return set("maxTokens", Arguments.atLeast(1, value, "maxTokens"));
        }

        /** Replaces the texts that end the answer; without any it is as if never set. */
        public Builder stop(String... sequences) {
            for (String sequence : sequences) {
                Arguments.check(!sequence.isEmpty(), "stop", "has an empty text: leave it out");
            }
            return set("stop", List.of(sequences));
        }

        /** Makes answers repeatable, as far as a service can. */
        public Builder seed(long value) {
            return set("seed", value);
        }

        /** Makes tokens that have appeared less likely. */
        public Builder presencePenalty(double value) {
            return set("presencePenalty", Arguments.finite(value, "presencePenalty"));
        }

        /** Makes tokens less likely the more they have appeared. */
        public Builder frequencyPenalty(double value) {
            return set("frequencyPenalty", Arguments.finite(value, "frequencyPenalty"));
        }

        /** Sets the number of choices: 1 or more. */
        public Builder n(int value) {
            return set("n", Arguments.atLeast(1, value, "n"));
        }

        /** Asks for the probabilities of the answer's tokens. */
        public Builder logprobs(boolean on) {
            return set("logprobs", on);
        }

        /** Sets how many of the likeliest tokens come with each: 0 or more. */
        public Builder topLogprobs(int value) {
            return set("topLogprobs", Arguments.atLeast(0, value, "topLogprobs"));
        }

        /** Replaces the biases by token id: -100 to 100 each. */
        public Builder logitBias(Map<String, Integer> biases) {
            return set("logitBias", OptionValues.biases(biases));
        }

        /** Names the end user for the backend. */
        public Builder userId(String id) {
            return set("userId", Arguments.notBlank(id, "userId"));
        }

        /** Sets whether the model may want several calls at once. */
        public Builder parallelToolCalls(boolean on) {
            return set("parallelToolCalls", on);
        }

        /** Sets how long the model thinks, in the backend's words. */
        public Builder reasoningEffort(String effort) {
            return set("reasoningEffort", Arguments.notBlank(effort, "reasoningEffort"));
        }

        /** Sets whether the service may keep the answer. */
        public Builder store(boolean on) {
            return set("store", on);
        }

        /** Continues an answer that the service has kept. */
        public Builder previousResponse(String id) {
            return set("previousResponse", Arguments.notBlank(id, "previousResponse"));
        }

        /** Limits all of a call, retries, pauses and fallbacks included. */
        public Builder timeout(Duration value) {
            return set("timeout", Arguments.positive(value, "timeout"));
        }

        /** Limits name look-up, connect and TLS together. */
        public Builder connectTimeout(Duration value) {
            return set("connectTimeout", Arguments.positive(value, "connectTimeout"));
        }

        /** Limits the wait for a stream's first content. */
        public Builder firstTokenTimeout(Duration value) {
            return set("firstTokenTimeout", Arguments.positive(value, "firstTokenTimeout"));
        }

        /** Limits silence on the wire inside a stream. */
        public Builder idleTimeout(Duration value) {
            return set("idleTimeout", Arguments.positive(value, "idleTimeout"));
        }

        /** Sets the additional attempts on one target: 0 or more. */
        public Builder retries(int value) {
            return set("retries", Arguments.atLeast(0, value, "retries"));
        }

        /** Replaces the locations or aliases to move on to; without any it is as if never set. */
        public Builder fallbacks(String... locations) {
            for (String location : locations) {
                Arguments.notBlank(location, "fallback");
            }
            return set("fallbacks", List.of(locations));
        }

        /** Sets what happens to a feature that the service is known not to take. */
        public Builder unsupported(Unsupported action) {
            return set("unsupported", Objects.requireNonNull(action, "action"));
        }

        /** Limits the US dollars of a call or a run of tools: 0 or more. */
        public Builder maxCost(BigDecimal value) {
            Arguments.check(value.signum() >= 0, "maxCost", "is below 0: write US dollars");
            return set("maxCost", value);
        }

        /** Limits the tokens in and out of a call or a run of tools: 1 or more. */
        public Builder maxTotalTokens(long value) {
            Arguments.check(value > 0, "maxTotalTokens", "is " + value + ": write 1 or more");
            return set("maxTotalTokens", value);
        }

        /** Keeps {@link ChatResponse#raw()}. */
        public Builder keepRaw(boolean on) {
            return set("keepRaw", on);
        }

        /** Sets whether typed asks send an answer that does not fit back once. */
        public Builder repair(boolean on) {
            return set("repair", on);
        }

        /** Sets a field of the wire's request to a copy of a JSON value; null removes the field. */
        public Builder extra(String jsonName, Object value) {
            return set("extra", OptionValues.extra(jsonName, value, values.map("extra")));
        }

        /** Adds or replaces a header: a name that neither carries a key nor belongs to the transport, a visible value. */
        public Builder header(String name, String value) {
            return set("headers", OptionValues.header(name, value, values.map("headers")));
        }

        /** Makes the options; the builder can be used again. */
        public ChatOptions build() {
            return new ChatOptions(values.copy());
        }
    }
}
