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
    private final MessageShape shape;

    MessageWriter(ModelLocation location, Dialect dialect, MediaShape media, MessageShape shape) {
        this.location = location;
        this.dialect = dialect;
        this.media = new MediaWriter(location, dialect, media);
        this.shape = shape;
    }

    /** The array of Chat Completions; an instruction that is not empty ends the first system message, or is one. */
    void write(List<Message> messages, String instruction, JsonWriter json, Adjustments adjustments) {
        boolean joins = dialect.is(DialectField.MERGE_SYSTEM) || !instruction.isEmpty();
        String leading = joins ? leading(messages, instruction) : "";
        json.beginArray();
        if (!leading.isEmpty()) {
            json.beginObject().name("role").text(dialect.word(DialectField.SYSTEM_ROLE));
            boolean marked = !messages.isEmpty() && leads(messages.get(0), 0);
            AssistantWriter.content(leading, marked ? shape.mark(messages.get(0)) : "", json);
            json.endObject();
        }
        rest(messages, !leading.isEmpty(), json, adjustments);
        json.endArray();
    }

    /** The messages one by one, without those that the leading text has, if it was told. */
    void rest(List<Message> messages, boolean told, JsonWriter json, Adjustments adjustments) {
        media.checkSize(messages);
        for (int i = 0; i < messages.size(); i++) {
            if (!told || !leads(messages.get(i), i)) {
                write(messages.get(i), json, adjustments);
            }
        }
    }

    /** The text of the first system message, or of all, with the instruction. */
    String leading(List<Message> messages, String instruction) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            if (leads(messages.get(i), i)) {
                texts.add(messages.get(i).text());
            }
        }
        if (!instruction.isEmpty()) {
            texts.add(instruction);
        }
        return String.join(BETWEEN, texts);
    }

    private boolean leads(Message message, int position) {
        return message.role() == Role.SYSTEM && (position == 0 || dialect.is(DialectField.MERGE_SYSTEM));
    }

    private void write(Message message, JsonWriter json, Adjustments adjustments) {
        if (message.role() == Role.ASSISTANT) {
            shape.assistant(message, json, adjustments);
            return;
        }
        List<Part> others = new ArrayList<>();
        for (Part part : message.parts()) {
            if (part instanceof Part.ToolResult result) {
                shape.result(result, json);
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

    private void content(List<Part> parts, JsonWriter json, Adjustments adjustments) {
        List<String> texts = new ArrayList<>(parts.size());
        boolean textAlone = true;
        for (Part part : parts) {
            if (part instanceof Part.Text text) {
                texts.add(text.text());
                textAlone &= shape.mark(part).isEmpty();
            } else if (part instanceof Part.Refusal refusal) {
                texts.add(refusal.text());
            } else {
                textAlone &= part instanceof Part.Reasoning;
            }
        }
        if (textAlone && (texts.size() <= 1 || dialect.is(DialectField.TEXT_PARTS, "false"))) {
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
            AssistantWriter.part(shape.textType(), text.text(), shape.mark(part), json);
        } else if (part instanceof Part.Refusal refusal) {
            AssistantWriter.part(shape.textType(), refusal.text(), "", json);
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
