package org.chatmodels.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.Usage;

/**
 * Writes what an answer has cost in tokens and, as OpenRouter has it, in US dollars; what is unknown is left out. Tokens
 * of sound are one figure here and two on the wire: they count as the answer's if there is sound in it, else as the
 * prompt's.
 */
final class UsageWriter {
    private record Figure(String name, OptionalLong tokens) {}

    private UsageWriter() {}

    /** The field usage, unless nothing is known. */
    static void usage(JsonGenerator json, ChatResponse response) throws IOException {
        Usage usage = response.usage();
        if (usage.equals(Usage.UNKNOWN)) {
            return;
        }
        boolean spoken = response.choices().stream().map(Choice::message).anyMatch(MediaWriter::hasSound);
        json.writeObjectFieldStart("usage");
        number(json, "prompt_tokens", usage.inputTokens());
        number(json, "completion_tokens", usage.outputTokens());
        number(json, "total_tokens", usage.totalTokens());
        Figure audio = new Figure("audio_tokens", usage.audioTokens());
        Figure noAudio = new Figure("audio_tokens", OptionalLong.empty());
        Figure cached = new Figure("cached_tokens", usage.cachedInputTokens());
        Figure written = new Figure("cache_write_tokens", usage.cacheWriteTokens());
        Figure reasoning = new Figure("reasoning_tokens", usage.reasoningTokens());
        details(json, "prompt_tokens_details", cached, written, spoken ? noAudio : audio);
        details(json, "completion_tokens_details", reasoning, spoken ? audio : noAudio);
        if (usage.cost().isPresent()) {
            json.writeNumberField("cost", usage.cost().get());
        }
        json.writeEndObject();
    }

    private static void details(JsonGenerator json, String name, Figure... figures) throws IOException {
        if (Stream.of(figures).noneMatch(figure -> figure.tokens().isPresent())) {
            return;
        }
        json.writeObjectFieldStart(name);
        for (Figure figure : figures) {
            number(json, figure.name(), figure.tokens());
        }
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsLong());
        }
    }
}
