package org.chatmodels.openaicompatible;

import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.JsonReader;

/**
 * Reads one choice. Some servers stream a {@code message} where others have a {@code delta}; where both stand, the
 * message repeats what came before and the delta counts.
 */
final class ChoiceReader {
    private final JsonReader json;
    private final StringBuilder joined = new StringBuilder();
    private long index;
    private String text = "";
    private String reasoning = "";
    private String refusal = "";
    private String finishReason = "";
    private boolean calls;
    private boolean deltaCame;

    ChoiceReader(JsonReader json) {
        this.json = json;
    }

    /** Reads the choice that comes next; one without an index is the {@code position}-th. */
    void read(int position, AnswerAssembler answer) {
        index = position;
        finishReason = "";
        deltaCame = false;
        forget();
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            field();
        }
        tell((int) Math.max(-1, Math.min(index, Integer.MAX_VALUE)), answer);
    }

    private void field() {
        switch (json.name()) {
            case "index" -> index = json.integer(index);
            case "message" -> message();
            case "delta" -> delta();
            case "finish_reason" -> finishReason = plain(json);
            default -> json.skip();
        }
    }

    /** Whether the choice read last was ended by an error, which stands beside it or nowhere. */
    boolean isFailed() {
        return finishReason.equals("error");
    }

    private void tell(int choice, AnswerAssembler answer) {
        answer.reasoning(choice, reasoning);
        answer.text(choice, text);
        answer.refusal(choice, refusal);
        answer.finishReason(choice, isFailed() ? "" : finishReason);
        if (calls) {
            answer.warning("The answer asks for tool calls, which are not read yet.");
        }
    }

    private void delta() {
        if (json.kind() == JsonReader.Kind.OBJECT) {
            forget();
            pieces();
            deltaCame = true;
        } else {
            json.skip();
        }
    }

    private void message() {
        if (deltaCame) {
            json.skip();
        } else {
            pieces();
        }
    }

    private void forget() {
        text = "";
        reasoning = "";
        refusal = "";
        calls = false;
    }

    private void pieces() {
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            switch (json.name()) {
                case "content" -> content();
                case "reasoning_content" -> reasoning = first(plain(json), reasoning);
                case "reasoning" -> reasoning = first(reasoning, plain(json));
                case "refusal" -> refusal = plain(json);
                case "tool_calls" -> calls();
                default -> json.skip();
            }
        }
    }

    private static String first(String preferred, String other) {
        return preferred.isEmpty() ? other : preferred;
    }

    private void calls() {
        if (json.kind() != JsonReader.Kind.ARRAY) {
            json.skip();
            return;
        }
        for (boolean in = json.enterArray(); in && json.nextElement(); ) {
            calls = true;
            json.skip();
        }
    }

    /** A text, null, or parts: {@code text}, {@code thinking} with parts of its own, {@code refusal}. */
    private void content() {
        if (json.kind() != JsonReader.Kind.ARRAY) {
            text = json.text("");
            return;
        }
        for (boolean in = json.enterArray(); in && json.nextElement(); ) {
            if (json.kind() == JsonReader.Kind.STRING) {
                text += json.text("");
            } else {
                part();
            }
        }
    }

    private void part() {
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            switch (json.name()) {
                case "text" -> text += plain(json);
                case "thinking" -> reasoning += thinking();
                case "refusal" -> refusal += plain(json);
                default -> json.skip();
            }
        }
    }

    private String thinking() {
        if (json.kind() != JsonReader.Kind.ARRAY) {
            return plain(json);
        }
        joined.setLength(0);
        for (boolean in = json.enterArray(); in && json.nextElement(); ) {
            thought();
        }
        return joined.toString();
    }

    private void thought() {
        if (json.kind() != JsonReader.Kind.OBJECT) {
            joined.append(plain(json));
            return;
        }
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            if (json.name().equals("text")) {
                joined.append(plain(json));
            } else {
                json.skip();
            }
        }
    }

    /** A text; what is none is passed over and reads as empty. */
    static String plain(JsonReader json) {
        return switch (json.kind()) {
            case OBJECT, ARRAY -> {
                json.skip();
                yield "";
            }
            default -> json.text("");
        };
    }
}
