package org.chatmodels.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.chatmodels.Citation;
import org.chatmodels.Message;
import org.chatmodels.Part;

/** Writes fields of an answer's message. Parts that the wire does not have are left out. */
final class MessageWriter {
    private MessageWriter() {}

    /** Content, which is null beside calls, refusal or media if there is none; refusal; thoughts. */
    static void texts(JsonGenerator json, Message message) throws IOException {
        String refusal = joined(message, Part.Refusal.class);
        boolean other = !refusal.isEmpty() || !message.toolCalls().isEmpty() || MediaWriter.hasMedia(message);
        if (message.text().isEmpty() && other) {
            json.writeNullField("content");
        } else {
            json.writeStringField("content", message.text());
        }
        ReplyWriter.textOrNull(json, "refusal", refusal);
        String thoughts = joined(message, Part.Reasoning.class);
        if (!thoughts.isEmpty()) {
            json.writeStringField("reasoning_content", thoughts);
        }
    }

    /** The field tool_calls, unless there are none. */
    static void calls(JsonGenerator json, List<Part.ToolCall> calls) throws IOException {
        if (calls.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tool_calls");
        for (Part.ToolCall call : calls) {
            json.writeStartObject();
            call(json, call.id(), call.name(), call.arguments());
            extra(json, call);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void call(JsonGenerator json, String id, String name, String arguments) throws IOException {
        json.writeStringField("id", id);
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", name);
        json.writeStringField("arguments", arguments);
        json.writeEndObject();
    }

    /** What the provider attached for the client to send back, unless there is nothing. */
    static void extra(JsonGenerator json, Part.ToolCall call) throws IOException {
        Optional<String> extra = extra(call);
        if (extra.isPresent()) {
            json.writeFieldName(CallReader.EXTRA);
            json.writeRawValue(extra.get());
        }
    }

    /** Without line ends, which would end an event of a stream. */
    static Optional<String> extra(Part.ToolCall call) {
        return call.metadata().get(CallReader.EXTRA).flatMap(JsonText::compact);
    }

    /** The field annotations, unless no address is cited; OpenAI has no other sources here. */
    static void citations(JsonGenerator json, List<Citation> citations) throws IOException {
        List<Citation> addresses =
                citations.stream().filter(one -> one.url().isPresent()).toList();
        if (addresses.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("annotations");
        for (Citation citation : addresses) {
            json.writeStartObject();
            json.writeStringField("type", "url_citation");
            json.writeObjectFieldStart("url_citation");
            number(json, "start_index", citation.start());
            number(json, "end_index", citation.end());
            json.writeStringField("url", citation.url().orElse(""));
            json.writeStringField("title", citation.title().orElse(""));
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, String name, OptionalInt value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsInt());
        }
    }

    private static String joined(Message message, Class<? extends Part> kind) {
        StringBuilder text = new StringBuilder();
        for (Part part : message.parts()) {
            if (kind.isInstance(part)) {
                text.append(part instanceof Part.Reasoning thought ? thought.text() : ((Part.Refusal) part).text());
            }
        }
        return text.toString();
    }
}
