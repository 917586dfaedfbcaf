package org.chatmodels.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chatmodels.ChatModel;
import org.chatmodels.Conversation;

/** What the log has of a conversation: its entries, oldest first, the failed ones too. */
record LoggedConversation(String id, List<LogEntry> entries) {
    /** The text that opened the model which answered last. */
    String location() {
        String location = "";
        for (LogEntry entry : entries) {
            location = entry.isAnswered() ? entry.text("location") : location;
        }
        return location;
    }

    /** Answered turns. */
    int turns() {
        return (int) entries.stream().filter(LogEntry::isAnswered).count();
    }

    /** The conversation as it was, with that model. */
    Conversation open(ChatModel model) {
        List<Object> messages = new ArrayList<>();
        Object version = 1;
        for (LogEntry entry : entries) {
            Object written = entry.fields().get("version");
            version = written == null ? version : written;
            add(entry.messages(), messages);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", version);
        document.put("messages", messages);
        try {
            return Conversation.fromJson(model, Json.write(document));
        } catch (IllegalArgumentException e) {
            throw new Refusal("conversation " + id + " cannot be read from the log: " + e.getMessage(), e);
        }
    }

    /** A system message replaces the one before. */
    private static void add(List<?> turn, List<Object> messages) {
        for (Object message : turn) {
            if (isSystem(message)) {
                messages.removeIf(LoggedConversation::isSystem);
                messages.add(0, message);
            } else {
                messages.add(message);
            }
        }
    }

    private static boolean isSystem(Object message) {
        return message instanceof Map<?, ?> fields && "system".equals(fields.get("role"));
    }
}
