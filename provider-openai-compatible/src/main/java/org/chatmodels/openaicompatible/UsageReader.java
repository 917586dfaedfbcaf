package org.chatmodels.openaicompatible;

import java.math.BigDecimal;
import org.chatmodels.Usage;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.JsonReader;

/**
 * Reads usage under all the names that servers give its figures. Negative figures are unknown. The latest usage
 * replaces what was said before.
 */
final class UsageReader {
    private static final long UNKNOWN = -1;
    private static final int MOST_DIGITS = 100;

    /** A tick is the ten-billionth part of a dollar. */
    private static final int TICK_DIGITS = 10;

    private final JsonReader json;
    private final TimingsReader timings;
    private final boolean reasoningExcluded;
    private long prompt;
    private long completion;
    private long total;
    private long cached;
    private long cacheWrite;
    private long reasoning;
    private long audio;
    private Usage.Builder usage = Usage.builder();

    UsageReader(JsonReader json, TimingsReader timings, ReadRules rules) {
        this.json = json;
        this.timings = timings;
        this.reasoningExcluded = rules.reasoningExcluded();
    }

    /** Reads the value that comes next into the answer; null and what is no usage say nothing. */
    void read(AnswerAssembler answer) {
        if (json.kind() != JsonReader.Kind.OBJECT) {
            json.skip();
            return;
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
            field(answer);
        }
        Usage read = usage();
        if (!read.equals(Usage.UNKNOWN)) {
            answer.usage(read);
        }
    }

    private void field(AnswerAssembler answer) {
        switch (json.name()) {
            case "prompt_tokens", "input_tokens" -> prompt = number(json);
            case "completion_tokens", "output_tokens" -> completion = number(json);
            case "total_tokens" -> total = number(json);
            case "prompt_tokens_details",
                    "prompt_token_details",
                    "input_tokens_details",
                    "completion_tokens_details",
                    "output_tokens_details" -> details();
            case "cost" -> cost();
            case "cost_in_usd_ticks" -> ticks();
            // what a router paid to the service behind it, and whether with the caller's own key
            case "cost_details", "is_byok" -> answer.extra(json);
            default -> part();
        }
    }

    private void details() {
        if (json.kind() != JsonReader.Kind.OBJECT) {
            json.skip();
            return;
        }
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            part();
        }
    }

    /** Some services have the parts beside the sums, not in the details. */
    private void part() {
        switch (json.name()) {
            case "cached_tokens", "num_cached_tokens", "prompt_cache_hit_tokens", "cache_read_input_tokens" ->
                cached = known(cached);
            case "cache_write_tokens", "cache_creation_input_tokens", "cache_creation_tokens" ->
                cacheWrite = known(cacheWrite);
            case "reasoning_tokens" -> reasoning = known(reasoning);
            case "audio_tokens" -> audio(number(json));
            default -> timings.readField();
        }
    }

    /** A figure that is said twice, once as unknown, is known. */
    private long known(long before) {
        long figure = number(json);
        return figure < 0 ? before : figure;
    }

    private void audio(long tokens) {
        if (tokens >= 0) {
            audio = Math.max(audio, 0) + tokens;
        }
    }

    /** US dollars, where it is a number; some services send an object of parts with their sum. */
    private void cost() {
        if (json.kind() == JsonReader.Kind.NUMBER) {
            dollars();
        } else if (json.kind() == JsonReader.Kind.OBJECT) {
            for (boolean in = json.enterObject(); in && json.nextField(); ) {
                totalCost();
            }
        } else {
            json.skip();
        }
    }

    private void totalCost() {
        if (json.name().equals("total_cost") && json.kind() == JsonReader.Kind.NUMBER) {
            dollars();
        } else {
            json.skip();
        }
    }

    private void dollars() {
        if (json.value() instanceof BigDecimal amount && Math.abs((long) amount.scale()) <= MOST_DIGITS) {
            usage.cost(amount);
        }
    }

    private void ticks() {
        long ticks = number(json);
        if (ticks >= 0) {
            usage.cost(BigDecimal.valueOf(ticks, TICK_DIGITS).stripTrailingZeros());
        }
    }

    private Usage usage() {
        return usage.inputTokens(prompt)
                .outputTokens(completion < 0 ? UNKNOWN : completion + reasoningBeside())
                .totalTokens(total)
                .cachedInputTokens(cached)
                .cacheWriteTokens(cacheWrite)
                .reasoningTokens(reasoning)
                .audioTokens(audio)
                .build();
    }

    /** Some services count thoughts beside the completion, not in it: their sum or their size gives it away. */
    private long reasoningBeside() {
        boolean beside = reasoning > completion || prompt >= 0 && total == prompt + completion + reasoning;
        boolean within = prompt >= 0 && total == prompt + completion;
        return reasoning > 0 && (beside || reasoningExcluded && !within) ? reasoning : 0;
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
