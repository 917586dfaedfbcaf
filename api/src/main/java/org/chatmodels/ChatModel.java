package org.chatmodels;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

    /**
     * Asks for JSON that fits {@code type}, a record, an enum or a sealed interface of records, and reads it. Errors as
     * those of {@link #chat} and {@link ChatResponse#read}; IllegalArgumentException for a type that has no schema,
     * ConfigurationException without a JSON binding, both before anything is sent. With {@link ChatOptions#repair()} an
     * answer that does not fit is sent back once, with the reason.
     */
    default <T> T ask(String prompt, Class<T> type) {
        return ask(ChatRequest.of(prompt), type);
    }

    /** The same for a whole request; a format that it names itself stays, and any type may be read then. */
    default <T> T ask(ChatRequest request, Class<T> type) {
        return TypedAnswer.of(type).ask(this, request);
    }

    /** The same for any number of them: records, enums, sealed interfaces, or plain values such as String. */
    default <T> List<T> askList(String prompt, Class<T> element) {
        return TypedAnswer.listOf(element).ask(this, ChatRequest.of(prompt));
    }

    /** Streams the answer to one user message; the caller closes the stream. */
    default ChatStream stream(String prompt) {
        return stream(ChatRequest.of(prompt));
    }

    /**
     * {@link #chat} on a thread of its own: a virtual one from Java 21 on, else a daemon. {@code cancel},
     * {@code orTimeout} and whatever else completes this very future end the call, by interrupting that thread, or before
     * anything is sent; a dependent stage's cancel does not. It fails with what {@code chat} throws, such as a
     * {@link ChatException}. The call and stages that run with it see the caller's context class loader, and nothing else
     * of the calling thread.
     */
    default CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
        Objects.requireNonNull(request, "request");
        return AsyncCall.begin(() -> chat(request));
    }

    /**
     * What the provider says, then what the catalogue of models, lists of the service that were fetched and the
     * configuration say, the last the strongest; whatever is not known is UNKNOWN. May ask the backend once.
     */
    default Capabilities capabilities() {
        return Capabilities.UNKNOWN;
    }

    /** This model or one that it wraps, if it has that type. */
    default <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }
}
