package org.chatmodels.ollama;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.chatmodels.Capabilities;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatOptions.Unsupported;
import org.chatmodels.ChatRequest;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.Media;
import org.chatmodels.Message;
import org.chatmodels.ModelLocation;
import org.chatmodels.Part;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Role;
import org.chatmodels.Tool;
import org.chatmodels.ToolChoice;
import org.chatmodels.spi.BodyWriter;
import org.chatmodels.spi.JsonWriter;
import org.chatmodels.spi.Omissions;

/** Writes one request of {@code /api/chat}: what is not set is not in it, but for {@code stream}. */
final class ChatWriter {
    private static final Map<String, String> WORDS_OF_EFFORT =
            Map.of("none", "false", "minimal", "low", "xhigh", "max");

    private final ModelLocation location;
    private final RunOptions own;
    private final ChatRequest request;
    private final ChatOptions options;
    private final Predicate<Capabilities.Feature> cannot;
    private final Omissions omissions;

    /** {@code cannot} is what is known of the model without asking. */
    ChatWriter(ModelLocation location, RunOptions own, ChatRequest request, Predicate<Capabilities.Feature> cannot) {
        this.location = location;
        this.own = own;
        this.request = request;
        this.options = request.options();
        this.cannot = cannot;
        this.omissions = new Omissions(location, options);
    }

    /** For {@code ChatResponse.warnings()}, once the body is written. */
    List<String> warnings() {
        return omissions.warnings();
    }

    /** UnsupportedFeatureException for what Ollama or the model does not take, by the options. */
    byte[] body(boolean stream) {
        BodyWriter body = new BodyWriter(options.extra());
        body.text("model", location.model());
        body.field("messages").ifPresent(this::messages);
        tools(body);
        format(body);
        think(body);
        body.object("options", own.of(options));
        for (String name : List.of(RunOptions.KEEP_ALIVE, "truncate", "shift")) {
            own.beside(name).ifPresent(value -> body.value(name, value));
        }
        if (options.logprobs().orElse(options.topLogprobs().isPresent()) && takes(Capabilities.Feature.LOGPROBS)) {
            body.bool("logprobs", Optional.of(true));
            body.number("top_logprobs", options.topLogprobs());
        }
        body.bool("stream", Optional.of(stream));
        unknown();
        return body.finish();
    }

    /** What the protocol has no words for. */
    private void unknown() {
        missing("n", options.n().orElse(1) > 1, Unsupported.ERROR);
        missing("previous_response", options.previousResponse().isPresent(), Unsupported.ERROR);
        missing("logit_bias", !options.logitBias().isEmpty(), Unsupported.WARN);
        missing("user", options.userId().isPresent(), Unsupported.WARN);
        missing("store", options.store().orElse(false), Unsupported.WARN);
        missing("parallel_tool_calls", !options.parallelToolCalls().orElse(true), Unsupported.WARN);
    }

    private void missing(String name, boolean asked, Unsupported usual) {
        if (asked) {
            omissions.drop(usual, "'" + name + "' is not taken by '" + location.provider() + "'");
        }
    }

    private boolean takes(Capabilities.Feature feature) {
        boolean no = cannot.test(feature);
        if (no) {
            String word = feature.name().toLowerCase(Locale.ROOT);
            boolean mild = feature == Capabilities.Feature.REASONING || feature == Capabilities.Feature.LOGPROBS;
            omissions.drop(
                    mild ? Unsupported.WARN : Unsupported.ERROR,
                    "'" + word + "' is nothing that the model '" + location.model() + "' can do");
        }
        return !no;
    }

    private void messages(JsonWriter json) {
        Map<String, String> names = new HashMap<>();
        json.beginArray();
        for (Message message : request.messages()) {
            if (message.role() == Role.ASSISTANT) {
                assistant(message, names, json);
            } else {
                others(message, names, json);
            }
        }
        json.endArray();
    }

    /** Results of tools are messages of their own, whatever message they stand in. */
    private void others(Message message, Map<String, String> names, JsonWriter json) {
        List<Part> parts = new ArrayList<>();
        for (Part part : message.parts()) {
            if (part instanceof Part.ToolResult result) {
                result(result, names, json);
            } else {
                parts.add(part);
            }
        }
        if (message.role() == Role.TOOL && !parts.isEmpty()) {
            throw refused("A message of the role TOOL has results only: write Message.toolResult(call, content)");
        }
        if (message.role() != Role.TOOL && (!parts.isEmpty() || message.parts().isEmpty())) {
            String role = message.role() == Role.SYSTEM ? "system" : "user";
            json.beginObject().name("role").text(role).name("content").text(text(parts));
            images(parts, json);
            json.endObject();
        }
    }

    private void result(Part.ToolResult result, Map<String, String> names, JsonWriter json) {
        String name = result.name().isEmpty() ? names.getOrDefault(result.callId(), "") : result.name();
        json.beginObject().name("role").text("tool").name("content").text(result.content());
        if (!name.isEmpty()) {
            json.name("tool_name").text(name);
        }
        json.name("tool_call_id").text(result.callId()).endObject();
    }

    private String text(List<Part> parts) {
        List<String> texts = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Text text) {
                texts.add(text.text());
            } else if (part instanceof Part.Refusal refusal) {
                texts.add(refusal.text());
            } else if (part instanceof Part.Other) {
                omissions.map("A part of a message that is not for '" + location.provider() + "' was not sent");
            } else if (part instanceof Part.ToolCall) {
                throw refused("Calls of tools stand in messages of the assistant: write them there");
            }
        }
        return String.join("\n", texts);
    }

    /** Bare base64, of images alone. */
    private void images(List<Part> parts, JsonWriter json) {
        List<Media> taken = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Attachment attachment && isTaken(attachment.media())) {
                taken.add(attachment.media());
            }
        }
        if (!taken.isEmpty()) {
            json.name("images").beginArray();
            taken.forEach(image -> json.base64("", image::writeTo));
            json.endArray();
        }
    }

    private boolean isTaken(Media media) {
        missing("detail", media.detail().isPresent(), Unsupported.WARN);
        if (media.uri().isPresent() || media.fileId().isPresent()) {
            omissions.drop(
                    Unsupported.ERROR, "'" + location.provider() + "' takes images as bytes only, not at an address");
            return false;
        } else if (!media.mimeType().orElse("").startsWith("image/")) {
            omissions.drop(
                    Unsupported.ERROR,
                    "'" + location.provider() + "' takes images only, no sound, films and other files");
            return false;
        }
        return takes(Capabilities.Feature.IMAGES);
    }

    /** Thoughts go back with the calls that they led to. */
    private void assistant(Message message, Map<String, String> names, JsonWriter json) {
        StringBuilder said = new StringBuilder();
        StringBuilder thought = new StringBuilder();
        for (Part part : message.parts()) {
            said.append(part instanceof Part.Text text ? text.text() : "");
            said.append(part instanceof Part.Refusal refusal ? refusal.text() : "");
            thought.append(part instanceof Part.Reasoning reasoning ? reasoning.text() : "");
            if (part instanceof Part.Attachment || part instanceof Part.Other) {
                omissions.map("What the assistant attached to its text was not sent back");
            }
        }
        json.beginObject().name("role").text("assistant").name("content").text(said.toString());
        List<Part.ToolCall> calls = message.toolCalls();
        if (!calls.isEmpty()) {
            if (thought.length() > 0) {
                json.name("thinking").text(thought.toString());
            }
            json.name("tool_calls").beginArray();
            for (int i = 0; i < calls.size(); i++) {
                names.put(calls.get(i).id(), calls.get(i).name());
                call(calls.get(i), i, json);
            }
            json.endArray();
        }
        json.endObject();
    }

    private void call(Part.ToolCall call, int index, JsonWriter json) {
        String arguments = call.arguments().isBlank() ? "{}" : call.arguments().strip();
        json.beginObject().name("id").text(call.id()).name("function").beginObject();
        json.name("index").number(index).name("name").text(call.name()).name("arguments");
        try {
            json.raw(arguments.startsWith("{") ? arguments : "");
        } catch (IllegalArgumentException e) {
            throw refused(
                    "The arguments of a call are no JSON object: send the call as the model made it, or leave it out");
        }
        json.endObject().endObject();
    }

    private void tools(BodyWriter body) {
        ToolChoice choice = request.toolChoice().orElse(ToolChoice.AUTO);
        if (request.tools().isEmpty() || choice.mode() == ToolChoice.Mode.NONE || !takes(Capabilities.Feature.TOOLS)) {
            return;
        }
        List<Tool> sent = new ArrayList<>();
        for (Tool tool : request.tools()) {
            if (tool.hostedBy().isPresent()) {
                omissions.map("The tool that '" + tool.hostedBy().get() + "' runs is unknown to '" + location.provider()
                        + "' and was not sent");
            } else if (choice.name().orElse(tool.name()).equals(tool.name())) {
                sent.add(tool);
            }
        }
        if (sent.isEmpty() && choice.name().isPresent()) {
            throw refused(
                    "The tool that must be called is not among those of the request: add it, or name one of them");
        }
        if (choice.mode() != ToolChoice.Mode.AUTO) {
            omissions.map("'" + location.provider()
                    + "' does not take that a tool must be called: the model is free to call none");
        }
        if (!sent.isEmpty()) {
            body.field("tools").ifPresent(json -> tools(sent, json));
        }
    }

    private void tools(List<Tool> tools, JsonWriter json) {
        json.beginArray();
        for (Tool tool : tools) {
            json.beginObject().name("type").text("function").name("function").beginObject();
            json.name("name").text(tool.name());
            if (!tool.description().isEmpty()) {
                json.name("description").text(tool.description());
            }
            json.name("parameters").raw(tool.parameters()).endObject().endObject();
            if (tool.strict().orElse(false)) {
                omissions.map("'strict' is not taken at tools by '" + location.provider() + "' and was not sent");
            }
        }
        json.endArray();
    }

    /** The server holds the model to a schema, strict or not. */
    private void format(BodyWriter body) {
        ResponseFormat format = request.responseFormat().orElse(ResponseFormat.TEXT);
        if (format.kind() == ResponseFormat.Kind.JSON) {
            body.text("format", "json");
        } else if (format.kind() == ResponseFormat.Kind.SCHEMA) {
            body.field("format").ifPresent(json -> json.raw(format.schema().orElse("{}")));
        }
    }

    private void think(BodyWriter body) {
        String asked = options.reasoningEffort()
                .orElseGet(
                        () -> own.beside(RunOptions.THINK).map(Object::toString).orElse(""));
        String word = WORDS_OF_EFFORT.getOrDefault(asked, asked);
        if (word.isEmpty() || !word.equals("false") && !takes(Capabilities.Feature.REASONING)) {
            return;
        }
        if (!word.equals(asked) && !asked.equals("none")) {
            omissions.map("'reasoning_effort' " + asked + " is think=" + word + " at '" + location.provider() + "'");
        }
        boolean literal = word.equals("true") || word.equals("false");
        body.value(RunOptions.THINK, literal ? (Object) word.equals("true") : word);
    }

    private InvalidRequestException refused(String message) {
        return new InvalidRequestException(
                message,
                Details.builder()
                        .code("bad_message")
                        .provider(location.provider())
                        .model(location.model())
                        .build());
    }
}
