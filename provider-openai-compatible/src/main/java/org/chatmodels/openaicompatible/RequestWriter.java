package org.chatmodels.openaicompatible;

import java.util.Map;
import java.util.Optional;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatRequest;
import org.chatmodels.ConfigurationException;
import org.chatmodels.ModelLocation;
import org.chatmodels.spi.JsonWriter;

/** Writes a request of Chat Completions in a service's dialect: what is not set is not in it. */
final class RequestWriter {
    private static final Map<String, Boolean> USAGE = Map.of("include_usage", true);

    private final ModelLocation location;
    private final Dialect dialect;
    private final MessageWriter messages;

    RequestWriter(ModelLocation location, Dialect dialect) {
        this.location = location;
        this.dialect = dialect;
        this.messages = new MessageWriter(dialect.systemRole());
    }

    /** The whole body, written once; the request has passed {@link FeatureCheck}. */
    byte[] write(ChatRequest request, boolean stream) {
        ChatOptions options = request.options();
        if (options.extra().containsKey("stream")) {
            throw new ConfigurationException(
                    "extra.stream can't be set, chat() and stream() decide it: leave it out",
                    Details.builder()
                            .code("parameter_not_allowed")
                            .provider(location.provider())
                            .model(location.model())
                            .build());
        }
        BodyWriter body = new BodyWriter(options.extra());
        body.text("model", location.model());
        Optional<JsonWriter> list = body.field("messages");
        if (list.isPresent()) {
            messages.write(request.messages(), list.get());
        }
        sampling(options, body);
        rest(options, body);
        if (stream) {
            body.bool("stream", Optional.of(true));
            body.object("stream_options", dialect.asksUsage() ? USAGE : Map.of());
        }
        return body.finish();
    }

    private void sampling(ChatOptions options, BodyWriter body) {
        body.number("temperature", options.temperature());
        body.number("top_p", options.topP());
        body.number("top_k", options.topK());
        body.number(dialect.maxTokens(), options.maxTokens());
        body.list("stop", options.stop());
        body.number(dialect.seed(), options.seed());
        body.number("presence_penalty", options.presencePenalty());
        body.number("frequency_penalty", options.frequencyPenalty());
        body.object("logit_bias", options.logitBias());
    }

    private static void rest(ChatOptions options, BodyWriter body) {
        body.text("user", options.userId());
        body.bool("parallel_tool_calls", options.parallelToolCalls());
        body.text("reasoning_effort", options.reasoningEffort());
        body.bool("store", options.store());
    }
}
