package org.chatmodels.cli;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.chatmodels.Capabilities;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.Message;
import org.chatmodels.ModelLocation;
import org.chatmodels.ToolRunner;
import org.jspecify.annotations.Nullable;

/**
 * A model that gets what the command line says beside each question, and whose tools are run. It keeps the last whole
 * answer, of which a conversation gives only the text.
 */
final class EquippedModel implements ChatModel {
    private final ChatModel model;
    private final Equipment equipment;
    private final Consumer<? super Message> said;
    private @Nullable ChatResponse heard;

    /** {@code said} is told of every message between question and answer, and of the answer. */
    EquippedModel(ChatModel model, Equipment equipment, Consumer<? super Message> said) {
        this.model = model;
        this.equipment = equipment;
        this.said = said;
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
        ChatRequest whole = equipment.addTo(request);
        ChatResponse response = equipment.hasTools() ? runner().run(whole) : model.chat(whole);
        heard = response;
        return response;
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        ChatRequest whole = equipment.addTo(request);
        return equipment.hasTools() ? runner().stream(whole) : model.stream(whole);
    }

    private ToolRunner runner() {
        return ToolRunner.of(model).onMessage(said);
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
