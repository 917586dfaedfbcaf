package org.chatmodels.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.Citation;
import org.chatmodels.Part;

/**
 * Writes events of one answer as chunks of a server-sent stream. Usage stands in the finish chunk, as Mistral and
 * DeepSeek have it, or, when the request set include_usage, in a chunk of its own without choices, as OpenAI has it.
 * What no event carries (log probabilities, citations, media, what is attached to calls) comes at the end.
 */
final class ChunkWriter {
    /** A comment line, which says only that the connection lives. */
    static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] DONE = event("[DONE]".getBytes(StandardCharsets.US_ASCII));

    private final boolean usageChunk;
    private final String servedModel;
    private final long created = Instant.now().getEpochSecond();
    private final Map<Integer, StreamedCalls> begun = new HashMap<>();
    private String id = "";
    private String model = "";

    /** {@code servedModel} is named when the backend names none. */
    ChunkWriter(String servedModel, boolean usageChunk) {
        this.servedModel = servedModel;
        this.usageChunk = usageChunk;
    }

    /** One or more whole events; empty for what the wire does not carry. */
    byte[] write(ChatEvent event) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        if (event instanceof ChatEvent.Started started) {
            id = ReplyWriter.id(started.id());
            model = started.model().isEmpty() ? servedModel : started.model();
            begin(chunks, 0);
        } else if (event instanceof ChatEvent.TextDelta text) {
            text(chunks, text.choice(), "content", text.text());
        } else if (event instanceof ChatEvent.ReasoningDelta thought) {
            text(chunks, thought.choice(), "reasoning_content", thought.text());
        } else if (event instanceof ChatEvent.RefusalDelta refusal) {
            text(chunks, refusal.choice(), "refusal", refusal.text());
        } else if (event instanceof ChatEvent.ToolCallDelta call) {
            begin(chunks, call.choice()).at(call.index()).add(call.arguments());
            call(chunks, call);
        } else if (event instanceof ChatEvent.Finished finished) {
            finish(chunks, finished.response());
        }
        return chunks.toByteArray();
    }

    /** The event that ends a stream instead of [DONE]. */
    static byte[] error(GatewayError error) {
        return event(ReplyWriter.error(error));
    }

    /** Each choice begins with its role. */
    private StreamedCalls begin(ByteArrayOutputStream chunks, int choice) {
        StreamedCalls calls = begun.get(choice);
        if (calls == null) {
            calls = new StreamedCalls();
            begun.put(choice, calls);
            chunks.writeBytes(delta(choice, json -> {
                json.writeStringField("role", "assistant");
                json.writeStringField("content", "");
                json.writeNullField("refusal");
            }));
        }
        return calls;
    }

    private void text(ByteArrayOutputStream chunks, int choice, String field, String text) {
        begin(chunks, choice);
        chunks.writeBytes(delta(choice, json -> json.writeStringField(field, text)));
    }

    /** Sends id and name once, then arguments only. */
    private void call(ByteArrayOutputStream chunks, ChatEvent.ToolCallDelta delta) {
        StreamedCalls.Call call = begin(chunks, delta.choice()).at(delta.index());
        if (call.opens(delta.name())) {
            chunks.writeBytes(call(
                    delta.choice(), delta.index(), json -> MessageWriter.call(json, delta.id(), delta.name(), "")));
        }
        String arguments = call.unsent();
        if (!arguments.isEmpty()) {
            chunks.writeBytes(call(delta.choice(), delta.index(), json -> {
                json.writeObjectFieldStart("function");
                json.writeStringField("arguments", arguments);
                json.writeEndObject();
            }));
        }
    }

    private void finish(ByteArrayOutputStream chunks, ChatResponse response) {
        for (int index = 0; index < response.choices().size(); index++) {
            calls(chunks, index, response.choices().get(index).message().toolCalls());
            rest(chunks, index, response);
            chunks.writeBytes(end(index, response));
        }
        if (usageChunk) {
            chunks.writeBytes(chunk(json -> {
                json.writeArrayFieldStart("choices");
                json.writeEndArray();
                UsageWriter.usage(json, response);
            }));
        }
        chunks.writeBytes(DONE);
    }

    /** What no delta has told of the calls, and what is attached to them. */
    private void calls(ByteArrayOutputStream chunks, int choice, List<Part.ToolCall> calls) {
        for (int index = 0; index < calls.size(); index++) {
            Part.ToolCall call = calls.get(index);
            begin(chunks, choice).at(index).complete(call);
            call(chunks, new ChatEvent.ToolCallDelta(choice, index, call.id(), call.name(), ""));
            if (MessageWriter.extra(call).isPresent()) {
                chunks.writeBytes(call(choice, index, json -> MessageWriter.extra(json, call)));
            }
        }
    }

    /** What no event tells but the last. */
    private void rest(ByteArrayOutputStream chunks, int index, ChatResponse response) {
        begin(chunks, index);
        Choice choice = response.choices().get(index);
        List<Citation> citations = index == 0 ? response.citations() : List.of();
        if (MediaWriter.hasMedia(choice.message()) || !citations.isEmpty()) {
            chunks.writeBytes(delta(index, json -> {
                MessageWriter.citations(json, citations);
                new MediaWriter(id).write(json, choice.message());
            }));
        }
    }

    private byte[] call(int choice, int index, ReplyWriter.Json fields) {
        return delta(choice, json -> {
            json.writeArrayFieldStart("tool_calls");
            json.writeStartObject();
            json.writeNumberField("index", index);
            fields.write(json);
            json.writeEndObject();
            json.writeEndArray();
        });
    }

    private byte[] delta(int choice, ReplyWriter.Json fields) {
        return chunk(json -> {
            beginChoice(json, choice);
            fields.write(json);
            json.writeEndObject();
            json.writeNullField("logprobs");
            json.writeNullField("finish_reason");
            endChoice(json);
            usageToCome(json);
        });
    }

    private byte[] end(int index, ChatResponse response) {
        Choice choice = response.choices().get(index);
        return chunk(json -> {
            beginChoice(json, index);
            json.writeEndObject();
            LogprobWriter.logprobs(json, choice.logprobs());
            ReplyWriter.finishReason(json, choice.finishReason());
            endChoice(json);
            usageToCome(json);
            if (!usageChunk && index == response.choices().size() - 1) {
                UsageWriter.usage(json, response);
            }
        });
    }

    private static void beginChoice(JsonGenerator json, int choice) throws IOException {
        json.writeArrayFieldStart("choices");
        json.writeStartObject();
        json.writeNumberField("index", choice);
        json.writeObjectFieldStart("delta");
    }

    private static void endChoice(JsonGenerator json) throws IOException {
        json.writeEndObject();
        json.writeEndArray();
    }

    private void usageToCome(JsonGenerator json) throws IOException {
        if (usageChunk) {
            json.writeNullField("usage");
        }
    }

    private byte[] chunk(ReplyWriter.Json rest) {
        return event(ReplyWriter.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("id", id);
            json.writeStringField("object", "chat.completion.chunk");
            json.writeNumberField("created", created);
            json.writeStringField("model", model);
            rest.write(json);
            json.writeEndObject();
        }));
    }

    private static byte[] event(byte[] data) {
        ByteArrayOutputStream event = new ByteArrayOutputStream(data.length + 8);
        event.writeBytes("data: ".getBytes(StandardCharsets.US_ASCII));
        event.writeBytes(data);
        event.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
        return event.toByteArray();
    }
}
