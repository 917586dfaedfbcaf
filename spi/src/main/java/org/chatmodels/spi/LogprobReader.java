package org.chatmodels.spi;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.chatmodels.Logprob;

/**
 * Reads the probabilities of a choice's tokens, those of a refusal behind those of its content. A figure that is missing
 * or no number is -9999, which services send for what is too unlikely to tell. The older form, lists side by side, is
 * passed over.
 */
public final class LogprobReader {
    private static final double LEAST = -9999;

    private final JsonReader json;

    /** From {@code json}, which stays the caller's to close. */
    public LogprobReader(JsonReader json) {
        this.json = json;
    }

    /** Reads the value that comes next; empty for null and for what is none. */
    public List<Logprob> read() {
        if (json.kind() != JsonReader.Kind.OBJECT) {
            json.skip();
            return List.of();
        }
        List<Logprob> content = List.of();
        List<Logprob> refusal = List.of();
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            switch (json.name()) {
                case "content" -> content = tokens();
                case "refusal" -> refusal = tokens();
                default -> json.skip();
            }
        }
        if (refusal.isEmpty()) {
            return content;
        }
        List<Logprob> all = new ArrayList<>(content);
        all.addAll(refusal);
        return all;
    }

    /** Reads the value that comes next if it is a list of tokens alone; empty for what is none. */
    public List<Logprob> tokens() {
        if (json.kind() != JsonReader.Kind.ARRAY) {
            json.skip();
            return List.of();
        }
        List<Logprob> tokens = new ArrayList<>();
        for (boolean in = json.enterArray(); in && json.nextElement(); ) {
            if (json.kind() == JsonReader.Kind.OBJECT) {
                tokens.add(token());
            } else {
                json.skip();
            }
        }
        return tokens;
    }

    private Logprob token() {
        String token = "";
        double value = LEAST;
        List<Logprob> top = List.of();
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            switch (json.name()) {
                case "token" -> token = json.plain();
                case "logprob" -> value = value();
                case "top_logprobs" -> top = tokens();
                default -> json.skip();
            }
        }
        return new Logprob(token, value, top);
    }

    private double value() {
        if (json.kind() != JsonReader.Kind.NUMBER) {
            json.skip();
            return LEAST;
        }
        double value = json.value() instanceof BigDecimal number ? number.doubleValue() : LEAST;
        return Double.isFinite(value) ? value : LEAST;
    }
}
