package org.chatmodels.openaicompatible;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.Message;
import org.chatmodels.Part;
import org.chatmodels.spi.JsonWriter;

/**
 * Items of the Responses API. Writes what the assistant said and thought and what was called as the items that it came
 * in, in their order; thoughts only where the service can read them again, encrypted or kept by it.
 */
final class ItemWriter implements MessageShape {
    private static final String ENCRYPTED = "\"encrypted_content\":";

    private final String provider;
    private final String item;
    private final ToolCallIds ids;

    ItemWriter(String provider, Dialect dialect) {
        this.provider = provider;
        this.item = MetadataNames.item(provider);
        this.ids = dialect.toolCallIds();
    }

    @Override
    public String textType() {
        return "input_text";
    }

    @Override
    public void result(Part.ToolResult result, JsonWriter json) {
        json.beginObject().name("type").text("function_call_output");
        json.name("call_id").text(ids.fitting(result.callId()));
        json.name("output").text(result.content()).endObject();
    }

    /** Texts and refusals of one item stand in one again. */
    @Override
    public void assistant(Message message, JsonWriter json, Adjustments adjustments) {
        List<Part> said = new ArrayList<>();
        for (Part part : message.parts()) {
            boolean says = part instanceof Part.Text || part instanceof Part.Refusal;
            if (!said.isEmpty() && !(says && origin(part).equals(origin(said.get(0))))) {
                said(said, json);
                said.clear();
            }
            if (says) {
                said.add(part);
            } else {
                item(part, json, adjustments);
            }
        }
        if (!said.isEmpty()) {
            said(said, json);
        }
    }

    private Optional<String> origin(Part part) {
        return part.metadata().get(item);
    }

    /** Texts that came from elsewhere are plain: an item of the service's own would need an id. */
    private void said(List<Part> parts, JsonWriter json) {
        Optional<String> origin = origin(parts.get(0));
        boolean plain = origin.isEmpty() && parts.stream().allMatch(Part.Text.class::isInstance);
        json.beginObject();
        if (!plain) {
            json.name("type").text("message");
            members(origin, json);
            json.name("status").text("completed");
        }
        json.name("role").text("assistant").name("content");
        if (plain) {
            StringBuilder text = new StringBuilder();
            parts.forEach(part -> text.append(text(part)));
            json.text(text.toString());
        } else {
            json.beginArray();
            parts.forEach(part -> content(part, json));
            json.endArray();
        }
        json.endObject();
    }

    private static String text(Part part) {
        return part instanceof Part.Text text
                ? text.text()
                : part instanceof Part.Refusal refusal ? refusal.text() : "";
    }

    private static void content(Part part, JsonWriter json) {
        if (part instanceof Part.Refusal) {
            json.beginObject().name("type").text("refusal").name("refusal").text(text(part));
        } else {
            json.beginObject().name("type").text("output_text").name("text").text(text(part));
            json.name("annotations").beginArray().endArray();
        }
        json.endObject();
    }

    private static void members(Optional<String> origin, JsonWriter json) {
        origin.map(Quoted::object)
                .orElse(Map.of())
                .forEach((name, value) -> json.name(name).value(value));
    }

    private void item(Part part, JsonWriter json, Adjustments adjustments) {
        if (part instanceof Part.Reasoning) {
            origin(part)
                    .filter(whole -> adjustments.keeps() || whole.contains(ENCRYPTED))
                    .ifPresent(json::raw);
        } else if (part instanceof Part.ToolCall call) {
            call(call, json);
        } else if (part instanceof Part.Attachment image && origin(part).isPresent()) {
            image(image, json);
        } else if (part instanceof Part.Opaque opaque && isItem(opaque)) {
            json.raw(opaque.json());
        } else if (part instanceof Part.Other || part instanceof Part.Attachment) {
            adjustments.map(AssistantWriter.LOST);
        }
    }

    private void call(Part.ToolCall call, JsonWriter json) {
        json.beginObject().name("type").text("function_call");
        members(origin(call), json);
        json.name("call_id").text(ids.fitting(call.id()));
        json.name("name").text(call.name());
        json.name("arguments").text(call.arguments()).endObject();
    }

    private void image(Part.Attachment image, JsonWriter json) {
        json.beginObject().name("type").text("image_generation_call");
        members(origin(image), json);
        json.name("status").text("completed").name("result");
        json.base64("", image.media()::writeTo);
        json.endObject();
    }

    /** What is a piece of Chat Completions is none. */
    private boolean isItem(Part.Opaque opaque) {
        return opaque.provider().equals(provider)
                && opaque.json().startsWith("{")
                && Quoted.object(opaque.json()).get("type") instanceof String type
                && !type.equals("function");
    }
}
