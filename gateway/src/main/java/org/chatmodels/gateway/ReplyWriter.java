package org.chatmodels.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.FinishReason;
import org.chatmodels.Message;
import org.chatmodels.ModelLocation;
import org.chatmodels.Part;
import org.chatmodels.Usage;

/** Writes whole replies in OpenAI's shapes. What is unknown is left out, but for a finish reason, which is null. */
final class ReplyWriter {
    /** Writes one JSON value. */
    interface Json {
        void write(JsonGenerator json) throws IOException;
    }

    private static final JsonFactory JSON = new JsonFactory();

    private ReplyWriter() {}

    static byte[] bytes(Json value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = JSON.createGenerator(bytes)) {
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
        return bytes(json -> {
            json.writeStartObject();
            json.writeStringField("id", id(response.id()));
            json.writeStringField("object", "chat.completion");
            json.writeNumberField(
                    "created", response.created().orElseGet(Instant::now).getEpochSecond());
            json.writeStringField("model", response.model().isEmpty() ? servedModel : response.model());
            json.writeArrayFieldStart("choices");
            for (int index = 0; index < response.choices().size(); index++) {
                choice(json, index, response.choices().get(index));
            }
            json.writeEndArray();
            usage(json, response.usage());
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

    /** The field usage, unless nothing is known. */
    static void usage(JsonGenerator json, Usage usage) throws IOException {
        if (usage.equals(Usage.UNKNOWN)) {
            return;
        }
        json.writeObjectFieldStart("usage");
        number(json, "prompt_tokens", usage.inputTokens());
        number(json, "completion_tokens", usage.outputTokens());
        number(json, "total_tokens", usage.totalTokens());
        details(json, "prompt_tokens_details", "cached_tokens", usage.cachedInputTokens());
        details(json, "completion_tokens_details", "reasoning_tokens", usage.reasoningTokens());
        json.writeEndObject();
    }

    private static void choice(JsonGenerator json, int index, Choice choice) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", index);
        json.writeObjectFieldStart("message");
        json.writeStringField("role", "assistant");
        json.writeStringField("content", choice.message().text());
        joined(json, "reasoning_content", choice.message(), Part.Reasoning.class);
        joined(json, "refusal", choice.message(), Part.Refusal.class);
        json.writeEndObject();
        finishReason(json, choice.finishReason());
        json.writeEndObject();
    }

    private static void joined(JsonGenerator json, String name, Message message, Class<? extends Part> kind)
            throws IOException {
        StringBuilder text = new StringBuilder();
        for (Part part : message.parts()) {
            if (kind.isInstance(part)) {
                text.append(part instanceof Part.Reasoning thought ? thought.text() : ((Part.Refusal) part).text());
            }
        }
        if (text.length() > 0) {
            json.writeStringField(name, text.toString());
        }
    }

    private static void model(JsonGenerator json, ModelLocation served) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", served.model());
        json.writeStringField("object", "model");
        json.writeNumberField("created", 0);
        json.writeStringField("owned_by", served.provider());
        json.writeEndObject();
    }

    private static void details(JsonGenerator json, String object, String name, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeObjectFieldStart(object);
            json.writeNumberField(name, value.getAsLong());
            json.writeEndObject();
        }
    }

    private static void number(JsonGenerator json, String name, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsLong());
        }
    }

    private static void textOrNull(JsonGenerator json, String name, String text) throws IOException {
        if (text.isEmpty()) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, text);
        }
    }
}
