package org.chatmodels.openaicompatible;

import java.util.Map;
import java.util.Optional;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatRequest;
import org.chatmodels.ModelLocation;
import org.chatmodels.spi.BodyWriter;
import org.chatmodels.spi.JsonWriter;

/** Writes a request of Chat Completions in a service's dialect: what is not set is not in it. */
final class RequestWriter implements Protocol.BodyOf {
    private static final Map<String, Boolean> USAGE = Map.of("include_usage", true);

    private final ModelLocation location;
    private final Dialect dialect;
    private final MessageWriter messages;
    private final ToolWriter tools;
    private final OptionWriter settings;

    RequestWriter(ModelLocation location, Dialect dialect) {
        this.location = location;
        this.dialect = dialect;
        this.messages = new MessageWriter(location, dialect, new ChatMedia(), new AssistantWriter(dialect));
        this.tools = new ToolWriter(location, dialect, false);
        ReasoningControl control = ReasoningControl.parse(dialect.word(DialectField.REASONING_CONTROL));
        this.settings = new OptionWriter(location, dialect, dialect.word(DialectField.MAX_TOKENS), control);
    }

    /** The whole body, written once; UnsupportedFeatureException for what the service does not take, by the options. */
    @Override
    public WrittenRequest write(ChatRequest request, boolean stream) {
        ChatOptions options = request.options();
        Adjustments adjustments = new Adjustments(location, options, dialect, Api.CHAT);
        AnswerForm form = AnswerForm.of(request, location, dialect, adjustments);
        BodyWriter body = new BodyWriter(options.extra());
        body.text("model", location.model());
        Optional<JsonWriter> list = body.field("messages");
        if (list.isPresent()) {
            messages.write(request.messages(), form.instruction(), list.get(), adjustments);
        }
        settings.sampling(options, body, adjustments);
        choices(options, body, adjustments);
        settings.effort(options, body, adjustments);
        body.object("response_format", form.field());
        tools.write(request, body, adjustments);
        if (stream) {
            body.bool("stream", Optional.of(true));
            body.object("stream_options", dialect.is(DialectField.STREAM_USAGE, "request") ? USAGE : Map.of());
        }
        return new WrittenRequest(body.finish(), adjustments.warnings(), form.held());
    }

    private void choices(ChatOptions options, BodyWriter body, Adjustments adjustments) {
        if (OptionWriter.hasLogprobs(options, adjustments)) {
            body.bool("logprobs", Optional.of(true));
            OptionWriter.alternatives(options, body, adjustments);
        }
        settings.user("user", options, body, adjustments);
        if (settings.saysStore(options, adjustments)) {
            body.bool("store", options.store());
        }
        if (options.previousResponse().isPresent()) {
            adjustments.drop(
                    Feature.PREVIOUS_RESPONSE,
                    "Chat Completions cannot continue a kept answer (previousResponse), send all messages");
        }
    }
}
