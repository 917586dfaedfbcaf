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
    private final ToolWriter tools;
    private final ReasoningControl reasoning;

    RequestWriter(ModelLocation location, Dialect dialect) {
        this.location = location;
        this.dialect = dialect;
        this.messages = new MessageWriter(location, dialect);
        this.tools = new ToolWriter(location, dialect);
        this.reasoning = ReasoningControl.parse(dialect.word(DialectField.REASONING_CONTROL));
    }

    /** The whole body, written once; UnsupportedFeatureException for what the service does not take, by the options. */
    WrittenRequest write(ChatRequest request, boolean stream) {
        ChatOptions options = request.options();
        checkExtra(options);
        Adjustments adjustments = new Adjustments(location, options, dialect);
        AnswerForm form = AnswerForm.of(request, location, dialect, adjustments);
        BodyWriter body = new BodyWriter(options.extra());
        body.text("model", location.model());
        Optional<JsonWriter> list = body.field("messages");
        if (list.isPresent()) {
            messages.write(request.messages(), form.instruction(), list.get(), adjustments);
        }
        sampling(options, body, adjustments);
        choices(options, body, adjustments);
        effort(options, body, adjustments);
        body.object("response_format", form.field());
        tools.write(request, body, adjustments);
        if (stream) {
            body.bool("stream", Optional.of(true));
            body.object("stream_options", dialect.is(DialectField.STREAM_USAGE, "request") ? USAGE : Map.of());
        }
        return new WrittenRequest(body.finish(), adjustments.warnings(), form.held());
    }

    private void checkExtra(ChatOptions options) {
        if (options.extra().containsKey("stream")) {
            throw new ConfigurationException(
                    "extra.stream can't be set, chat() and stream() decide it: leave it out",
                    Details.builder()
                            .code("parameter_not_allowed")
                            .provider(location.provider())
                            .model(location.model())
                            .build());
        }
    }

    private void sampling(ChatOptions options, BodyWriter body, Adjustments adjustments) {
        if (options.temperature().isPresent() && adjustments.takes(Feature.TEMPERATURE)) {
            body.number("temperature", options.temperature());
        }
        if (options.topP().isPresent() && adjustments.takes(Feature.TOP_P)) {
            body.number("top_p", options.topP());
        }
        if (options.topK().isPresent() && adjustments.takes(Feature.TOP_K)) {
            body.number("top_k", options.topK());
        }
        if (options.maxTokens().isPresent() && adjustments.takes(Feature.MAX_TOKENS)) {
            body.number(dialect.word(DialectField.MAX_TOKENS), options.maxTokens());
        }
        if (!options.stop().isEmpty() && adjustments.takes(Feature.STOP)) {
            body.list("stop", options.stop());
        }
        if (options.seed().isPresent() && adjustments.takes(Feature.SEED)) {
            body.number(dialect.word(DialectField.SEED), options.seed());
        }
        if (options.presencePenalty().isPresent() && adjustments.takes(Feature.PRESENCE_PENALTY)) {
            body.number("presence_penalty", options.presencePenalty());
        }
        if (options.frequencyPenalty().isPresent() && adjustments.takes(Feature.FREQUENCY_PENALTY)) {
            body.number("frequency_penalty", options.frequencyPenalty());
        }
        if (!options.logitBias().isEmpty() && adjustments.takes(Feature.LOGIT_BIAS)) {
            body.object("logit_bias", options.logitBias());
        }
    }

    private void choices(ChatOptions options, BodyWriter body, Adjustments adjustments) {
        if (options.n().orElse(1) > 1 && adjustments.takes(Feature.N)) {
            body.number("n", options.n());
        }
        boolean several = options.topLogprobs().isPresent();
        boolean asked = options.logprobs().orElse(several);
        if (asked && adjustments.takes(Feature.LOGPROBS)) {
            body.bool("logprobs", Optional.of(true));
            if (several && adjustments.takes(Feature.TOP_LOGPROBS)) {
                body.number("top_logprobs", options.topLogprobs());
            }
        }
        if (options.userId().isPresent() && adjustments.takes(Feature.USER)) {
            body.text("user", options.userId());
        }
        boolean kept = options.store().orElse(false);
        if (kept ? adjustments.takes(Feature.STORE) : !dialect.drops(Feature.STORE, false)) {
            body.bool("store", options.store());
        }
        if (options.previousResponse().isPresent()) {
            adjustments.drop(
                    Feature.PREVIOUS_RESPONSE,
                    "Chat Completions cannot continue a kept answer (previousResponse), send all messages");
        }
    }

    private void effort(ChatOptions options, BodyWriter body, Adjustments adjustments) {
        String effort = options.reasoningEffort().orElse("");
        if (effort.isEmpty() || !adjustments.takes(Feature.REASONING_EFFORT)) {
            return;
        }
        if (reasoning.isNone()) {
            adjustments.drop(
                    Feature.REASONING_EFFORT, "'reasoning_effort' is not taken by '" + location.provider() + "'");
            return;
        }
        reasoning.fields(effort).forEach(body::value);
        reasoning
                .changed(effort)
                .ifPresent(to -> adjustments.map(
                        "'reasoning_effort' " + effort + " is " + to + " at '" + location.provider() + "'"));
    }
}
