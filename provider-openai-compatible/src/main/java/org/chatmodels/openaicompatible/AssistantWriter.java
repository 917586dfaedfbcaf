package org.chatmodels.openaicompatible;

import java.util.List;
import org.chatmodels.ChatException.Details;
import org.chatmodels.InvalidRequestException;
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
    private final boolean marks;

    AssistantWriter(Dialect dialect) {
        this.echo = dialect.words(DialectField.REASONING_ECHO);
        this.ids = dialect.toolCallIds();
        this.namesResults = dialect.is(DialectField.TOOL_RESULT_NAME);
        this.marks = dialect.is(DialectField.TEXT_PARTS, "marked");
    }

    @Override
    public String textType() {
        return "text";
    }

    @Override
    public String mark(Part part) {
        return marks ? part.metadata().get(MetadataNames.CACHE_CONTROL).orElse("") : "";
    }

    /** A plain string, unless it has a mark. */
    static void content(String text, String mark, JsonWriter json) {
        json.name("content");
        if (mark.isEmpty()) {
            json.text(text);
        } else {
            json.beginArray();
            part("text", text, mark, json);
            json.endArray();
        }
    }

    /** A text as a part, with its mark if it has one. */
    static void part(String type, String text, String mark, JsonWriter json) {
        json.beginObject().name("type").text(type).name("text").text(text);
        try {
            if (!mark.isEmpty()) {
                json.name(MetadataNames.CACHE_CONTROL).raw(mark.startsWith("{") ? mark : "");
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    "The metadata cache_control of a text is no JSON object: write {\"type\":\"ephemeral\"}",
                    Details.builder().code("bad_message").build());
        }
        json.endObject();
    }

    @Override
    public void result(Part.ToolResult result, JsonWriter json) {
        json.beginObject().name("role").text("tool").name("tool_call_id").text(ids.fitting(result.callId()));
        if (namesResults && !result.name().isEmpty()) {
            json.name("name").text(result.name());
        }
        content(result.content(), mark(result), json);
        json.endObject();
    }

    @Override
    public void assistant(Message message, JsonWriter json, Adjustments adjustments) {
        List<Part.ToolCall> calls = message.toolCalls();
        String thoughts = calls.isEmpty() ? "" : thoughts(message);
        String before = echo.contains("tags") && !thoughts.isEmpty() ? "<think>" + thoughts + "</think>" : "";
        json.beginObject().name("role").text("assistant");
        content(before + said(message, adjustments), mark(message), json);
        for (String field : List.of("reasoning_content", "reasoning")) {
            if (echo.contains(field) && !calls.isEmpty()) {
                json.name(field).text(thoughts);
            }
        }
        String details = attached(message, MetadataNames.REASONING_DETAILS);
        if (echo.contains(MetadataNames.REASONING_DETAILS) && !details.isEmpty()) {
            json.name(MetadataNames.REASONING_DETAILS).raw(details);
        }
        String audio = attached(message, MetadataNames.AUDIO_ID);
        if (!audio.isEmpty()) {
            json.name("audio").beginObject().name("id").raw(audio).endObject();
        }
        if (!calls.isEmpty()) {
            json.name("tool_calls").beginArray();
            for (Part.ToolCall call : calls) {
                call(call, json);
            }
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

    /** To the first of the parts that has it; empty if none has. */
    private static String attached(Message message, String name) {
        for (Part part : message.parts()) {
            String json = part.metadata().get(name).orElse("");
            if (!json.isEmpty()) {
                return json;
            }
        }
        return "";
    }

    private void call(Part.ToolCall call, JsonWriter json) {
        json.beginObject().name("id").text(ids.fitting(call.id())).name("type").text("function");
        json.name("function").beginObject().name("name").text(call.name());
        json.name("arguments").text(call.arguments()).endObject();
        String content = call.metadata().get(MetadataNames.EXTRA_CONTENT).orElse("");
        if (echo.contains(MetadataNames.EXTRA_CONTENT) && !content.isEmpty()) {
            json.name(MetadataNames.EXTRA_CONTENT).raw(content);
        }
        json.endObject();
    }
}
