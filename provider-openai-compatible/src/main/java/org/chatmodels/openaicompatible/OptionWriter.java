package org.chatmodels.openaicompatible;

import org.chatmodels.ChatOptions;
import org.chatmodels.ModelLocation;
import org.chatmodels.spi.BodyWriter;

/** Writes the options that stand in all wire formats alike, or not at all. */
final class OptionWriter {
    private final ModelLocation location;
    private final Dialect dialect;
    private final String limit;
    private final ReasoningControl reasoning;

    /** {@code limit} is the field that limits the tokens of an answer. */
    OptionWriter(ModelLocation location, Dialect dialect, String limit, ReasoningControl reasoning) {
        this.location = location;
        this.dialect = dialect;
        this.limit = limit;
        this.reasoning = reasoning;
    }

    void sampling(ChatOptions options, BodyWriter body, Adjustments adjustments) {
        if (options.temperature().isPresent() && adjustments.takes(Feature.TEMPERATURE)) {
            body.number("temperature", options.temperature());
        }
        if (options.topP().isPresent() && adjustments.takes(Feature.TOP_P)) {
            body.number("top_p", options.topP());
        }
        if (options.topK().isPresent() && adjustments.takes(Feature.TOP_K)) {
            body.number("top_k", options.topK());
        }
        if (options.maxTokens().isPresent() && adjustments.takes(Feature.MAX_TOKENS)) {
            body.number(limit, options.maxTokens());
        }
        if (!options.stop().isEmpty() && adjustments.takes(Feature.STOP)) {
            body.list("stop", options.stop());
        }
        if (options.seed().isPresent() && adjustments.takes(Feature.SEED)) {
            body.number(dialect.word(DialectField.SEED), options.seed());
        }
        if (options.presencePenalty().isPresent() && adjustments.takes(Feature.PRESENCE_PENALTY)) {
            body.number("presence_penalty", options.presencePenalty());
        }
        if (options.frequencyPenalty().isPresent() && adjustments.takes(Feature.FREQUENCY_PENALTY)) {
            body.number("frequency_penalty", options.frequencyPenalty());
        }
        if (!options.logitBias().isEmpty() && adjustments.takes(Feature.LOGIT_BIAS)) {
            body.object("logit_bias", options.logitBias());
        }
        if (options.n().orElse(1) > 1 && adjustments.takes(Feature.N)) {
            body.number("n", options.n());
        }
    }

    void user(String field, ChatOptions options, BodyWriter body, Adjustments adjustments) {
        if (options.userId().isPresent() && adjustments.takes(Feature.USER)) {
            body.text(field, options.userId());
        }
    }

    /** Whether log probabilities are asked for and taken. */
    static boolean hasLogprobs(ChatOptions options, Adjustments adjustments) {
        return options.logprobs().orElse(options.topLogprobs().isPresent()) && adjustments.takes(Feature.LOGPROBS);
    }

    /** How many other tokens are to be told with each; for a request that has log probabilities. */
    static void alternatives(ChatOptions options, BodyWriter body, Adjustments adjustments) {
        if (options.topLogprobs().isPresent() && adjustments.takes(Feature.TOP_LOGPROBS)) {
            body.number("top_logprobs", options.topLogprobs());
        }
    }

    /** Whether the service is told if it may keep the answer; that it may not is no loss where it takes no such word. */
    boolean saysStore(ChatOptions options, Adjustments adjustments) {
        boolean kept = options.store().orElse(false);
        return kept ? adjustments.takes(Feature.STORE) : !dialect.drops(Feature.STORE, false);
    }

    void effort(ChatOptions options, BodyWriter body, Adjustments adjustments) {
        String effort = options.reasoningEffort().orElse("");
        if (effort.isEmpty() || !adjustments.takes(Feature.REASONING_EFFORT)) {
            return;
        }
        if (reasoning.isNone()) {
            adjustments.drop(
                    Feature.REASONING_EFFORT, "'reasoning_effort' is not taken by '" + location.provider() + "'");
            return;
        }
        reasoning.fields(effort).forEach(body::value);
        reasoning
                .changed(effort)
                .ifPresent(to -> adjustments.map(
                        "'reasoning_effort' " + effort + " is " + to + " at '" + location.provider() + "'"));
    }
}
