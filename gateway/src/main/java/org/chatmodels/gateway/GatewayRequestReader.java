package org.chatmodels.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatRequest;
import org.jspecify.annotations.Nullable;

/** Reads the body of a chat completion. Fields it does not know are ignored, as local servers do. */
final class GatewayRequestReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(100).build())
            .build();

    private final ChatRequest.Builder request = ChatRequest.builder();
    private final ChatOptions.Builder options = ChatOptions.builder();
    private final FieldReader json;
    private boolean messages;
    private boolean stream;
    private boolean usageChunk;
    private boolean completionTokens;

    private GatewayRequestReader(JsonParser parser) {
        this.json = new FieldReader(parser);
    }

    /** Fails with a {@link Refusal} that names the field and quotes nothing of the body. */
    static GatewayRequest read(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            return new GatewayRequestReader(parser).read(parser);
        } catch (StreamConstraintsException excessive) {
            throw refusal("The body is nested too deeply, or a name or number in it is too long");
        } catch (JsonProcessingException broken) {
            throw refusal("The body is not valid JSON" + place(broken.getLocation()));
        } catch (IllegalArgumentException refused) {
            throw refusal("The request does not fit: " + refused.getMessage());
        } catch (IOException unreadable) {
            throw refusal("The body cannot be read as text");
        }
    }

    private static Refusal refusal(String message) {
        return new Refusal(GatewayError.badRequest(message, "", ""));
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private GatewayRequest read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw refusal("The body must be a JSON object");
        }
        json.object(this::field);
        if (parser.nextToken() != null) {
            throw refusal("Nothing may follow the JSON object of the body");
        }
        if (!messages) {
            throw Refusal.field("messages", "must be an array with at least one message");
        }
        return new GatewayRequest(request.options(options.build()).build(), stream, usageChunk);
    }

    private void field(String name) throws IOException {
        switch (name) {
            case "messages" -> {
                MessageReader reader = new MessageReader(json, request);
                json.array(name, reader::message);
                messages = reader.any();
            }
            case "stream" -> stream = json.bool(name);
            case "stream_options" -> streamOptions(name);
            case "max_tokens" -> maxTokens(json.integer(name), false);
            case "max_completion_tokens" -> maxTokens(json.integer(name), true);
            case "stop" -> options.stop(json.texts(name));
            case "user" -> options.userId(json.text(name));
            case "tools", "functions" ->
                json.array(name, () -> {
                    throw Refusal.field(name, "is not supported by this gateway; leave it out");
                });
            case "response_format" -> json.onlyText(name);
            default -> sampling(name);
        }
    }

    private void sampling(String name) throws IOException {
        switch (name) {
            case "temperature" -> options.temperature(json.number(name));
            case "top_p" -> options.topP(json.number(name));
            case "top_k" -> options.topK(json.integer(name));
            case "seed" -> options.seed(json.whole(name));
            case "presence_penalty" -> options.presencePenalty(json.number(name));
            case "frequency_penalty" -> options.frequencyPenalty(json.number(name));
            case "n" -> options.n(json.integer(name));
            case "reasoning_effort" -> options.reasoningEffort(json.text(name));
            case "logprobs" -> {
                if (json.bool(name)) {
                    throw Refusal.field(name, "is not supported by this gateway; leave it out");
                }
            }
            default -> json.skip();
        }
    }

    private void streamOptions(String name) throws IOException {
        json.expectObject(name);
        json.object(inner -> {
            if (inner.equals("include_usage")) {
                usageChunk = json.bool(name + ".include_usage");
            } else {
                json.skip();
            }
        });
    }

    private void maxTokens(int value, boolean newer) {
        if (newer || !completionTokens) {
            options.maxTokens(value);
        }
        completionTokens |= newer;
    }
}
