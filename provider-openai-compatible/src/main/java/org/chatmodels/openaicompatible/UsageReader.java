package org.chatmodels.openaicompatible;

import java.math.BigDecimal;
import org.chatmodels.Usage;
import org.chatmodels.spi.JsonReader;

/**
 * Reads usage under all the names that servers give its figures. Negative figures are unknown.
 */
final class UsageReader {
    private static final long UNKNOWN = -1;

    private final JsonReader json;
    private long prompt;
    private long completion;
    private long total;
    private long cached;
    private long cacheWrite;
    private long reasoning;
    private long audio;
    private Usage.Builder usage = Usage.builder();

    UsageReader(JsonReader json) {
        this.json = json;
    }

    /** Reads the value that comes next; UNKNOWN for null and for what is no usage. */
    Usage read() {
        if (json.kind() != JsonReader.Kind.OBJECT) {
            json.skip();
            return Usage.UNKNOWN;
        }
        prompt = UNKNOWN;
        completion = UNKNOWN;
        total = UNKNOWN;
        cached = UNKNOWN;
        cacheWrite = UNKNOWN;
        reasoning = UNKNOWN;
        audio = UNKNOWN;
        usage = Usage.builder();
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            field();
        }
        return usage();
    }

    private void field() {
        switch (json.name()) {
            case "prompt_tokens" -> prompt = number(json);
            case "completion_tokens" -> completion = number(json);
            case "total_tokens" -> total = number(json);
            case "cached_tokens", "num_cached_tokens", "prompt_cache_hit_tokens" -> cached = number(json);
            case "reasoning_tokens" -> reasoning = number(json);
            case "prompt_tokens_details", "prompt_token_details", "completion_tokens_details" -> details();
            case "cost" -> cost();
            default -> json.skip();
        }
    }

    private void details() {
        if (json.kind() != JsonReader.Kind.OBJECT) {
            json.skip();
            return;
        }
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            switch (json.name()) {
                case "cached_tokens" -> cached = number(json);
                case "cache_write_tokens" -> cacheWrite = number(json);
                case "reasoning_tokens" -> reasoning = number(json);
                case "audio_tokens" -> audio(number(json));
                default -> json.skip();
            }
        }
    }

    private void audio(long tokens) {
        if (tokens >= 0) {
            audio = Math.max(audio, 0) + tokens;
        }
    }

    /** US dollars where it is a number; some services send an object of other figures. */
    private void cost() {
        if (json.kind() != JsonReader.Kind.NUMBER) {
            json.skip();
        } else if (json.value() instanceof BigDecimal amount && amount.signum() >= 0) {
            usage.cost(amount);
        }
    }

    private Usage usage() {
        if (prompt >= 0) {
            usage.inputTokens(prompt);
        }
        if (completion >= 0) {
            usage.outputTokens(completion + reasoningBeside());
        }
        if (total >= 0) {
            usage.totalTokens(total);
        }
        if (cached >= 0) {
            usage.cachedInputTokens(cached);
        }
        if (cacheWrite >= 0) {
            usage.cacheWriteTokens(cacheWrite);
        }
        if (reasoning >= 0) {
            usage.reasoningTokens(reasoning);
        }
        if (audio >= 0) {
            usage.audioTokens(audio);
        }
        return usage.build();
    }

    /** Some services count thoughts beside the completion, not in it: their sum or their size gives it away. */
    private long reasoningBeside() {
        boolean beside = reasoning > completion || prompt >= 0 && total == prompt + completion + reasoning;
        return reasoning > 0 && beside ? reasoning : 0;
    }

    /** A whole number; what is none is passed over and reads as -1. */
    static long number(JsonReader json) {
        return switch (json.kind()) {
            case NUMBER, STRING, NULL -> json.integer(UNKNOWN);
            default -> {
                json.skip();
                yield UNKNOWN;
            }
        };
    }
}
