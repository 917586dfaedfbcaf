package org.chatmodels.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.FinishReason;
import org.chatmodels.Message;
import org.chatmodels.ModelLocation;

/** Writes whole replies in OpenAI's shapes. What is unknown is left out, but for what OpenAI writes as null. */
final class ReplyWriter {
    /** Writes one JSON value. */
    interface Json {
        void write(JsonGenerator json) throws IOException;
    }

    private ReplyWriter() {}

    static byte[] bytes(Json value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = JsonText.JSON.createGenerator(bytes)) {
            value.write(generator);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static byte[] models(ModelLocation served) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            model(json, served);
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    static byte[] model(ModelLocation served) {
        return bytes(json -> model(json, served));
    }

    static byte[] error(GatewayError error) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("error");
            json.writeStringField("message", error.message());
            json.writeStringField("type", error.type());
            textOrNull(json, "param", error.param());
            textOrNull(json, "code", error.code());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /** {@code servedModel} is named when the backend names none. */
    static byte[] completion(ChatResponse response, String servedModel) {
        String id = id(response.id());
        return bytes(json -> {
            json.writeStartObject();
            json.writeStringField("id", id);
            json.writeStringField("object", "chat.completion");
            json.writeNumberField(
                    "created", response.created().orElseGet(Instant::now).getEpochSecond());
            json.writeStringField("model", response.model().isEmpty() ? servedModel : response.model());
            json.writeArrayFieldStart("choices");
            for (int index = 0; index < response.choices().size(); index++) {
                choice(json, index, response, new MediaWriter(id));
            }
            json.writeEndArray();
            UsageWriter.usage(json, response);
            json.writeEndObject();
        });
    }

    /** Clients want an id: one is made up when the backend gave none. */
    static String id(String own) {
        return own.isEmpty()
                ? "chatcmpl-" + Long.toHexString(ThreadLocalRandom.current().nextLong())
                : own;
    }

    static void finishReason(JsonGenerator json, FinishReason reason) throws IOException {
        String word = switch (reason.kind()) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case CONTENT_FILTER -> "content_filter";
            case OTHER -> reason.raw();
        };
        textOrNull(json, "finish_reason", word);
    }

    static void textOrNull(JsonGenerator json, String name, String text) throws IOException {
        if (text.isEmpty()) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, text);
        }
    }

    private static void choice(JsonGenerator json, int index, ChatResponse response, MediaWriter media)
            throws IOException {
        Choice choice = response.choices().get(index);
        Message message = choice.message();
        json.writeStartObject();
        json.writeNumberField("index", index);
        json.writeObjectFieldStart("message");
        json.writeStringField("role", "assistant");
        MessageWriter.texts(json, message);
        MessageWriter.calls(json, message.toolCalls());
        MessageWriter.citations(json, index == 0 ? response.citations() : List.of());
        media.write(json, message);
        json.writeEndObject();
        LogprobWriter.logprobs(json, choice.logprobs());
        finishReason(json, choice.finishReason());
        json.writeEndObject();
    }

    private static void model(JsonGenerator json, ModelLocation served) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", served.model());
        json.writeStringField("object", "model");
        json.writeNumberField("created", 0);
        json.writeStringField("owned_by", served.provider());
        json.writeEndObject();
    }
}
