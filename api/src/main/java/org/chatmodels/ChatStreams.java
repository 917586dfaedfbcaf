package org.chatmodels;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/** Ways to make streams, for providers and fakes, and to hand them to reactive code. */
public final class ChatStreams {
    private ChatStreams() {}

    /** The events of an answer that is already there: Started, each part of each choice in one piece, Finished. */
    public static ChatStream of(ChatResponse response) {
        List<ChatEvent> events = new ArrayList<>();
        events.add(new ChatEvent.Started(response.id(), response.model()));
        for (int choice = 0; choice < response.choices().size(); choice++) {
            addParts(choice, response.choices().get(choice).message().parts(), events);
        }
        events.add(new ChatEvent.Finished(response));
        return new EventStream(events.iterator(), () -> {}, response.servedByOrNull());
    }

    /**
     * Events whose last is Finished ({@link TruncatedException} otherwise); {@code onClose} runs once: when the
     * stream is closed, from that thread, or when the events have ended or failed. It must make an iterator that waits in
     * another thread fail at once. Started is put first if the iterator has none; nothing is read after Finished.
     */
    public static ChatStream of(Iterator<? extends ChatEvent> events, Runnable onClose) {
        return new EventStream(Objects.requireNonNull(events, "events"), Objects.requireNonNull(onClose, "onClose"));
    }

    /**
     * Makes one call per subscriber, at once, on {@code executor}, and reads it there as demanded; no thread is held while
     * nothing is. The end takes no demand. {@code cancel} closes the stream, or, while the model has not accepted the
     * request, interrupts the thread that waits for it. A call that fails, an executor that rejects and a demand below 1
     * end in {@code onError}, with what was thrown, such as a {@link ChatException}.
     */
    public static Flow.Publisher<ChatEvent> publisher(ChatModel model, ChatRequest request, Executor executor) {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(executor, "executor");
        return subscriber -> new EventSubscription(model, request, executor, subscriber).begin(subscriber);
    }

    private static void addParts(int choice, List<Part> parts, List<ChatEvent> events) {
        int calls = 0;
        for (Part part : parts) {
            if (part instanceof Part.Text text) {
                events.add(new ChatEvent.TextDelta(choice, text.text()));
            } else if (part instanceof Part.Reasoning reasoning) {
                events.add(new ChatEvent.ReasoningDelta(choice, reasoning.text()));
            } else if (part instanceof Part.Refusal refusal) {
                events.add(new ChatEvent.RefusalDelta(choice, refusal.text()));
            } else if (part instanceof Part.ToolCall call) {
                events.add(new ChatEvent.ToolCallDelta(choice, calls++, call.id(), call.name(), call.arguments()));
            }
        }
    }
}
