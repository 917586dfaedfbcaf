package org.chatmodels;

/** The options that {@link ChatOptions} knows, by the names of its accessors. */
enum Option {
    TEMPERATURE("temperature", Shown.VALUE),
    TOP_P("topP", Shown.VALUE),
    TOP_K("topK", Shown.VALUE),
    MAX_TOKENS("maxTokens", Shown.VALUE),
    STOP("stop", Shown.SIZE),
    SEED("seed", Shown.VALUE),
    PRESENCE_PENALTY("presencePenalty", Shown.VALUE),
    FREQUENCY_PENALTY("frequencyPenalty", Shown.VALUE),
    N("n", Shown.VALUE),
    LOGPROBS("logprobs", Shown.VALUE),
    TOP_LOGPROBS("topLogprobs", Shown.VALUE),
    LOGIT_BIAS("logitBias", Shown.SIZE),
    USER_ID("userId", Shown.NAME),
    PARALLEL_TOOL_CALLS("parallelToolCalls", Shown.VALUE),
    REASONING_EFFORT("reasoningEffort", Shown.VALUE),
    STORE("store", Shown.VALUE),
    PREVIOUS_RESPONSE("previousResponse", Shown.NAME),
    TIMEOUT("timeout", Shown.VALUE),
    CONNECT_TIMEOUT("connectTimeout", Shown.VALUE),
    FIRST_TOKEN_TIMEOUT("firstTokenTimeout", Shown.VALUE),
    IDLE_TIMEOUT("idleTimeout", Shown.VALUE),
    RETRIES("retries", Shown.VALUE),
    FALLBACKS("fallbacks", Shown.SIZE),
    UNSUPPORTED("unsupported", Shown.VALUE),
    KEEP_RAW("keepRaw", Shown.VALUE),
    EXTRA("extra", Shown.KEYS),
    HEADERS("headers", Shown.KEYS);

    /** What a text for people may show of an option's value. */
    enum Shown {
        NAME,
        SIZE,
        KEYS,
        VALUE
    }

    final String text;
    final Shown shown;

    Option(String text, Shown shown) {
        this.text = text;
        this.shown = shown;
    }
}
