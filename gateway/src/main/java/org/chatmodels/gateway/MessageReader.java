package org.chatmodels.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.ChatRequest;
import org.chatmodels.Message;
import org.chatmodels.Part;
import org.chatmodels.Role;

/** Reads the messages of a request, one after the other; an answer to a call finds its name in an earlier message. */
final class MessageReader {
    private final FieldReader json;
    private final ChatRequest.Builder request;
    private final PartReader parts;
    private final CallReader calls;
    private final Map<String, String> names = new HashMap<>();
    private boolean any;
    private String role = "";
    private String callId = "";

    private List<Part> content = List.of();

    /** What an assistant's message has beside content. */
    private List<Part> thoughts = List.of();

    private List<Part> more = List.of();
    private List<Part.ToolCall> wanted = List.of();

    MessageReader(FieldReader json, ChatRequest.Builder request) {
        this.json = json;
        this.request = request;
        this.parts = new PartReader(json);
        this.calls = new CallReader(json);
    }

    /** Whether there was a message. */
    boolean any() {
        return any;
    }

    /** Adds the message that the parser stands on to the request. */
    void message() throws IOException {
        role = "";
        callId = "";
        content = new ArrayList<>();
        thoughts = new ArrayList<>();
        more = new ArrayList<>();
        wanted = new ArrayList<>();
        json.object(this::field);
        request.message(message(role()));
        any = true;
    }

    private Role role() {
        return switch (role) {
            case "system", "developer" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "tool" -> Role.TOOL;
            default -> throw json.refusal("role", "must be system, developer, user, assistant or tool");
        };
    }

    private Message message(Role speaker) {
        if (!content.stream().allMatch(part -> fits(speaker, part))) {
            throw json.refusal("content", "may hold media in user messages only, and refusals in the assistant's");
        }
        if (speaker == Role.ASSISTANT) {
            return assistant();
        }
        if (content.isEmpty()) {
            throw json.refusal("content", "must be a string or an array with at least one part");
        }
        return speaker == Role.TOOL ? result() : new Message(speaker, content);
    }

    private static boolean fits(Role speaker, Part part) {
        return part instanceof Part.Text
                || part instanceof Part.Attachment && speaker == Role.USER
                || part instanceof Part.Refusal && speaker == Role.ASSISTANT;
    }

    private Message assistant() {
        List<Part> all = new ArrayList<>(thoughts);
        all.addAll(content);
        all.addAll(more);
        all.removeIf(MessageReader::isEmpty);
        for (Part.ToolCall call : wanted) {
            names.put(call.id(), call.name());
            all.add(call);
        }
        return new Message(Role.ASSISTANT, all);
    }

    private static boolean isEmpty(Part part) {
        return part instanceof Part.Text text && text.text().isEmpty()
                || part instanceof Part.Reasoning thought && thought.text().isEmpty()
                || part instanceof Part.Refusal refusal && refusal.text().isEmpty();
    }

    private Message result() {
        String name = Optional.ofNullable(names.get(callId))
                .orElseThrow(() -> json.refusal("tool_call_id", "must be the id of a call in an earlier message"));
        String text = new Message(Role.TOOL, content).text();
        return new Message(Role.TOOL, List.of(new Part.ToolResult(callId, name, text, false)));
    }

    private void field(String name) throws IOException {
        switch (name) {
            case "role" -> role = json.text();
            case "content" -> content();
            case "tool_call_id" -> callId = json.text();
            case "tool_calls" -> json.array(() -> wanted.add(calls.call()));
            case "refusal" -> more.add(new Part.Refusal(json.text()));
            case "reasoning_content" -> thoughts.add(new Part.Reasoning(json.text()));
            case "images" -> json.array(() -> more.add(parts.part()));
            case "audio" ->
                throw json.refusal("is not supported by this gateway, which keeps no sound; send its text as content");
            case "function_call" -> throw json.refusal("is not supported by this gateway; send tool_calls");
            default -> json.skip();
        }
    }

    private void content() throws IOException {
        if (json.isArray()) {
            json.array(() -> content.add(parts.part()));
        } else if (json.isText()) {
            content.add(new Part.Text(json.text()));
        } else {
            throw json.refusal("must be a string or an array of parts");
        }
    }
}
