package org.chatmodels.openaicompatible;

import java.util.ArrayList;
import java.util.List;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.JsonReader;
import org.chatmodels.spi.ToolCallPiece;

/** Reads the tool calls in a message, and the one call of the field that was there before them. */
final class ToolCallReader {
    private final JsonReader json;
    private final List<ToolCallPiece> calls = new ArrayList<>(0);
    private final List<ToolCallPiece> legacy = new ArrayList<>(0);
    private final StringBuilder members = new StringBuilder();

    ToolCallReader(JsonReader json) {
        this.json = json;
    }

    void forget() {
        calls.clear();
        legacy.clear();
    }

    /** Of a message that is no delta, each is a call of its own. */
    void readCalls(boolean whole) {
        calls.clear();
        if (json.kind() != JsonReader.Kind.ARRAY) {
            json.skip();
            return;
        }
        for (boolean in = json.enterArray(); in && json.nextElement(); ) {
            calls.add(call(whole));
        }
    }

    /** Counts where there are no others. */
    void readLegacy(boolean whole) {
        legacy.clear();
        ToolCallPiece piece = piece(whole);
        function(piece);
        legacy.add(piece);
    }

    void tell(int choice, AnswerAssembler answer) {
        for (ToolCallPiece piece : calls.isEmpty() ? legacy : calls) {
            answer.toolCall(choice, piece);
        }
    }

    private static ToolCallPiece piece(boolean whole) {
        return whole ? new ToolCallPiece().whole() : new ToolCallPiece();
    }

    private ToolCallPiece call(boolean whole) {
        ToolCallPiece piece = piece(whole);
        if (json.kind() != JsonReader.Kind.OBJECT) {
            json.skip();
            return piece;
        }
        members.setLength(0);
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            switch (json.name()) {
                case "id" -> piece.id(json.plain());
                case "index" -> piece.index(UsageReader.number(json));
                case "function" -> function(piece);
                case "type" -> json.skip();
                default -> member(piece);
            }
        }
        if (members.length() > 0) {
            piece.metadata(MetadataNames.MEMBERS, members.append('}').toString());
        }
        return piece;
    }

    private void function(ToolCallPiece piece) {
        if (json.kind() != JsonReader.Kind.OBJECT) {
            json.skip();
            return;
        }
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            ofFunction(piece);
        }
    }

    private void ofFunction(ToolCallPiece piece) {
        switch (json.name()) {
            case "name" -> piece.name(json.plain());
            case "arguments" -> arguments(piece);
            default -> json.skip();
        }
    }

    /** A text, null, or the object itself. */
    private void arguments(ToolCallPiece piece) {
        if (json.kind() == JsonReader.Kind.OBJECT) {
            piece.object(json.raw());
        } else if (json.kind() == JsonReader.Kind.ARRAY) {
            piece.arguments(json.raw());
        } else {
            piece.arguments(json.text(""));
        }
    }

    /** Some servers leave the function's object out; what else is an object goes back as it came. */
    private void member(ToolCallPiece piece) {
        String name = json.name();
        if (json.kind() != JsonReader.Kind.OBJECT || name.equals("arguments")) {
            ofFunction(piece);
        } else if (name.equals(MetadataNames.EXTRA_CONTENT)) {
            piece.metadata(name, json.raw());
        } else {
            String value = json.raw();
            members.append(members.length() == 0 ? '{' : ',')
                    .append(Quoted.of(name))
                    .append(':')
                    .append(value);
        }
    }
}
