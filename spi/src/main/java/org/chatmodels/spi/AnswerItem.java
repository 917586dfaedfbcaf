package org.chatmodels.spi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chatmodels.Metadata;
import org.chatmodels.Part;
import org.jspecify.annotations.Nullable;

/** One item of a choice while it arrives: all of it where a protocol has no items. */
final class AnswerItem {
    final long number;
    final StringBuilder reasoning = new StringBuilder();
    final StringBuilder refusal = new StringBuilder();
    final StringBuilder text = new StringBuilder();
    private final List<Part.Attachment> attachments = new ArrayList<>(0);
    private final Map<String, StringBuilder> arrays = new HashMap<>(0);
    private Metadata ofReasoning = Metadata.NONE;
    private Metadata ofText = Metadata.NONE;
    private Part.@Nullable Opaque opaque;

    AnswerItem(long number) {
        this.number = number;
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

    void attachToText(String name, String json) {
        ofText = ofText.with(name, json);
    }

    void set(Part.Opaque whole) {
        opaque = whole;
    }

    /** What of the whole has not come yet; if what came is not its beginning, the whole replaces it, and nothing has. */
    static String rest(StringBuilder known, String whole) {
        int length = known.length();
        boolean begins = length <= whole.length() && whole.startsWith(known.toString());
        if (!begins && !whole.isEmpty()) {
            known.setLength(0);
            known.append(whole);
        }
        return begins ? whole.substring(length) : "";
    }

    /** What was thought is said now. */
    void say(StringBuilder said) {
        said.append(reasoning);
        reasoning.setLength(0);
        arrays.clear();
        ofReasoning = Metadata.NONE;
    }

    /** Adds what stands before the calls. */
    void addTextsTo(List<Part> parts) {
        Metadata metadata = metadata();
        if (reasoning.length() > 0 || metadata != Metadata.NONE) {
            parts.add(new Part.Reasoning(reasoning.toString(), metadata));
        }
        if (refusal.length() > 0) {
            parts.add(new Part.Refusal(refusal.toString(), ofText));
        }
        if (text.length() > 0) {
            parts.add(new Part.Text(text.toString(), ofText));
        }
    }

    /** Adds what stands behind them. */
    void addRestTo(List<Part> parts) {
        parts.addAll(attachments);
        if (opaque != null) {
            parts.add(opaque);
        }
    }

    private Metadata metadata() {
        Metadata all = ofReasoning;
        for (Map.Entry<String, StringBuilder> array : arrays.entrySet()) {
            all = all.with(array.getKey(), "[" + array.getValue() + "]");
        }
        return all;
    }
}
