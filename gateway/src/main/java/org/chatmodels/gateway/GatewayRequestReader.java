package org.chatmodels.gateway;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatRequest;
import org.jspecify.annotations.Nullable;

/** Reads the body of a chat completion. Fields it does not know are ignored, as local servers do. */
final class GatewayRequestReader {
    private final ChatRequest.Builder request = ChatRequest.builder();
    private final ChatOptions.Builder options = ChatOptions.builder();
    private final FieldReader json;
    private final MessageReader messages;
    private final ToolReader tools;
    private boolean stream;
    private boolean usageChunk;
    private boolean completionTokens;

    private GatewayRequestReader(JsonParser parser) {
        this.json = new FieldReader(parser);
        this.messages = new MessageReader(json, request);
        this.tools = new ToolReader(json, request);
    }

    /** Fails with a {@link Refusal} that names the field and quotes no value of the body. */
    static GatewayRequest read(byte[] body) {
        try (JsonParser parser = JsonText.JSON.createParser(body)) {
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
        if (!messages.any()) {
            throw Refusal.field("messages", "must be an array with at least one message");
        }
        tools.choose();
        return new GatewayRequest(request.options(options.build()).build(), stream, usageChunk);
    }

    private void field(String name) throws IOException {
        switch (name) {
            case "messages" -> json.array(messages::message);
            case "stream" -> stream = json.bool();
            case "stream_options" -> json.object(this::streamOption);
            case "tools" -> json.array(tools::tool);
            case "tool_choice" -> tools.choice();
            case "parallel_tool_calls" -> options.parallelToolCalls(json.bool());
            case "functions" ->
                json.array(() -> {
                    throw Refusal.field(name, "is not supported by this gateway; send tools");
                });
            case "response_format" -> request.responseFormat(FormatReader.read(json));
            default -> limit(name);
        }
    }

    private void limit(String name) throws IOException {
        switch (name) {
            case "max_tokens" -> maxTokens(json.integer(), false);
            case "max_completion_tokens" -> maxTokens(json.integer(), true);
            case "stop" -> options.stop(json.texts());
            case "user" -> options.userId(json.text());
            case "store" -> options.store(json.bool());
            case "n" -> options.n(json.integer());
            case "logprobs" -> options.logprobs(json.bool());
            case "top_logprobs" -> options.topLogprobs(json.integer());
            default -> sampling(name);
        }
    }

    private void sampling(String name) throws IOException {
        switch (name) {
            case "temperature" -> options.temperature(json.number());
            case "top_p" -> options.topP(json.number());
            case "top_k" -> options.topK(json.integer());
            case "seed" -> options.seed(json.whole());
            case "presence_penalty" -> options.presencePenalty(json.number());
            case "frequency_penalty" -> options.frequencyPenalty(json.number());
            case "logit_bias" -> logitBias();
            case "reasoning_effort" -> options.reasoningEffort(json.text());
            default -> json.skip();
        }
    }

    private void streamOption(String name) throws IOException {
        if (name.equals("include_usage")) {
            usageChunk = json.bool();
        } else {
            json.skip();
        }
    }

    private void logitBias() throws IOException {
        Map<String, Integer> biases = new LinkedHashMap<>();
        json.object(token -> biases.put(token, json.integer()));
        options.logitBias(biases);
    }

    private void maxTokens(int value, boolean newer) {
        if (newer || !completionTokens) {
            options.maxTokens(value);
        }
        completionTokens |= newer;
    }
}
