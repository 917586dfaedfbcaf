package org.chatmodels.openaicompatible;

import java.util.Locale;
import java.util.Optional;
import org.chatmodels.Capabilities;
import org.chatmodels.ChatOptions.Unsupported;

/** What a request may ask for and a service may not take, by its name on the wire. */
enum Feature {
    TEMPERATURE(true),
    TOP_P(true),
    TOP_K(true),
    MAX_TOKENS(true),
    STOP(true),
    SEED(true),
    PRESENCE_PENALTY(true),
    FREQUENCY_PENALTY(true),
    LOGIT_BIAS(true),
    USER(true),
    STORE(true),
    LOGPROBS(true),
    TOP_LOGPROBS(true),
    PARALLEL_TOOL_CALLS(true),
    REASONING_EFFORT(true),
    DETAIL(true),
    N(false),
    TOOLS(false),
    TOOL_CHOICE(false),
    RESPONSE_FORMAT(false),
    PREVIOUS_RESPONSE(false),
    IMAGES(false),
    AUDIO(false),
    VIDEO(false),
    FILES(false);

    /** For lists in a row. */
    static final String NAMES =
            "none,temperature,top_p,top_k,max_tokens,stop,seed,presence_penalty,frequency_penalty,logit_bias,user,"
                    + "store,logprobs,top_logprobs,parallel_tool_calls,reasoning_effort,detail,n,tools,tool_choice,"
                    + "response_format,previous_response,images,audio,video,files";

    private final boolean mild;

    Feature(boolean mild) {
        this.mild = mild;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it takes of a model; empty where nobody keeps a record of that. */
    Optional<Capabilities.Feature> needs() {
        return Optional.ofNullable(
                switch (this) {
                    case TOOLS -> Capabilities.Feature.TOOLS;
                    case PARALLEL_TOOL_CALLS -> Capabilities.Feature.PARALLEL_TOOLS;
                    case IMAGES -> Capabilities.Feature.IMAGES;
                    case AUDIO -> Capabilities.Feature.AUDIO;
                    case FILES -> Capabilities.Feature.FILES;
                    case REASONING_EFFORT -> Capabilities.Feature.REASONING;
                    case LOGPROBS -> Capabilities.Feature.LOGPROBS;
                    case N -> Capabilities.Feature.MULTIPLE_CHOICES;
                    case SEED -> Capabilities.Feature.SEED;
                    default -> null;
                });
    }

    /** What happens to it where nothing is set: an answer without it is still an answer, or it is not. */
    Unsupported usual() {
        return mild ? Unsupported.WARN : Unsupported.ERROR;
    }
}
