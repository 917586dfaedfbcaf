package org.chatmodels.ollama;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.chatmodels.Message;
import org.chatmodels.Part;

/**
 * Whether a prompt was cut to the context, which Ollama does without a word: it leaves out messages, or the middle of one.
 * How many tokens it had is told by nobody, so a low estimate stands in: a cut of a few tokens is not seen, and what is
 * told of is a cut.
 */
final class PromptCheck {
    /** Texts of all kinds have fewer bytes in a token. */
    private static final int MOST_BYTES_OF_TOKEN = 5;

    /** That servers choose by themselves. */
    private static final int SMALLEST_CONTEXT = 2048;

    private final long tokens;
    private final long context;
    private final LongSupplier running;

    /**
     * {@code context} is what was asked for, 0 if nothing was; {@code running} asks the server, where it is worth it, and
     * says 0 if it does not know.
     */
    PromptCheck(List<Message> messages, long context, LongSupplier running) {
        long bytes = 0;
        for (Message message : messages) {
            for (Part part : message.parts()) {
                String text = part instanceof Part.Text one ? one.text() : "";
                bytes += text.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        this.tokens = bytes / MOST_BYTES_OF_TOKEN;
        this.context = context;
        this.running = running;
    }

    /** What to tell of an answer whose prompt had so many tokens as the server counted them; negative is unknown. */
    Optional<String> warning(long counted) {
        boolean full = context > 0 && counted >= context;
        if (!full && (counted <= 0 || tokens <= counted)) {
            return Optional.empty();
        }
        long fit = context > 0 || tokens < SMALLEST_CONTEXT ? context : running.getAsLong();
        return full || fit > 0 && tokens > fit
                ? Optional.of("The prompt was cut: it has about " + Math.max(tokens, counted) + " tokens or more, and "
                        + fit + " fit into the context with the answer. Set num_ctx higher, send less, or set"
                        + " truncate=false to get an error instead")
                : Optional.empty();
    }
}
