package org.chatmodels.spi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chatmodels.Choice;
import org.chatmodels.FinishReason;
import org.chatmodels.FinishReason.Kind;
import org.chatmodels.Logprob;
import org.chatmodels.Message;
import org.chatmodels.Metadata;
import org.chatmodels.Part;
import org.chatmodels.Role;

/** One choice of an answer while it arrives. */
final class ChoiceAssembler {
    private static final FinishReason NONE = new FinishReason(Kind.OTHER, "");

    final int index;
    final StringBuilder reasoning = new StringBuilder();
    final StringBuilder refusal = new StringBuilder();
    final StringBuilder text = new StringBuilder();
    final ToolCallTracker calls;
    final List<Logprob> logprobs = new ArrayList<>(0);
    private final List<Part.Attachment> attachments = new ArrayList<>(0);
    private final Map<String, StringBuilder> arrays = new HashMap<>(0);
    private Metadata ofReasoning = Metadata.NONE;
    private FinishReason finishReason = NONE;

    ChoiceAssembler(int index, Set<String> callIds) {
        this.index = index;
        this.calls = new ToolCallTracker(callIds);
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

    void attach(Part.Attachment attachment) {
        if (!attachments.contains(attachment)) {
            attachments.add(attachment);
        }
    }

    void attachToReasoning(String name, String json) {
        ofReasoning = ofReasoning.with(name, json);
    }

    /** More elements of an array that is attached to the thought. */
    void attachToReasoning(String name, List<String> elements) {
        StringBuilder array = arrays.computeIfAbsent(name, fresh -> new StringBuilder());
        for (String element : elements) {
            array.append(array.length() == 0 ? "" : ",").append(element);
        }
    }

    /** Whether thought is all that came, though the answer was to have been given. */
    boolean isOnlyReasoning() {
        boolean ended = kind() == Kind.STOP || kind() == Kind.OTHER;
        return ended && reasoning.length() > 0 && text.length() + refusal.length() == 0 && calls.isEmpty();
    }

    /** What was thought is said now. */
    String reasoningAsText() {
        String thought = reasoning.toString();
        text.append(thought);
        reasoning.setLength(0);
        arrays.clear();
        ofReasoning = Metadata.NONE;
        return thought;
    }

    /** Calls stand as they arrived unless the choice is complete. */
    Choice toChoice(String provider, boolean complete) {
        List<Part> parts = new ArrayList<>(1);
        Metadata metadata = metadata();
        if (reasoning.length() > 0 || metadata != Metadata.NONE) {
            parts.add(new Part.Reasoning(reasoning.toString(), metadata));
        }
        if (refusal.length() > 0) {
            parts.add(new Part.Refusal(refusal.toString()));
        }
        if (text.length() > 0) {
            parts.add(new Part.Text(text.toString()));
        }
        if (complete || isFinished()) {
            calls.addTo(parts, provider, kind() == Kind.LENGTH);
        } else {
            calls.addUnfinishedTo(parts, provider);
        }
        parts.addAll(attachments);
        Message message = new Message(Role.ASSISTANT, parts);
        boolean calling = !message.toolCalls().isEmpty();
        FinishReason reason = calling ? new FinishReason(Kind.TOOL_CALLS, finishReason.raw()) : finishReason;
        return new Choice(message, reason, logprobs);
    }

    private Metadata metadata() {
        Metadata all = ofReasoning;
        for (Map.Entry<String, StringBuilder> array : arrays.entrySet()) {
            all = all.with(array.getKey(), "[" + array.getValue() + "]");
        }
        return all;
    }
}
