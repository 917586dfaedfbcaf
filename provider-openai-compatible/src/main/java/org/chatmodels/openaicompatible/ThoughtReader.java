package org.chatmodels.openaicompatible;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.JsonReader;

/** Reads the thought in a message, wherever the service puts it; where it stands twice, it counts once. */
final class ThoughtReader {
    private final JsonReader json;
    private final boolean readsContentField;
    private final boolean readsField;
    private final boolean readsDetails;
    private final boolean readsParts;
    private final List<String> details = new ArrayList<>(0);
    private String contentField = "";
    private String field = "";
    private String parts = "";
    private String signature = "";
    private boolean detailsCame;

    ThoughtReader(JsonReader json, ReadRules rules) {
        this.json = json;
        readsContentField = rules.reads(ReadRules.CONTENT_FIELD);
        readsField = rules.reads(ReadRules.FIELD);
        readsDetails = rules.reads(ReadRules.DETAILS);
        readsParts = rules.reads(ReadRules.THINKING);
    }

    void forget() {
        contentField = "";
        field = "";
        parts = "";
        signature = "";
        details.clear();
        detailsCame = false;
    }

    void readContentField() {
        contentField = readsContentField ? json.plain() : passedOver();
    }

    void readField() {
        field = readsField ? json.plain() : passedOver();
    }

    void readSignature() {
        boolean there = json.kind() == JsonReader.Kind.STRING;
        signature = there ? json.raw() : passedOver();
    }

    private String passedOver() {
        json.skip();
        return "";
    }

    void readDetails() {
        if (!readsDetails || json.kind() != JsonReader.Kind.ARRAY) {
            json.skip();
            return;
        }
        details.clear();
        detailsCame = true;
        for (boolean in = json.enterArray(); in && json.nextElement(); ) {
            details.add(json.raw());
        }
    }

    /** A part of the content: a text, or parts of its own. */
    void readPart() {
        if (!readsParts) {
            json.skip();
        } else if (json.kind() == JsonReader.Kind.ARRAY) {
            for (boolean in = json.enterArray(); in && json.nextElement(); ) {
                parts += json.kind() == JsonReader.Kind.OBJECT ? text(json) : json.plain();
            }
        } else {
            parts += json.plain();
        }
    }

    /** The first place that has thought; where there are several, they say the same. */
    String place() {
        if (!contentField.isEmpty()) {
            return ReadRules.CONTENT_FIELD;
        } else if (!field.isEmpty()) {
            return ReadRules.FIELD;
        }
        return parts.isEmpty() ? ReadRules.DETAILS : ReadRules.THINKING;
    }

    /** The thought in that place. */
    String text() {
        if (!contentField.isEmpty()) {
            return contentField;
        } else if (!field.isEmpty()) {
            return field;
        }
        return parts.isEmpty() && !details.isEmpty() ? ofDetails() : parts;
    }

    /** Tells what must go back with the thought. */
    void attach(int choice, AnswerAssembler answer) {
        if (detailsCame) {
            answer.reasoningMetadata(choice, MetadataNames.REASONING_DETAILS, details);
        }
        if (signature.length() > 2) {
            answer.reasoningMetadata(choice, MetadataNames.REASONING_SIGNATURE, signature);
        }
    }

    private String ofDetails() {
        StringBuilder text = new StringBuilder();
        try (JsonReader inner = new JsonReader()) {
            for (String detail : details) {
                byte[] bytes = detail.getBytes(StandardCharsets.UTF_8);
                inner.read(bytes, 0, bytes.length);
                text.append(inner.kind() == JsonReader.Kind.OBJECT ? text(inner) : "");
                inner.end();
            }
        }
        return text.toString();
    }

    /** The texts of an object that is one piece of thought. */
    private static String text(JsonReader json) {
        String text = "";
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            switch (json.name()) {
                case "text", "summary" -> text += json.plain();
                default -> json.skip();
            }
        }
        return text;
    }
}
