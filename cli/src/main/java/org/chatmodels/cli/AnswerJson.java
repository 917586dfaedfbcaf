package org.chatmodels.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.chatmodels.Attempt;
import org.chatmodels.ChatException;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.Message;
import org.chatmodels.Part;
import org.chatmodels.Usage;

/** The answer, or the failure, as one JSON object for scripts. */
final class AnswerJson {
    private AnswerJson() {}

    /** {@code more} stands behind the text. */
    static String of(ChatResponse response, Map<String, Object> more) {
        return Json.write(fields(response, more));
    }

    static String of(ChatException failure) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("type", failure.getClass().getSimpleName());
        error.put("message", String.valueOf(failure.getMessage()));
        failure.status().ifPresent(status -> error.put("status", status));
        failure.code().ifPresent(code -> error.put("code", code));
        failure.requestId().ifPresent(id -> error.put("request_id", id));
        failure.retryAfter().ifPresent(delay -> error.put("retry_after_ms", delay.toMillis()));
        attempts(error, failure.attempts());
        failure.partial().ifPresent(partial -> error.put("partial", fields(partial, Map.of())));
        return Json.write(Map.of("error", error));
    }

    private static Map<String, Object> fields(ChatResponse response, Map<String, Object> more) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("text", response.text());
        fields.putAll(more);
        String thoughts = thoughts(response.message());
        if (!thoughts.isEmpty()) {
            fields.put("reasoning", thoughts);
        }
        fields.put("id", response.id());
        fields.put("model", response.model());
        fields.put("served_by", response.servedBy().toString());
        fields.put("finish_reason", response.finishReason().kind().name());
        fields.put("raw_finish_reason", response.finishReason().raw());
        fields.put("usage", usage(response.usage()));
        time(fields, "first_token_ms", response.timings().firstToken());
        time(fields, "total_ms", response.timings().total());
        fields.put("warnings", response.warnings());
        attempts(fields, response.attempts());
        return fields;
    }

    /** With the values that were read of them, if any were. */
    static List<Object> choices(List<Choice> choices, List<Object> values) {
        List<Object> all = new ArrayList<>();
        for (Choice choice : choices) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("text", choice.message().text());
            if (!values.isEmpty()) {
                one.put("value", values.get(all.size()));
            }
            one.put("finish_reason", choice.finishReason().kind().name());
            all.add(one);
        }
        return all;
    }

    private static String thoughts(Message message) {
        StringBuilder thoughts = new StringBuilder();
        for (Part part : message.parts()) {
            if (part instanceof Part.Reasoning thought) {
                thoughts.append(thought.text());
            }
        }
        return thoughts.toString();
    }

    private static void attempts(Map<String, Object> fields, List<Attempt> attempts) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Attempt attempt : attempts) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("location", attempt.location());
            one.put("error", attempt.error());
            one.put("message", attempt.message());
            one.put("ms", attempt.took().toMillis());
            all.add(one);
        }
        if (!all.isEmpty()) {
            fields.put("attempts", all);
        }
    }

    static Map<String, Object> usage(Usage usage) {
        Map<String, Object> fields = new LinkedHashMap<>();
        tokens(fields, "input_tokens", usage.inputTokens());
        tokens(fields, "output_tokens", usage.outputTokens());
        tokens(fields, "total_tokens", usage.totalTokens());
        tokens(fields, "cached_input_tokens", usage.cachedInputTokens());
        tokens(fields, "reasoning_tokens", usage.reasoningTokens());
        usage.cost().ifPresent(cost -> fields.put("cost_usd", cost));
        usage.priceDate().ifPresent(day -> fields.put("price_date", day.toString()));
        return fields;
    }

    private static void tokens(Map<String, Object> fields, String name, OptionalLong value) {
        value.ifPresent(number -> fields.put(name, number));
    }

    private static void time(Map<String, Object> fields, String name, Optional<Duration> value) {
        value.ifPresent(time -> fields.put(name, time.toMillis()));
    }
}
