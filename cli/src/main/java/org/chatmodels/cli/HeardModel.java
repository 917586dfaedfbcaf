package org.chatmodels.cli;

import java.util.Objects;
import java.util.Optional;
import org.chatmodels.Capabilities;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.ModelLocation;
import org.jspecify.annotations.Nullable;

/** Keeps the last whole answer, of which a conversation gives only the text. */
final class HeardModel implements ChatModel {
    private final ChatModel model;
    private @Nullable ChatResponse heard;

    HeardModel(ChatModel model) {
        this.model = model;
    }

    /** What {@link #chat} returned last. */
    ChatResponse heard() {
        return Objects.requireNonNull(heard, "heard");
    }

    @Override
    public ModelLocation location() {
        return model.location();
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        ChatResponse response = model.chat(request);
        heard = response;
        return response;
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        return model.stream(request);
    }

    @Override
    public Capabilities capabilities() {
        return model.capabilities();
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return model.unwrap(type);
    }
}
