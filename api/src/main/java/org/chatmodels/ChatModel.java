package org.chatmodels;

import java.util.Optional;
import java.util.function.Function;

/**
 * A model that can be asked. A light, thread-safe handle like a DataSource: nobody closes it. Only the three methods
 * without a body are abstract, for ever.
 */
public interface ChatModel {
    /** What was opened; of a route its first target. */
    ModelLocation location();

    ChatResponse chat(ChatRequest request);

    /** Returns once the backend accepted the request, otherwise fails here. The caller closes the stream. */
    ChatStream stream(ChatRequest request);

    /** A fake or in-process model; its stream is the answer in one piece. */
    static ChatModel of(ModelLocation location, Function<? super ChatRequest, ChatResponse> answer) {
        throw new AssertionError();
    }

    /** The text of the answer; empty when there is none (a refusal, calls). */
    default String ask(String prompt) {
        throw new AssertionError();
    }

    default ChatStream stream(String prompt) {
        throw new AssertionError();
    }

    /** May ask the backend once; whatever is not known is UNKNOWN. */
    default Capabilities capabilities() {
        throw new AssertionError();
    }

    /** This model or one that it wraps, if it has that type. */
    default <T> Optional<T> unwrap(Class<T> type) {
        throw new AssertionError();
    }
}
