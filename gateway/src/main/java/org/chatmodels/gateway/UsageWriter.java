package org.chatmodels.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.OptionalLong;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.Usage;

/** Writes what an answer has cost in tokens; what is unknown is left out. */
final class UsageWriter {
    private UsageWriter() {}

    /** The field usage, unless nothing is known. */
    static void usage(JsonGenerator json, ChatResponse response) throws IOException {
        Usage usage = response.usage();
        if (usage.equals(Usage.UNKNOWN)) {
            return;
        }
        OptionalLong none = OptionalLong.empty();
        boolean spoken = response.choices().stream().map(Choice::message).anyMatch(MediaWriter::hasSound);
        json.writeObjectFieldStart("usage");
        number(json, "prompt_tokens", usage.inputTokens());
        number(json, "completion_tokens", usage.outputTokens());
        number(json, "total_tokens", usage.totalTokens());
        details(json, "prompt", "cached", usage.cachedInputTokens(), spoken ? none : usage.audioTokens());
        details(json, "completion", "reasoning", usage.reasoningTokens(), spoken ? usage.audioTokens() : none);
        json.writeEndObject();
    }

    /** Tokens of sound are one figure here and two on the wire: they count as the answer's if there is sound in it. */
    private static void details(JsonGenerator json, String side, String kind, OptionalLong part, OptionalLong audio)
            throws IOException {
        if (part.isPresent() || audio.isPresent()) {
            json.writeObjectFieldStart(side + "_tokens_details");
            number(json, kind + "_tokens", part);
            number(json, "audio_tokens", audio);
            json.writeEndObject();
        }
    }

    private static void number(JsonGenerator json, String name, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsLong());
        }
    }
}
