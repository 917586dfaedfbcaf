package org.chatmodels.openaicompatible;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatRequest;
import org.chatmodels.ModelLocation;
import org.chatmodels.spi.BodyWriter;
import org.chatmodels.spi.JsonWriter;

/**
 * Writes a request of the Responses API in a service's dialect. What is not set is not in it, except that nothing is to
 * be kept, which here is not the usual.
 */
final class ResponsesWriter implements Protocol.BodyOf {
    private static final ReasoningControl EFFORT = ReasoningControl.parse("reasoning.effort");

    private final ModelLocation location;
    private final Dialect dialect;
    private final MessageWriter messages;
    private final ToolWriter tools;
    private final OptionWriter settings;

    ResponsesWriter(ModelLocation location, Dialect dialect) {
        this.location = location;
        this.dialect = dialect;
        ItemWriter items = new ItemWriter(location.provider(), dialect);
        this.messages = new MessageWriter(location, dialect, new ItemMedia(), items);
        this.tools = new ToolWriter(location, dialect, true);
        this.settings = new OptionWriter(location, dialect, "max_output_tokens", EFFORT);
    }

    /** The whole body, written once; UnsupportedFeatureException for what the service does not take, by the options. */
    @Override
    public WrittenRequest write(ChatRequest request, boolean stream) {
        ChatOptions options = request.options();
        Adjustments adjustments = new Adjustments(location, options, dialect, Api.RESPONSES);
        adjustments.checkExtra("background", "answers are waited for");
        AnswerForm form = AnswerForm.of(request, location, dialect, adjustments);
        BodyWriter body = new BodyWriter(options.extra());
        body.text("model", location.model());
        input(request, form, body, adjustments);
        settings.sampling(options, body, adjustments);
        settings.user("safety_identifier", options, body, adjustments);
        settings.effort(options, body, adjustments);
        body.object("text", form.field().isEmpty() ? Map.of() : Map.of("format", form.flat()));
        tools.write(request, body, adjustments);
        kept(options, body, adjustments);
        if (stream) {
            body.bool("stream", Optional.of(true));
        }
        return new WrittenRequest(body.finish(), adjustments.warnings(), form.held());
    }

    private void input(ChatRequest request, AnswerForm form, BodyWriter body, Adjustments adjustments) {
        String instructions = messages.leading(request.messages(), form.instruction());
        if (!instructions.isEmpty()) {
            body.text("instructions", instructions);
        }
        Optional<JsonWriter> list = body.field("input");
        if (list.isPresent()) {
            JsonWriter json = list.get().beginArray();
            messages.rest(request.messages(), !instructions.isEmpty(), json, adjustments);
            json.endArray();
        }
        if (request.options().previousResponse().isPresent() && adjustments.takes(Feature.PREVIOUS_RESPONSE)) {
            body.text("previous_response_id", request.options().previousResponse());
        }
    }

    private void kept(ChatOptions options, BodyWriter body, Adjustments adjustments) {
        List<String> included = new ArrayList<>(2);
        if (OptionWriter.hasLogprobs(options, adjustments)) {
            included.add("message.output_text.logprobs");
            OptionWriter.alternatives(options, body, adjustments);
        }
        if (settings.saysStore(options, adjustments)) {
            body.bool("store", Optional.of(options.store().orElse(false)));
        }
        if (!adjustments.keeps() && dialect.is(DialectField.ENCRYPTED_REASONING)) {
            included.add("reasoning.encrypted_content");
        }
        body.list("include", included);
    }
}
