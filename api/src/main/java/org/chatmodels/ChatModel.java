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

    /** Asks and waits for the whole answer; fails with a {@link ChatException} whose class names the remedy. */
    ChatResponse chat(ChatRequest request);

    /** Returns once the backend accepted the request, otherwise fails here. The caller closes the stream. */
    ChatStream stream(ChatRequest request);

    /**
     * A fake or in-process model; its stream is the answer in one piece. Its answers get {@code servedBy} and
     * {@code model} where the function left them out; exceptions of the function pass.
     */
    static ChatModel of(ModelLocation location, Function<? super ChatRequest, ChatResponse> answer) {
        return new FunctionModel(location, answer);
    }

    /** The text of the answer; empty when there is none (a refusal, calls). */
    default String ask(String prompt) {
        return chat(ChatRequest.of(prompt)).text();
    }

    /** Streams the answer to one user message; the caller closes the stream. */
    default ChatStream stream(String prompt) {
        return stream(ChatRequest.of(prompt));
    }

    /** May ask the backend once; whatever is not known is UNKNOWN. */
    default Capabilities capabilities() {
        return Capabilities.UNKNOWN;
    }

    /** This model or one that it wraps, if it has that type. */
    default <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }
}
