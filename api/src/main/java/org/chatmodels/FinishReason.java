package org.chatmodels;

import java.util.Objects;

/**
 * Why the model stopped: our word, and the backend's, which is empty if it gave none. OTHER with an empty raw word
 * stands for {@code [DONE]} alone and in every partial answer.
 */
public record FinishReason(Kind kind, String raw) {
    public FinishReason {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(raw, "raw");
    }

    /** TOOL_CALLS whenever there are calls, whatever the backend says; OTHER for every word not known. */
    public enum Kind {
        STOP,
        LENGTH,
        TOOL_CALLS,
        CONTENT_FILTER,
        OTHER
    }
}
