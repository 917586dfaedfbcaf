package org.chatmodels.openrouter;

import java.util.Iterator;
import java.util.Objects;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.ChatStreams;
import org.chatmodels.ModelLocation;

/** A model of Chat Completions whose requests have OpenRouter's fields and whose thoughts can go back to it. */
final class OpenRouterModel implements ChatModel {
    private final ChatModel plain;
    private final TypedOptions typed;

    OpenRouterModel(ChatModel plain, TypedOptions typed) {
        this.plain = plain;
        this.typed = typed;
    }

    @Override
    public ModelLocation location() {
        return plain.location();
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        return plain.chat(typed.under(Objects.requireNonNull(request, "request")));
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        ChatStream stream = plain.stream(typed.under(Objects.requireNonNull(request, "request")));
        return ChatStreams.of(new Joined(stream.iterator()), stream::close);
    }

    /** The same events; in the last one the pieces of what must go back are joined. */
    private record Joined(Iterator<ChatEvent> events) implements Iterator<ChatEvent> {
        @Override
        public boolean hasNext() {
            return events.hasNext();
        }

        @Override
        public ChatEvent next() {
            ChatEvent event = events.next();
            return event instanceof ChatEvent.Finished finished
                    ? new ChatEvent.Finished(ReasoningDetails.joined(finished.response()))
                    : event;
        }
    }
}
