package org.chatmodels.reliability.soak;

import java.util.Optional;
import org.chatmodels.ChatException;

/**
 * How a call ended for its caller.
 *
 * @param ending in one word
 * @param text of the answer, or as much as had come
 * @param thrown what came instead of an answer
 * @param cancelled whether somebody had ended the call from outside by then
 */
record Outcome(Ending ending, String text, Optional<Throwable> thrown, boolean cancelled) {
    /** What the caller saw. */
    enum Ending {
        ANSWERED,
        FAILED,
        /** By the reader's own close. */
        CLOSED,
        /** By a future's cancel. */
        CANCELLED,
        /** Something that no call may do. */
        BROKEN
    }

    static Outcome answered(String text, boolean cancelled) {
        return new Outcome(Ending.ANSWERED, text, Optional.empty(), cancelled);
    }

    static Outcome failed(ChatException failure, String text, boolean cancelled) {
        return new Outcome(Ending.FAILED, text, Optional.of(failure), cancelled);
    }

    static Outcome broken(Throwable thrown, String text) {
        return new Outcome(Ending.BROKEN, text, Optional.of(thrown), false);
    }
}
