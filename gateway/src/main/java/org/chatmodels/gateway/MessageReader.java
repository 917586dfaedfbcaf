package org.chatmodels.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatRequest;
import org.chatmodels.Message;
import org.chatmodels.Part;
import org.chatmodels.Role;

/** Reads messages of text; content is a string or an array of text parts. */
final class MessageReader {
    private static final String NAME = "messages";

    private final FieldReader json;
    private final ChatRequest.Builder request;
    private boolean any;
    private String role = "";
    private List<Part> parts = List.of();

    MessageReader(FieldReader json, ChatRequest.Builder request) {
        this.json = json;
        this.request = request;
    }

    /** Whether there was a message. */
    boolean any() {
        return any;
    }

    /** Adds the message the parser stands on to the request. */
    void message() throws IOException {
        json.expectObject(NAME);
        role = "";
        parts = new ArrayList<>();
        json.object(this::field);
        Role speaker = role();
        if (parts.isEmpty() && speaker != Role.ASSISTANT) {
            throw Refusal.field(NAME, "need content: a string or an array of text parts");
        }
        request.message(new Message(speaker, parts));
        any = true;
    }

    private Role role() {
        return switch (role) {
            case "system", "developer" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            default -> throw Refusal.field(NAME, "need the role system, developer, user or assistant");
        };
    }

    private void field(String name) throws IOException {
        switch (name) {
            case "role" -> role = json.text("messages.role");
            case "content" -> content();
            case "tool_calls" ->
                json.array("messages.tool_calls", () -> {
                    throw Refusal.field(NAME, "with calls are not supported by this gateway");
                });
            default -> json.skip();
        }
    }

    private void content() throws IOException {
        if (json.isArray()) {
            json.array("messages.content", this::part);
        } else {
            parts.add(new Part.Text(json.text("messages.content")));
        }
    }

    private void part() throws IOException {
        json.expectObject("messages.content");
        json.object(name -> {
            switch (name) {
                case "text" -> parts.add(new Part.Text(json.text("messages.content.text")));
                case "type" -> type(json.text("messages.content.type"));
                default -> json.skip();
            }
        });
    }

    private static void type(String type) {
        if (!type.equals("text")) {
            throw Refusal.field("messages.content", "may hold text parts only; this gateway carries no media");
        }
    }
}
