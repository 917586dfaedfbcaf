package org.chatmodels.reliability.soak;

import java.util.concurrent.CompletableFuture;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;

/** How a future of an answer is had. */
@FunctionalInterface
interface AsyncCalls {
    CompletableFuture<ChatResponse> start(ChatModel model, ChatRequest request);

    /**
     * In the caller's thread, so that cancelling comes too late. PLACE FOR chatAsync: once the contract has it, this is
     * {@code return ChatModel::chatAsync}.
     */
    static AsyncCalls ofTheLibrary() {
        return (model, request) -> {
            CompletableFuture<ChatResponse> future = new CompletableFuture<>();
            try {
                future.complete(model.chat(request));
            } catch (RuntimeException | Error thrown) {
                future.completeExceptionally(thrown);
            }
            return future;
        };
    }
}
