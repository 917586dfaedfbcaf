package org.chatmodels.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.chatmodels.Logprob;

/** Writes probabilities of tokens. */
final class LogprobWriter {
    /** What OpenAI writes for a token that is as good as impossible; JSON has no infinity. */
    private static final double IMPOSSIBLE = -9999;

    private LogprobWriter() {}

    /** The field logprobs; null if there are none. */
    static void logprobs(JsonGenerator json, List<Logprob> tokens) throws IOException {
        if (tokens.isEmpty()) {
            json.writeNullField("logprobs");
            return;
        }
        json.writeObjectFieldStart("logprobs");
        json.writeArrayFieldStart("content");
        for (Logprob token : tokens) {
            begin(json, token);
            json.writeArrayFieldStart("top_logprobs");
            for (Logprob other : token.top()) {
                begin(json, other);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNullField("refusal");
        json.writeEndObject();
    }

    private static void begin(JsonGenerator json, Logprob token) throws IOException {
        json.writeStartObject();
        json.writeStringField("token", token.token());
        json.writeNumberField("logprob", Double.isFinite(token.value()) ? token.value() : IMPOSSIBLE);
        bytes(json, token.token());
    }

    /** Null for a piece of a character, which is a replacement character or, as OpenAI has it, spelt out. */
    private static void bytes(JsonGenerator json, String token) throws IOException {
        if (token.indexOf('\uFFFD') >= 0 || token.startsWith("bytes:\\x")) {
            json.writeNullField("bytes");
            return;
        }
        json.writeArrayFieldStart("bytes");
        for (byte unit : token.getBytes(StandardCharsets.UTF_8)) {
            json.writeNumber(unit & 0xff);
        }
        json.writeEndArray();
    }
}
