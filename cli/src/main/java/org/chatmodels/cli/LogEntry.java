package org.chatmodels.cli;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.chatmodels.provider.JsonBinding;

/** A line of the log; what it lacks is empty. */
record LogEntry(String line, Instant time, Map<?, ?> fields) {
    /** Empty where the line is none that this command wrote. */
    static Optional<LogEntry> parse(String line, JsonBinding json) {
        try {
            Map<?, ?> fields = (Map<?, ?>) json.read(line, Object.class);
            Instant time = Instant.parse((String) fields.get("time"));
            LogEntry entry = new LogEntry(line, time, fields);
            return entry.conversation().isEmpty() ? Optional.empty() : Optional.of(entry);
        } catch (IllegalArgumentException | ClassCastException | NullPointerException | DateTimeException e) {
            return Optional.empty();
        }
    }

    String conversation() {
        return text("conversation");
    }

    /** 1 for the first of its conversation; 0 where it does not say. */
    int turn() {
        return fields.get("turn") instanceof BigDecimal turn ? turn.intValue() : 0;
    }

    /** Whether its messages belong to the conversation. */
    boolean isAnswered() {
        return fields.get("messages") instanceof List<?>;
    }

    /** As the JSON of a conversation has them; empty for what failed. */
    List<?> messages() {
        return fields.get("messages") instanceof List<?> messages ? messages : List.of();
    }

    String text(String field) {
        return fields.get(field) instanceof String text ? text : "";
    }

    /** Service and model that answered, else what was asked for. */
    String model() {
        String location = text("served_by").isEmpty() ? text("location") : text("served_by");
        int question = location.indexOf('?');
        return question < 0 ? location : location.substring(0, question);
    }

    OptionalLong tokens(String name) {
        return fields.get("usage") instanceof Map<?, ?> usage && usage.get(name) instanceof BigDecimal number
                ? OptionalLong.of(number.longValue())
                : OptionalLong.empty();
    }

    /** US dollars, worked out by the prices of its day. */
    Optional<BigDecimal> cost() {
        return fields.get("usage") instanceof Map<?, ?> usage && usage.get("cost_usd") instanceof BigDecimal cost
                ? Optional.of(cost)
                : Optional.empty();
    }

    /** How the answer ended, or what it failed with. */
    String outcome() {
        return text("error").isEmpty() ? text("finish_reason").toLowerCase(Locale.ROOT) : text("error");
    }

    /** The question in this turn. */
    String prompt() {
        for (Object message : messages()) {
            if (message instanceof Map<?, ?> fields && "user".equals(fields.get("role"))) {
                return textOf(fields);
            }
        }
        return text("prompt");
    }

    /** The text parts of a message; of others their kind. */
    static String textOf(Map<?, ?> message) {
        StringBuilder text = new StringBuilder();
        if (message.get("parts") instanceof List<?> parts) {
            for (Object part : parts) {
                if (part instanceof Map<?, ?> fields) {
                    Object kind = fields.get("kind");
                    boolean shown = "text".equals(kind) || "refusal".equals(kind);
                    text.append(shown ? fields.get("text") : "[" + kind + "]");
                }
            }
        }
        return text.toString();
    }
}
