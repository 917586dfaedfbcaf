package org.chatmodels;

import java.time.Duration;

/**
 * Hears of every call of a registry: given to its builder, or found by ServiceLoader. Thread-safe, as calls overlap. What
 * it throws is logged, never passed on. It is told on threads that carry calls, so it has to be quick.
 */
@FunctionalInterface
public interface ChatListener {
    /** On the caller's thread, before anything is sent. Returns who hears the rest of this call. */
    Call started(CallInfo info);

    /**
     * The rest of one call, in order and one at a time, but not always on one thread. Exactly one of {@link #completed}
     * and {@link #failed} comes, last. Any of them may close the call's stream.
     */
    interface Call {
        /** Hears nothing. */
        Call NONE = new Call() {};

        /** The first content of a stream has come; not told of calls that are not streamed. */
        default void firstToken() {}

        /** The same target is tried again after that pause, because of that failure. */
        default void retrying(Duration delay, ChatException cause) {}

        /** The first target is given up for the second, because of that failure; {@link Call#retrying} may follow. */
        default void fellBack(ModelLocation from, ModelLocation to, ChatException cause) {}

        /** The answer is whole. */
        default void completed(ChatResponse response) {}

        /**
         * The call ended without a whole answer. A cancelled call too; its usage so far stands in
         * {@code exception.partial()}.
         */
        default void failed(ChatException exception, Timings timings) {}
    }
}
