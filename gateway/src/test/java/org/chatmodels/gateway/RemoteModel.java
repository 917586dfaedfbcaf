package org.chatmodels.gateway;

import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.Choice;
import org.chatmodels.Message;
import org.chatmodels.Part;

/** A model behind a gateway, as our own client sees it. */
final class RemoteModel implements AutoCloseable {
    private final ChatModelRegistry registry;
    private final Gateway gateway;
    private final ChatModel served;
    private final ChatModel model;

    private RemoteModel(ChatModelRegistry registry, ChatModel served) {
        this.registry = registry;
        this.served = served;
        this.gateway = Gateway.serve(served, 0);
        this.model = registry.open("openai-compatible:demo?base_url=" + gateway.baseUrl());
    }

    static RemoteModel of(ChatModel served) {
        String dialect = "chatmodels.service.openai-compatible.dialect.";
        ChatModelRegistry registry = ChatModelRegistry.builder()
                .property(dialect + "reasoning_echo", "reasoning_content, extra_content")
                .property(dialect + "file_part", "file_url")
                .build();
        return new RemoteModel(registry, served);
    }

    static RemoteModel demo() {
        ChatModelRegistry registry = ChatModelRegistry.builder().build();
        return new RemoteModel(registry, registry.open("demo:small"));
    }

    /** The one behind the gateway. */
    ChatModel served() {
        return served;
    }

    ChatModel model() {
        return model;
    }

    ChatResponse ask(ChatRequest request, boolean stream) {
        if (!stream) {
            return model.chat(request);
        }
        try (ChatStream opened = model.stream(request)) {
            return opened.response();
        }
    }

    /** Without what this client notes down of thoughts and sounds: where they stood. */
    static Message bare(Message message) {
        List<Part> parts = new ArrayList<>();
        for (Part part : message.parts()) {
            if (part instanceof Part.Reasoning thought) {
                parts.add(new Part.Reasoning(thought.text()));
            } else if (part instanceof Part.Attachment attachment) {
                parts.add(new Part.Attachment(attachment.media()));
            } else {
                parts.add(part);
            }
        }
        return new Message(message.role(), parts);
    }

    static List<Choice> bare(List<Choice> choices) {
        return choices.stream()
                .map(choice -> new Choice(bare(choice.message()), choice.finishReason(), choice.logprobs()))
                .toList();
    }

    @Override
    public void close() {
        gateway.close();
        registry.close();
    }
}
