package org.chatmodels;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tool loop reached its limit. */
public final class ToolLoopException extends ChatException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable List<Message> transcript;

    /** With all messages so far. */
    public ToolLoopException(String message, List<Message> transcript, Details details) {
        super(message, details);
        this.transcript = List.copyOf(transcript);
    }

    /** All messages so far; not serialised (then empty). */
    public List<Message> transcript() {
        return transcript == null ? List.of() : transcript;
    }
}
