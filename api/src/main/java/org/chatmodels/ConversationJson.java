package org.chatmodels;

import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.chatmodels.provider.JsonBinding;
import org.jspecify.annotations.Nullable;

/**
 * Messages as JSON: {@code {"version":1,"messages":[{"role":"user","parts":[{"kind":"text","text":"Hi"}]}]}}. JSON that
 * somebody else wrote (metadata, arguments, opaque parts) stands in it as text, so that no character changes. A part of
 * an unknown kind is a {@link Part.Opaque} of no provider, and stands in it as it came.
 */
final class ConversationJson {
    private final JsonBinding binding;

    /** The object that is being read, and where it stands. */
    private Map<?, ?> object = Map.of();

    private String path = "";

    /** The field that was looked at last. */
    private String name = "";

    /** With the binding of the registry that opened the model, else of the default one. */
    ConversationJson(ChatModel model) {
        OpenedModel opened = model.unwrap(OpenedModel.class).orElse(null);
        ChatModelRegistry registry = opened == null ? ChatModels.registry() : opened.registry;
        binding = registry.binding("The JSON of a conversation ");
    }

    String write(List<Message> messages) {
        List<Object> all = new ArrayList<>();
        for (Message message : messages) {
            List<Object> parts = new ArrayList<>();
            for (Part part : message.parts()) {
                parts.add(object(part));
            }
            String role = message.role().name().toLowerCase(Locale.ROOT);
            all.add(object(message.metadata(), "role", role, "parts", parts));
        }
        return binding.write(object(Metadata.NONE, "version", 1, "messages", all));
    }

    private Object object(Part part) {
        Metadata metadata = part.metadata();
        if (part instanceof Part.Text text) {
            return object(metadata, "kind", "text", "text", text.text());
        } else if (part instanceof Part.Reasoning thought) {
            return object(metadata, "kind", "reasoning", "text", thought.text());
        } else if (part instanceof Part.Refusal refusal) {
            return object(metadata, "kind", "refusal", "text", refusal.text());
        } else if (part instanceof Part.Attachment attachment) {
            return object(metadata, attachment.media());
        } else if (part instanceof Part.ToolCall call) {
            String json = call.arguments();
            return object(metadata, "kind", "tool_call", "id", call.id(), "name", call.name(), "arguments", json);
        } else if (part instanceof Part.ToolResult result) {
            Object[] fields = {
                "kind",
                "tool_result",
                "id",
                result.callId(),
                "name",
                result.name(),
                "content",
                result.content(),
                "failed",
                result.failed()
            };
            return object(metadata, fields);
        }
        Arguments.check(part instanceof Part.Opaque, part.getClass().getName(), "has no JSON: leave that part out");
        Part.Opaque opaque = (Part.Opaque) part;
        return opaque.provider().isEmpty()
                ? binding.read(opaque.json(), Object.class)
                : object(metadata, "kind", "opaque", "provider", opaque.provider(), "json", opaque.json());
    }

    private static Object object(Metadata metadata, Media media) {
        Object source = media.source;
        boolean held = source instanceof String;
        @Nullable
        Object[] fields = {
            "kind",
            "attachment",
            "type",
            media.mimeType,
            "name",
            media.name,
            "detail",
            media.detail,
            held ? "id" : source instanceof URI ? "uri" : "bytes",
            held || source instanceof URI
                    ? source.toString()
                    : Base64.getEncoder().encodeToString(media.bytes())
        };
        return object(metadata, fields);
    }

    /** Names and values in turn; what is null is left out. */
    private static Object object(Metadata metadata, @Nullable Object... pairs) {
        Map<@Nullable Object, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = pairs[i + 1];
            if (value != null) {
                object.put(pairs[i], value);
            }
        }
        if (!metadata.equals(Metadata.NONE)) {
            object.put("metadata", metadata.jsonByName);
        }
        return object;
    }

    /** IllegalArgumentException names the place; what stands there has no part in it. */
    List<Message> read(String json) {
        Object document = binding.read(json, Object.class);
        try {
            object = (Map<?, ?>) document;
            Arguments.check(value("version").toString().equals("1"), "", "");
            List<Message> messages = new ArrayList<>();
            for (Object message : (List<?>) value("messages")) {
                enter(message, "messages[", messages.size());
                messages.add(message());
            }
            return messages;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "'" + path + name + "' is missing or wrong: pass what toJson() gave, in version 1");
        }
    }

    private void enter(Object json, String list, int index) {
        path = list + index + "].";
        name = "";
        object = (Map<?, ?>) json;
    }

    private Message message() {
        String at = path + "parts[";
        Role role = Role.valueOf(text("role").toUpperCase(Locale.ROOT));
        Metadata metadata = metadata();
        List<Part> parts = new ArrayList<>();
        for (Object part : (List<?>) value("parts")) {
            enter(part, at, parts.size());
            parts.add(part(text("kind")));
        }
        return new Message(role, parts, metadata);
    }

    private Part part(String kind) {
        if (kind.equals("text")) {
            return new Part.Text(text("text"), metadata());
        } else if (kind.equals("reasoning")) {
            return new Part.Reasoning(text("text"), metadata());
        } else if (kind.equals("refusal")) {
            return new Part.Refusal(text("text"), metadata());
        } else if (kind.equals("attachment")) {
            return new Part.Attachment(media(), metadata());
        } else if (kind.equals("tool_call")) {
            return new Part.ToolCall(filled("id"), filled("name"), text("arguments"), metadata());
        } else if (kind.equals("tool_result")) {
            boolean failed = (Boolean) value("failed");
            return new Part.ToolResult(text("id"), text("name"), text("content"), failed, metadata());
        } else if (kind.equals("opaque")) {
            return new Part.Opaque(filled("provider"), text("json"));
        }
        return new Part.Opaque("", binding.write(object));
    }

    private Media media() {
        Media media;
        if (has("uri")) {
            URI uri = URI.create(text("uri"));
            media = has("type") ? Media.at(text("type"), uri) : Media.at(uri);
        } else if (has("id")) {
            media = Media.uploaded(text("id"));
        } else {
            byte[] bytes = Base64.getDecoder().decode(text("bytes"));
            media = Media.of(text("type"), bytes);
        }
        media = has("name") ? media.named(text("name")) : media;
        return has("detail") ? media.detail(text("detail")) : media;
    }

    private Metadata metadata() {
        Metadata metadata = Metadata.NONE;
        if (has("metadata")) {
            Map<?, ?> entries = (Map<?, ?>) value("metadata");
            for (Object entry : entries.keySet()) {
                metadata = metadata.with((String) entry, (String) entries.get(entry));
            }
        }
        return metadata;
    }

    private boolean has(String field) {
        return object.get(field) != null;
    }

    private Object value(String field) {
        name = field;
        return Objects.requireNonNull(object.get(field));
    }

    private String text(String field) {
        return (String) value(field);
    }

    private String filled(String field) {
        return Arguments.notBlank(text(field), "");
    }
}
