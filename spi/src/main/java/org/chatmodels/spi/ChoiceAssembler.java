package org.chatmodels.spi;

import java.util.ArrayList;
import java.util.List;
import org.chatmodels.Choice;
import org.chatmodels.FinishReason;
import org.chatmodels.Message;
import org.chatmodels.Part;
import org.chatmodels.Role;

/** One choice of an answer while it arrives. */
final class ChoiceAssembler {
    private static final FinishReason NONE = new FinishReason(FinishReason.Kind.OTHER, "");

    final int index;
    final StringBuilder reasoning = new StringBuilder();
    final StringBuilder refusal = new StringBuilder();
    final StringBuilder text = new StringBuilder();
    private FinishReason finishReason = NONE;

    ChoiceAssembler(int index) {
        this.index = index;
    }

    void finish(FinishReason reason) {
        finishReason = reason;
    }

    boolean isFinished() {
        return finishReason != NONE;
    }

    Choice toChoice() {
        List<Part> parts = new ArrayList<>(1);
        if (reasoning.length() > 0) {
            parts.add(new Part.Reasoning(reasoning.toString()));
        }
        if (refusal.length() > 0) {
            parts.add(new Part.Refusal(refusal.toString()));
        }
        if (text.length() > 0) {
            parts.add(new Part.Text(text.toString()));
        }
        return new Choice(new Message(Role.ASSISTANT, parts), finishReason);
    }
}
