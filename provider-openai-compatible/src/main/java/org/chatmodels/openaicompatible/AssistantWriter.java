package org.chatmodels.openaicompatible;

import java.util.List;
import java.util.Optional;
import org.chatmodels.Message;
import org.chatmodels.Part;
import org.chatmodels.spi.JsonWriter;

/**
 * Messages of Chat Completions. Writes what the assistant said: its text, a refusal being one, its calls, and of its
 * thoughts what the service wants back. Thoughts go back with the calls they led to; those of a finished answer do not.
 */
final class AssistantWriter implements MessageShape {
    static final String LOST = "What the assistant attached to its text was not sent back";

    private final List<String> echo;
    private final ToolCallIds ids;
    private final boolean namesResults;

    AssistantWriter(Dialect dialect) {
        this.echo = dialect.words(DialectField.REASONING_ECHO);
        this.ids = dialect.toolCallIds();
        this.namesResults = dialect.is(DialectField.TOOL_RESULT_NAME);
    }

    @Override
    public String textType() {
        return "text";
    }

    @Override
    public void result(Part.ToolResult result, JsonWriter json) {
        json.beginObject().name("role").text("tool").name("tool_call_id").text(ids.fitting(result.callId()));
        if (namesResults && !result.name().isEmpty()) {
            json.name("name").text(result.name());
        }
        json.name("content").text(result.content()).endObject();
    }

    @Override
    public void assistant(Message message, JsonWriter json, Adjustments adjustments) {
        List<Part.ToolCall> calls = message.toolCalls();
        String thoughts = calls.isEmpty() ? "" : thoughts(message);
        String before = echo.contains("tags") && !thoughts.isEmpty() ? "<think>" + thoughts + "</think>" : "";
        json.beginObject().name("role").text("assistant").name("content").text(before + said(message, adjustments));
        for (String field : List.of("reasoning_content", "reasoning")) {
            if (echo.contains(field) && !calls.isEmpty()) {
                json.name(field).text(thoughts);
            }
        }
        if (echo.contains(MetadataNames.REASONING_DETAILS)) {
            details(message)
                    .ifPresent(details ->
                            json.name(MetadataNames.REASONING_DETAILS).raw(details));
        }
        audio(message)
                .ifPresent(id ->
                        json.name("audio").beginObject().name("id").raw(id).endObject());
        if (!calls.isEmpty()) {
            json.name("tool_calls").beginArray();
            calls.forEach(call -> call(call, json));
            json.endArray();
        }
        json.endObject();
    }

    private static String thoughts(Message message) {
        StringBuilder thoughts = new StringBuilder();
        for (Part part : message.parts()) {
            thoughts.append(part instanceof Part.Reasoning thought ? thought.text() : "");
        }
        return thoughts.toString();
    }

    private static String said(Message message, Adjustments adjustments) {
        StringBuilder said = new StringBuilder();
        for (Part part : message.parts()) {
            if (part instanceof Part.Text text) {
                said.append(text.text());
            } else if (part instanceof Part.Refusal refusal) {
                said.append(refusal.text());
            } else if (part instanceof Part.Other
                    || part instanceof Part.Attachment one
                            && one.metadata().get(MetadataNames.AUDIO_ID).isEmpty()) {
                adjustments.map(LOST);
            }
        }
        return said.toString();
    }

    private static Optional<String> details(Message message) {
        return message.parts().stream()
                .filter(Part.Reasoning.class::isInstance)
                .flatMap(part -> part.metadata().get(MetadataNames.REASONING_DETAILS).stream())
                .findFirst();
    }

    private static Optional<String> audio(Message message) {
        return message.parts().stream()
                .filter(Part.Attachment.class::isInstance)
                .flatMap(part -> part.metadata().get(MetadataNames.AUDIO_ID).stream())
                .findFirst();
    }

    private void call(Part.ToolCall call, JsonWriter json) {
        json.beginObject().name("id").text(ids.fitting(call.id())).name("type").text("function");
        json.name("function").beginObject().name("name").text(call.name());
        json.name("arguments").text(call.arguments()).endObject();
        if (echo.contains(MetadataNames.EXTRA_CONTENT)) {
            call.metadata()
                    .get(MetadataNames.EXTRA_CONTENT)
                    .ifPresent(content -> json.name(MetadataNames.EXTRA_CONTENT).raw(content));
        }
        json.endObject();
    }
}
