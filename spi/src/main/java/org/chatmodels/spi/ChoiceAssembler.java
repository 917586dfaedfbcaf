package org.chatmodels.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.chatmodels.Choice;
import org.chatmodels.FinishReason;
import org.chatmodels.FinishReason.Kind;
import org.chatmodels.Logprob;
import org.chatmodels.Message;
import org.chatmodels.Part;
import org.chatmodels.Role;

/** One choice of an answer while it arrives. */
final class ChoiceAssembler {
    private static final FinishReason NONE = new FinishReason(Kind.OTHER, "");

    final int index;
    final ToolCallTracker calls;
    final List<Logprob> logprobs = new ArrayList<>(0);

    /** The one to which what comes belongs. */
    AnswerItem item = new AnswerItem(0);

    private final List<AnswerItem> items = new ArrayList<>(1);
    private FinishReason finishReason = NONE;

    ChoiceAssembler(int index, Set<String> callIds) {
        this.index = index;
        this.calls = new ToolCallTracker(callIds);
        items.add(item);
    }

    void finish(FinishReason reason) {
        finishReason = reason;
    }

    boolean isFinished() {
        return finishReason != NONE;
    }

    Kind kind() {
        return finishReason.kind();
    }

    /** What comes next belongs to the item of that number. */
    void select(long number) {
        if (item.number == number) {
            return;
        }
        int at = items.size();
        while (at > 0 && items.get(at - 1).number >= number) {
            at--;
        }
        if (at == items.size() || items.get(at).number != number) {
            items.add(at, new AnswerItem(number));
        }
        item = items.get(at);
        calls.item = number;
    }

    /** Whether thought is all that came, though the answer was to have been given. */
    boolean isOnlyReasoning() {
        boolean ended = kind() == Kind.STOP || kind() == Kind.OTHER;
        int thought = 0;
        int said = 0;
        for (AnswerItem each : items) {
            thought += each.reasoning.length();
            said += each.text.length() + each.refusal.length();
        }
        return ended && thought > 0 && said == 0 && calls.isEmpty();
    }

    /** What was thought is said now. */
    String reasoningAsText() {
        StringBuilder thought = new StringBuilder();
        items.forEach(each -> each.say(thought));
        item.text.append(thought);
        return thought.toString();
    }

    /** Calls stand as they arrived unless the choice is complete. */
    Choice toChoice(String provider, boolean complete) {
        List<Part> parts = new ArrayList<>(1);
        for (AnswerItem each : items) {
            each.addTextsTo(parts);
            if (complete || isFinished()) {
                calls.addTo(parts, each.number, provider, kind() == Kind.LENGTH);
            } else {
                calls.addUnfinishedTo(parts, each.number, provider);
            }
            each.addRestTo(parts);
        }
        Message message = new Message(Role.ASSISTANT, parts);
        boolean calling = !message.toolCalls().isEmpty();
        FinishReason reason = calling ? new FinishReason(Kind.TOOL_CALLS, finishReason.raw()) : finishReason;
        return new Choice(message, reason, logprobs);
    }
}
