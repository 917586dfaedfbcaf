package org.chatmodels;

import java.util.Iterator;

/** Ways to make streams, for providers and fakes, and to hand them to reactive code. */
public final class ChatStreams {
    private ChatStreams() {}

    /** The events of an answer that is already there. */
    public static ChatStream of(ChatResponse response) {
        throw new AssertionError();
    }

    /** Events whose last is Finished ({@link TruncatedException} otherwise); {@code onClose} runs once. */
    public static ChatStream of(Iterator<? extends ChatEvent> events, Runnable onClose) {
        throw new AssertionError();
    }
}
