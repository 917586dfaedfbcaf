package org.chatmodels.gateway;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.chatmodels.ChatRequest;
import org.chatmodels.Tool;
import org.chatmodels.ToolChoice;
import org.jspecify.annotations.Nullable;

/** Reads functions that the model may call, and whether it must. */
final class ToolReader {
    private static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";

    private final FieldReader json;
    private final ChatRequest.Builder request;
    private final Set<String> names = new HashSet<>();
    private @Nullable ToolChoice choice;
    private String type = "";
    private String name = "";
    private String description = "";
    private String parameters = "";
    private @Nullable Boolean strict;

    ToolReader(FieldReader json, ChatRequest.Builder request) {
        this.json = json;
        this.request = request;
    }

    /** Adds the tool that the parser stands on to the request. */
    void tool() throws IOException {
        type = "";
        name = "";
        description = "";
        parameters = NO_PARAMETERS;
        strict = null;
        json.object(this::field);
        requireFunction();
        Tool tool = Tool.declare(name, description, parameters);
        request.tool(strict == null ? tool : tool.strict(strict));
        names.add(name);
    }

    /** Reads the choice that the parser stands on: a word, or an object that names a function. */
    void choice() throws IOException {
        if (json.isText()) {
            choice = switch (json.text()) {
                case "none" -> ToolChoice.NONE;
                case "auto" -> ToolChoice.AUTO;
                case "required" -> ToolChoice.REQUIRED;
                default ->
                    throw json.refusal("must be none, auto, required or a function: "
                            + "{\"type\":\"function\",\"function\":{\"name\":...}}");
            };
            return;
        }
        type = "";
        name = "";
        json.object(this::field);
        requireFunction();
        choice = ToolChoice.tool(name);
    }

    /** Adds the choice to the request, once all tools are read; without tools there is nothing to be free in. */
    void choose() {
        if (choice == null) {
            return;
        }
        String named = choice.name().orElse("");
        if (!named.isEmpty() && !names.contains(named)) {
            throw Refusal.field("tool_choice.function.name", "must be the name of one of the tools");
        }
        if (!names.isEmpty()) {
            request.toolChoice(choice);
        } else if (choice.mode() == ToolChoice.Mode.REQUIRED) {
            throw Refusal.field("tool_choice", "may be required only beside tools");
        }
    }

    private void requireFunction() {
        if (!type.equals("function")) {
            throw json.refusal("type", "must be function; this gateway carries no other kind of tool");
        }
        if (name.isEmpty()) {
            throw json.refusal("function.name", "is missing");
        }
    }

    private void field(String field) throws IOException {
        switch (field) {
            case "type" -> type = json.text();
            case "function" -> json.object(this::function);
            default -> json.skip();
        }
    }

    private void function(String field) throws IOException {
        switch (field) {
            case "name" -> name = json.filled();
            case "description" -> description = json.text();
            case "parameters" -> parameters = json.jsonObject();
            case "strict" -> strict = json.bool();
            default -> json.skip();
        }
    }
}
