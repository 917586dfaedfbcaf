package org.chatmodels.openaicompatible;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chatmodels.Media;
import org.chatmodels.Metadata;
import org.chatmodels.Part;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.JsonReader;
import org.chatmodels.spi.LogprobReader;
import org.chatmodels.spi.ToolCallPiece;

/** Reads items that are whole. What of an item must go back and is no part of a message is attached to its part. */
final class WholeItemReader {
    private final String metadata;
    private final ItemList items;
    private final boolean splits;

    WholeItemReader(String provider, ItemList items, boolean splits) {
        this.metadata = MetadataNames.item(provider);
        this.items = items;
        this.splits = splits;
    }

    /** Tells what was not told of it before. */
    void read(ItemProgress item, Map<?, ?> fields, AnswerAssembler answer) {
        answer.item(0, item.number);
        switch (item.type) {
            case "message" -> message(item, fields, answer);
            case "reasoning" -> reasoning(item, fields, answer);
            case "function_call" -> call(item, fields, answer);
            case "image_generation_call" -> image(fields, answer);
            case "" -> {}
            default -> answer.opaque(0, Quoted.value(fields));
        }
        item.whole = true;
    }

    private void message(ItemProgress item, Map<?, ?> fields, AnswerAssembler answer) {
        StringBuilder text = new StringBuilder(ItemList.text(fields, "content"));
        StringBuilder refusal = new StringBuilder();
        for (Map<?, ?> part : objects(fields, "content")) {
            int before = items.charactersBefore(item) + text.length();
            text.append(ItemList.text(part, "text"));
            refusal.append(ItemList.text(part, "refusal"));
            if (!item.whole) {
                sources(part, before, answer);
                probabilities(part, answer);
            }
        }
        item.characters = text.length();
        said(text.toString(), answer);
        answer.wholeRefusal(0, refusal.toString());
        Map<String, Object> kept = members(fields, "id", "phase");
        if (!kept.isEmpty()) {
            answer.textMetadata(0, metadata, Quoted.value(kept));
        }
    }

    private void said(String text, AnswerAssembler answer) {
        if (!splits) {
            answer.wholeText(0, text);
            return;
        }
        ThinkTags tags = new ThinkTags(false);
        tags.read(text);
        String thought = tags.thought();
        String said = tags.text();
        tags.end();
        answer.wholeReasoning(0, thought + tags.thought());
        answer.wholeText(0, said + tags.text());
    }

    private static void sources(Map<?, ?> part, int before, AnswerAssembler answer) {
        if (part.get("annotations") instanceof List<?> list && !list.isEmpty()) {
            try (JsonReader json = again(list)) {
                CitationReader citations = new CitationReader(json);
                citations.read();
                citations.tellBehind(before, answer);
            }
        }
    }

    private static void probabilities(Map<?, ?> part, AnswerAssembler answer) {
        if (part.get("logprobs") instanceof List<?> list && !list.isEmpty()) {
            try (JsonReader json = again(Map.of("content", list))) {
                answer.logprobs(0, new LogprobReader(json).read());
            }
        }
    }

    private static JsonReader again(Object value) {
        byte[] bytes = Quoted.value(value).getBytes(StandardCharsets.UTF_8);
        JsonReader json = new JsonReader();
        json.read(bytes, 0, bytes.length);
        return json;
    }

    /** The thought itself where it is told, else its summary. */
    private void reasoning(ItemProgress item, Map<?, ?> fields, AnswerAssembler answer) {
        String content = texts(fields, "content");
        boolean full = item.thought.isEmpty() ? !content.isEmpty() : item.thought.equals("content");
        answer.wholeReasoning(0, full ? content : texts(fields, "summary"));
        Map<String, Object> kept = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (value != null) {
                kept.put(name.toString(), value);
            }
        });
        answer.reasoningMetadata(0, metadata, Quoted.value(kept));
    }

    private static String texts(Map<?, ?> fields, String name) {
        StringBuilder all = new StringBuilder();
        for (Map<?, ?> part : objects(fields, name)) {
            String text = ItemList.text(part, "text");
            all.append(all.length() == 0 || text.isEmpty() ? "" : "\n\n").append(text);
        }
        return all.toString();
    }

    private void call(ItemProgress item, Map<?, ?> fields, AnswerAssembler answer) {
        ToolCallPiece piece = new ToolCallPiece().index(item.number).name(ItemList.text(fields, "name"));
        if (!item.called) {
            piece.id(item.callId.isEmpty() ? item.id : item.callId);
            item.called = true;
        }
        if (!item.id.isEmpty()) {
            piece.metadata(metadata, Quoted.value(Map.of("id", item.id)));
        }
        Object arguments = fields.get("arguments");
        piece.object(arguments instanceof Map<?, ?> ? Quoted.value(arguments) : ItemList.text(fields, "arguments"));
        answer.toolCall(0, piece);
    }

    private void image(Map<?, ?> fields, AnswerAssembler answer) {
        String result = ItemList.text(fields, "result");
        Base64Pieces data = new Base64Pieces();
        data.add(result);
        if (result.isEmpty()) {
            answer.opaque(0, Quoted.value(fields));
        } else if (data.isBroken()) {
            answer.warning("A picture of the answer is not in Base64: it was left out.");
        } else {
            String format = ItemList.text(fields, "output_format");
            Media media = Media.of("image/" + (format.isEmpty() ? "png" : format), data.toBytes());
            Metadata kept = Metadata.of(metadata, Quoted.value(members(fields, "id")));
            answer.attachment(0, new Part.Attachment(media, kept));
        }
    }

    private static Map<String, Object> members(Map<?, ?> fields, String... names) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (String name : names) {
            String text = ItemList.text(fields, name);
            if (!text.isEmpty()) {
                members.put(name, text);
            }
        }
        return members;
    }

    private static List<Map<?, ?>> objects(Map<?, ?> fields, String name) {
        List<Map<?, ?>> objects = new ArrayList<>();
        if (fields.get(name) instanceof List<?> list) {
            list.forEach(each -> {
                if (each instanceof Map<?, ?> object) {
                    objects.add(object);
                }
            });
        }
        return objects;
    }
}
