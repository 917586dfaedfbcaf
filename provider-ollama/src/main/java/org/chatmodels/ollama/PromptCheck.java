package org.chatmodels.ollama;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.chatmodels.Message;
import org.chatmodels.Part;

/**
 * Whether a prompt was cut to the context, which Ollama does without a word: it leaves out messages, or the middle of one.
 * How many tokens it had is told by nobody, so a low estimate stands in: a cut of a few tokens is not seen.
 */
final class PromptCheck {
    /** Texts of all languages have fewer characters in a token, and hardly any text, code or table has so many. */
    private static final int CHARACTERS_OF_TOKEN = 6;

    private static final int MOST_CHARACTERS_OF_TOKEN = 10;

    /** No server chooses a context as small as this by itself. */
    private static final int SMALL = 1000;

    private final long tokens;
    private final long context;
    private final LongSupplier running;

    /** {@code context} is what was asked for, {@code running} asks the server where it is worth it; 0 is unknown. */
    PromptCheck(List<Message> messages, long context, LongSupplier running) {
        long characters = 0;
        for (Message message : messages) {
            for (Part part : message.parts()) {
                characters += part instanceof Part.Text text ? text.text().length() : 0;
            }
        }
        this.tokens = characters / CHARACTERS_OF_TOKEN;
        this.context = context;
        this.running = running;
    }

    /** What to tell of an answer whose prompt had so many tokens as the server counted them; negative is unknown. */
    Optional<String> warning(long counted) {
        boolean full = context > 0 && counted >= context;
        if (!full && (counted <= 0 || tokens <= counted)) {
            return Optional.empty();
        }
        long fit = context > 0 || tokens < SMALL ? context : running.getAsLong();
        boolean lacks = tokens * CHARACTERS_OF_TOKEN > counted * MOST_CHARACTERS_OF_TOKEN;
        return full || fit > 0 && (lacks || tokens > fit)
                ? Optional.of("The prompt was cut: it has about " + Math.max(tokens, counted) + " tokens or more, and "
                        + fit + " fit into the context with the answer. Set num_ctx higher, send less, or set"
                        + " truncate=false to get an error instead")
                : Optional.empty();
    }
}
