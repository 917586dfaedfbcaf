package org.chatmodels.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.chatmodels.ChatEvent;
import org.chatmodels.Choice;
import org.chatmodels.Usage;

/**
 * Writes events of one answer as chunks of a server-sent stream. Usage stands in the finish chunk, as Mistral and
 * DeepSeek have it, or, when the request set include_usage, in a chunk of its own without choices, as OpenAI has it.
 */
final class ChunkWriter {
    /** A comment line, which says only that the connection lives. */
    static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final boolean usageChunk;
    private final String servedModel;
    private final long created = Instant.now().getEpochSecond();
    private String id = "";
    private String model = "";

    /** {@code servedModel} is named when the backend names none. */
    ChunkWriter(String servedModel, boolean usageChunk) {
        this.servedModel = servedModel;
        this.usageChunk = usageChunk;
    }

    /** One or more whole events; empty for what the wire does not carry. */
    byte[] write(ChatEvent event) {
        if (event instanceof ChatEvent.Started started) {
            id = ReplyWriter.id(started.id());
            model = started.model().isEmpty() ? servedModel : started.model();
            return event(delta(0, List.of("role", "assistant", "content", "")));
        }
        if (event instanceof ChatEvent.TextDelta text) {
            return event(delta(text.choice(), List.of("content", text.text())));
        }
        if (event instanceof ChatEvent.ReasoningDelta thought) {
            return event(delta(thought.choice(), List.of("reasoning_content", thought.text())));
        }
        if (event instanceof ChatEvent.RefusalDelta refusal) {
            return event(delta(refusal.choice(), List.of("refusal", refusal.text())));
        }
        return event instanceof ChatEvent.Finished finished ? finish(finished) : new byte[0];
    }

    /** The event that ends a stream instead of [DONE]. */
    static byte[] error(GatewayError error) {
        return event(ReplyWriter.error(error));
    }

    private byte[] finish(ChatEvent.Finished finished) {
        ByteArrayOutputStream events = new ByteArrayOutputStream();
        List<Choice> choices = finished.response().choices();
        Usage usage = finished.usage();
        for (int index = 0; index < choices.size(); index++) {
            boolean last = index == choices.size() - 1;
            events.writeBytes(event(end(index, choices.get(index), last && !usageChunk ? usage : Usage.UNKNOWN)));
        }
        if (usageChunk) {
            events.writeBytes(event(usage(usage)));
        }
        events.writeBytes(event("[DONE]".getBytes(StandardCharsets.US_ASCII)));
        return events.toByteArray();
    }

    private byte[] delta(int choice, List<String> fields) {
        return chunk(json -> {
            json.writeArrayFieldStart("choices");
            json.writeStartObject();
            json.writeNumberField("index", choice);
            json.writeObjectFieldStart("delta");
            for (int field = 0; field < fields.size(); field += 2) {
                json.writeStringField(fields.get(field), fields.get(field + 1));
            }
            json.writeEndObject();
            json.writeNullField("finish_reason");
            json.writeEndObject();
            json.writeEndArray();
        });
    }

    private byte[] end(int index, Choice choice, Usage usage) {
        return chunk(json -> {
            json.writeArrayFieldStart("choices");
            json.writeStartObject();
            json.writeNumberField("index", index);
            json.writeObjectFieldStart("delta");
            json.writeEndObject();
            ReplyWriter.finishReason(json, choice.finishReason());
            json.writeEndObject();
            json.writeEndArray();
            ReplyWriter.usage(json, usage);
        });
    }

    private byte[] usage(Usage usage) {
        return chunk(json -> {
            json.writeArrayFieldStart("choices");
            json.writeEndArray();
            ReplyWriter.usage(json, usage);
        });
    }

    private byte[] chunk(ReplyWriter.Json rest) {
        return ReplyWriter.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("id", id);
            json.writeStringField("object", "chat.completion.chunk");
            json.writeNumberField("created", created);
            json.writeStringField("model", model);
            rest.write(json);
            json.writeEndObject();
        });
    }

    private static byte[] event(byte[] data) {
        ByteArrayOutputStream event = new ByteArrayOutputStream(data.length + 8);
        event.writeBytes("data: ".getBytes(StandardCharsets.US_ASCII));
        event.writeBytes(data);
        event.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
        return event.toByteArray();
    }
}
