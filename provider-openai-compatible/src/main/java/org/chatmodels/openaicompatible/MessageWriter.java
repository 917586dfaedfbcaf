package org.chatmodels.openaicompatible;

import java.util.ArrayList;
import java.util.List;
import org.chatmodels.Message;
import org.chatmodels.Part;
import org.chatmodels.Role;
import org.chatmodels.spi.JsonWriter;

/**
 * Writes messages. The content is a plain string unless a message has several texts: strict servers take nothing else.
 * Thoughts of earlier answers are not sent; refusals are what the assistant said.
 */
final class MessageWriter {
    private final String systemRole;

    MessageWriter(String systemRole) {
        this.systemRole = systemRole;
    }

    void write(List<Message> messages, JsonWriter json) {
        json.beginArray();
        for (Message message : messages) {
            json.beginObject().name("role").text(role(message.role())).name("content");
            content(texts(message), json);
            json.endObject();
        }
        json.endArray();
    }

    private String role(Role role) {
        return switch (role) {
            case SYSTEM -> systemRole;
            case USER -> "user";
            case ASSISTANT -> "assistant";
            case TOOL -> "tool";
        };
    }

    private static List<String> texts(Message message) {
        List<String> texts = new ArrayList<>(message.parts().size());
        for (Part part : message.parts()) {
            if (part instanceof Part.Text text) {
                texts.add(text.text());
            } else if (part instanceof Part.Refusal refusal) {
                texts.add(refusal.text());
            }
        }
        return texts;
    }

    private static void content(List<String> texts, JsonWriter json) {
        if (texts.size() <= 1) {
            json.text(texts.isEmpty() ? "" : texts.get(0));
            return;
        }
        json.beginArray();
        for (String text : texts) {
            json.beginObject().name("type").text("text").name("text").text(text).endObject();
        }
        json.endArray();
    }
}
