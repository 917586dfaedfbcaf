package org.chatmodels;

import java.util.Objects;
import java.util.function.Function;

/** A function as a model. */
final class FunctionModel implements ChatModel {
    private final ModelLocation location;
    private final Function<? super ChatRequest, ChatResponse> answer;

    FunctionModel(ModelLocation location, Function<? super ChatRequest, ChatResponse> answer) {
        this.location = Objects.requireNonNull(location, "location");
        this.answer = Objects.requireNonNull(answer, "answer");
    }

    @Override
    public ModelLocation location() {
        return location;
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        Objects.requireNonNull(request, "request");
        ChatResponse response = answer.apply(request);
        return Objects.requireNonNull(response, "the function's answer").servedBy(location);
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        return ChatStreams.of(chat(request));
    }

    /** The location. */
    @Override
    public String toString() {
        return location.toString();
    }
}
