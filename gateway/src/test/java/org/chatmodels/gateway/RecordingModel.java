package org.chatmodels.gateway;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.ChatStreams;
import org.chatmodels.ModelLocation;

/**
 * Gives the answers that it was made with, the last one for ever, and keeps what it is asked. Streams come in pieces of
 * three characters, each choice and each call in turn.
 */
final class RecordingModel implements ChatModel {
    private static final int PIECE = 3;

    private final List<ChatResponse> answers;
    private final List<ChatRequest> requests = new CopyOnWriteArrayList<>();

    RecordingModel(ChatResponse... answers) {
        this.answers = List.of(answers);
    }

    List<ChatRequest> requests() {
        return requests;
    }

    ChatRequest last() {
        return requests.get(requests.size() - 1);
    }

    @Override
    public ModelLocation location() {
        return ModelLocation.of("recording", "m");
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        requests.add(request);
        return answers.get(Math.min(requests.size(), answers.size()) - 1);
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        ChatResponse answer = chat(request);
        List<ChatEvent> events = new ArrayList<>();
        List<Queue<ChatEvent>> lines = lines(answer);
        while (lines.stream().anyMatch(line -> !line.isEmpty())) {
            for (Queue<ChatEvent> line : lines) {
                if (!line.isEmpty()) {
                    events.add(line.remove());
                }
            }
        }
        events.add(0, new ChatEvent.Started(answer.id(), answer.model()));
        events.add(new ChatEvent.Finished(answer));
        return ChatStreams.of(events.iterator(), () -> {});
    }

    /** Each call is one, and so is all else of a choice. */
    private static List<Queue<ChatEvent>> lines(ChatResponse answer) {
        List<Queue<ChatEvent>> lines = new ArrayList<>();
        try (ChatStream whole = ChatStreams.of(answer)) {
            Queue<ChatEvent> other = new ArrayDeque<>();
            int choice = 0;
            for (ChatEvent event : whole) {
                if (event.choice() != choice) {
                    other = new ArrayDeque<>();
                    choice = event.choice();
                }
                Queue<ChatEvent> line = event instanceof ChatEvent.ToolCallDelta ? new ArrayDeque<>() : other;
                cut(event, line);
                if (!lines.contains(line)) {
                    lines.add(line);
                }
            }
        }
        return lines;
    }

    private static void cut(ChatEvent event, Queue<ChatEvent> line) {
        if (event instanceof ChatEvent.TextDelta delta) {
            pieces(delta.text()).forEach(piece -> line.add(new ChatEvent.TextDelta(delta.choice(), piece)));
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            pieces(delta.text()).forEach(piece -> line.add(new ChatEvent.ReasoningDelta(delta.choice(), piece)));
        } else if (event instanceof ChatEvent.RefusalDelta delta) {
            pieces(delta.text()).forEach(piece -> line.add(new ChatEvent.RefusalDelta(delta.choice(), piece)));
        } else if (event instanceof ChatEvent.ToolCallDelta delta) {
            pieces(delta.arguments())
                    .forEach(piece -> line.add(new ChatEvent.ToolCallDelta(
                            delta.choice(), delta.index(), delta.id(), delta.name(), piece)));
        }
    }

    /** Whole characters. */
    private static List<String> pieces(String text) {
        int[] characters = text.codePoints().toArray();
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < characters.length; at += PIECE) {
            pieces.add(new String(characters, at, Math.min(PIECE, characters.length - at)));
        }
        return pieces;
    }
}
