package org.chatmodels.openaicompatible;

import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatException.Details;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.Message;
import org.chatmodels.ModelLocation;
import org.chatmodels.Part;
import org.chatmodels.Role;
import org.chatmodels.spi.JsonWriter;

/**
 * Writes messages. The content is a plain string wherever it is text alone: strict servers take nothing else. An
 * assistant without text has an empty one, as servers differ on null and on none.
 */
final class MessageWriter {
    private static final String BETWEEN = "\n\n";

    private final ModelLocation location;
    private final Dialect dialect;
    private final MediaWriter media;
    private final AssistantWriter assistant;
    private final ToolCallIds ids;

    MessageWriter(ModelLocation location, Dialect dialect) {
        this.location = location;
        this.dialect = dialect;
        this.media = new MediaWriter(location, dialect);
        this.ids = new ToolCallIds(dialect.word(DialectField.TOOL_CALL_ID));
        this.assistant = new AssistantWriter(dialect, ids);
    }

    /** The array; an instruction that is not empty ends the first system message, or is one. */
    void write(List<Message> messages, String instruction, JsonWriter json, Adjustments adjustments) {
        media.checkSize(messages);
        boolean merges = dialect.is(DialectField.MERGE_SYSTEM);
        String leading = leading(messages, instruction, merges);
        json.beginArray();
        if (!leading.isEmpty()) {
            plain(dialect.word(DialectField.SYSTEM_ROLE), leading, json);
        }
        boolean told = !leading.isEmpty();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            boolean inLeading = told && message.role() == Role.SYSTEM && (merges || i == 0);
            if (!inLeading) {
                write(message, json, adjustments);
            }
        }
        json.endArray();
    }

    /** The text of the first system message, where it is not just that message. */
    private static String leading(List<Message> messages, String instruction, boolean merges) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (message.role() == Role.SYSTEM && (merges || i == 0)) {
                texts.add(message.text());
            }
        }
        if (!instruction.isEmpty()) {
            texts.add(instruction);
        } else if (!merges) {
            return "";
        }
        return String.join(BETWEEN, texts);
    }

    private void write(Message message, JsonWriter json, Adjustments adjustments) {
        if (message.role() == Role.ASSISTANT) {
            assistant.write(message, json, adjustments);
            return;
        }
        List<Part> others = new ArrayList<>();
        for (Part part : message.parts()) {
            if (part instanceof Part.ToolResult result) {
                result(result, json);
            } else {
                others.add(part);
            }
        }
        if (message.role() == Role.TOOL && !others.isEmpty()) {
            throw refused("A message of the role TOOL has results only: write Message.toolResult(call, content)");
        }
        if (message.role() != Role.TOOL && (!others.isEmpty() || message.parts().isEmpty())) {
            json.beginObject().name("role").text(role(message.role())).name("content");
            content(others, json, adjustments);
            json.endObject();
        }
    }

    private String role(Role role) {
        return role == Role.SYSTEM ? dialect.word(DialectField.SYSTEM_ROLE) : "user";
    }

    private void result(Part.ToolResult result, JsonWriter json) {
        json.beginObject().name("role").text("tool").name("tool_call_id").text(ids.fitting(result.callId()));
        if (dialect.is(DialectField.TOOL_RESULT_NAME) && !result.name().isEmpty()) {
            json.name("name").text(result.name());
        }
        json.name("content").text(result.content()).endObject();
    }

    private void content(List<Part> parts, JsonWriter json, Adjustments adjustments) {
        List<String> texts = new ArrayList<>(parts.size());
        boolean textAlone = true;
        for (Part part : parts) {
            if (part instanceof Part.Text text) {
                texts.add(text.text());
            } else if (part instanceof Part.Refusal refusal) {
                texts.add(refusal.text());
            } else {
                textAlone &= part instanceof Part.Reasoning;
            }
        }
        if (textAlone && (texts.size() <= 1 || !dialect.is(DialectField.TEXT_PARTS))) {
            json.text(String.join("\n", texts));
            return;
        }
        json.beginArray();
        for (Part part : parts) {
            part(part, json, adjustments);
        }
        json.endArray();
    }

    private void part(Part part, JsonWriter json, Adjustments adjustments) {
        if (part instanceof Part.Text text) {
            text(text.text(), json);
        } else if (part instanceof Part.Refusal refusal) {
            text(refusal.text(), json);
        } else if (part instanceof Part.Attachment attachment) {
            media.write(attachment.media(), json, adjustments);
        } else if (part instanceof Part.Opaque opaque && opaque.provider().equals(location.provider())) {
            json.raw(opaque.json());
        } else if (part instanceof Part.Other) {
            adjustments.map("A part of a message that is not for '" + location.provider() + "' was not sent");
        } else if (!(part instanceof Part.Reasoning)) {
            throw refused("Calls of tools stand in messages of the assistant: write them there");
        }
    }

    private static void text(String text, JsonWriter json) {
        json.beginObject().name("type").text("text").name("text").text(text).endObject();
    }

    private static void plain(String role, String text, JsonWriter json) {
        json.beginObject().name("role").text(role).name("content").text(text).endObject();
    }

    private InvalidRequestException refused(String message) {
        return new InvalidRequestException(
                message,
                Details.builder()
                        .code("bad_message")
                        .provider(location.provider())
                        .model(location.model())
                        .build());
    }
}
