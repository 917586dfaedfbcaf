package org.chatmodels.gateway;

import java.io.IOException;
import org.chatmodels.Metadata;
import org.chatmodels.Part;

/** Reads calls of an earlier answer. */
final class CallReader {
    /** What a provider attached to a call, in both directions, as Gemini's endpoint has it. */
    static final String EXTRA = "extra_content";

    private final FieldReader json;
    private String id = "";
    private String name = "";
    private String arguments = "";
    private Metadata metadata = Metadata.NONE;

    CallReader(FieldReader json) {
        this.json = json;
    }

    /** The call that the parser stands on. */
    Part.ToolCall call() throws IOException {
        id = "";
        name = "";
        arguments = "{}";
        metadata = Metadata.NONE;
        json.object(this::field);
        if (id.isEmpty()) {
            throw json.refusal("id", "is missing");
        }
        if (name.isEmpty()) {
            throw json.refusal("function.name", "is missing");
        }
        return new Part.ToolCall(id, name, arguments, metadata);
    }

    private void field(String field) throws IOException {
        switch (field) {
            case "id" -> id = json.filled();
            case "type" -> {
                if (!json.text().equals("function")) {
                    throw json.refusal("must be function; this gateway carries no other kind of call");
                }
            }
            case "function" -> json.object(this::function);
            case EXTRA -> metadata = Metadata.of(EXTRA, json.json());
            default -> json.skip();
        }
    }

    private void function(String field) throws IOException {
        switch (field) {
            case "name" -> name = json.filled();
            case "arguments" -> arguments = arguments();
            default -> json.skip();
        }
    }

    /** Without a text they are an empty object, as some models write it. */
    private String arguments() throws IOException {
        String text = json.text();
        if (text.isBlank()) {
            return "{}";
        }
        if (!JsonText.isObject(text)) {
            throw json.refusal("must be the text of a JSON object");
        }
        return text;
    }
}
