package org.chatmodels;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a streamed answer was handed out so far. Calls are left out, as nobody knows whether they are whole. Choices
 * beyond the 256th, which no service takes, are not kept. When tools have run and the next answer begins, it takes the
 * place of the last one.
 */
final class PartialAnswer {
    private static final FinishReason UNKNOWN = new FinishReason(FinishReason.Kind.OTHER, "");
    private static final int MOST_CHOICES = 256;

    private final @Nullable ModelLocation servedBy;
    private Pieces first = new Pieces();
    private final List<Pieces> others = new ArrayList<>(0);
    private String id = "";
    private String model = "";
    private boolean hasContent;
    private boolean toolsRan;

    PartialAnswer(@Nullable ModelLocation servedBy) {
        this.servedBy = servedBy;
    }

    void add(ChatEvent event) {
        if (event instanceof ChatEvent.Other) {
            toolsRan |= event instanceof ChatEvent.ToolFinished;
            return;
        }
        if (toolsRan) {
            toolsRan = false;
            first = new Pieces();
            others.clear();
        }
        if (event instanceof ChatEvent.TextDelta delta) {
            Pieces pieces = pieces(delta.choice());
            pieces.text = append(pieces.text, delta.text());
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            Pieces pieces = pieces(delta.choice());
            pieces.reasoning = append(pieces.reasoning, delta.text());
        } else if (event instanceof ChatEvent.RefusalDelta delta) {
            Pieces pieces = pieces(delta.choice());
            pieces.refusal = append(pieces.refusal, delta.text());
        } else if (event instanceof ChatEvent.ToolCallDelta) {
            hasContent = true;
        } else if (event instanceof ChatEvent.Started started) {
            id = started.id();
            model = started.model();
        }
    }

    boolean hasContent() {
        return hasContent;
    }

    ChatResponse response() {
        List<Choice> choices = new ArrayList<>(1 + others.size());
        choices.add(first.choice());
        for (Pieces pieces : others) {
            choices.add(pieces.choice());
        }
        ChatResponse response =
                ChatResponse.builder().id(id).model(model).choices(choices).build();
        return servedBy == null ? response : response.servedBy(servedBy);
    }

    private Pieces pieces(int choice) {
        hasContent = true;
        if (choice == 0) {
            return first;
        }
        if (choice >= MOST_CHOICES) {
            return new Pieces();
        }
        while (others.size() < choice) {
            others.add(new Pieces());
        }
        return others.get(choice - 1);
    }

    private static StringBuilder append(@Nullable StringBuilder builder, String text) {
        return (builder == null ? new StringBuilder() : builder).append(text);
    }

    /** Of one choice. */
    private static final class Pieces {
        private @Nullable StringBuilder reasoning;
        private @Nullable StringBuilder text;
        private @Nullable StringBuilder refusal;

        private Choice choice() {
            List<Part> parts = new ArrayList<>(3);
            if (reasoning != null) {
                parts.add(new Part.Reasoning(reasoning.toString()));
            }
            if (text != null) {
                parts.add(new Part.Text(text.toString()));
            }
            if (refusal != null) {
                parts.add(new Part.Refusal(refusal.toString()));
            }
            return new Choice(new Message(Role.ASSISTANT, parts), UNKNOWN);
        }
    }
}
