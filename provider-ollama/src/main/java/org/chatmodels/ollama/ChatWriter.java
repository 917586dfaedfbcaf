package org.chatmodels.ollama;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.chatmodels.Capabilities.Feature;
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
    private static final Map<String, String> EFFORTS = Map.of("none", "false", "minimal", "low", "xhigh", "max");

    private final ModelLocation location;
    private final RunOptions own;
    private final ChatRequest request;
    private final ChatOptions options;
    private final Predicate<Feature> cannot;
    private final Omissions omissions;
    private final String service;

    /** {@code cannot} is what is known of the model without asking. */
    ChatWriter(ModelLocation location, RunOptions own, ChatRequest request, Predicate<Feature> cannot) {
        this.location = location;
        this.own = own;
        this.request = request;
        this.options = request.options();
        this.cannot = cannot;
        this.omissions = new Omissions(location, options);
        this.service = "'" + location.provider() + "'";
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
        if (options.logprobs().orElse(options.topLogprobs().isPresent()) && takes(Feature.LOGPROBS)) {
            body.bool("logprobs", Optional.of(true));
            body.number("top_logprobs", options.topLogprobs());
        }
        body.bool("stream", Optional.of(stream));
        missing("n", options.n().orElse(1) > 1, Unsupported.ERROR);
        missing("previous_response", options.previousResponse().isPresent(), Unsupported.ERROR);
        missing("logit_bias", !options.logitBias().isEmpty(), Unsupported.WARN);
        missing("user", options.userId().isPresent(), Unsupported.WARN);
        missing("store", options.store().orElse(false), Unsupported.WARN);
        missing("parallel_tool_calls", !options.parallelToolCalls().orElse(true), Unsupported.WARN);
        return body.finish();
    }

    /** What the protocol has no words for. */
    private void missing(String name, boolean asked, Unsupported usual) {
        if (asked) {
            omissions.drop(usual, "'" + name + "' is not taken by " + service);
        }
    }

    private boolean takes(Feature feature) {
        boolean no = cannot.test(feature);
        if (no) {
            boolean mild = feature == Feature.REASONING || feature == Feature.LOGPROBS;
            String what = "has no " + feature.name().toLowerCase(Locale.ROOT);
            omissions.drop(mild ? Unsupported.WARN : Unsupported.ERROR, "The model '" + location.model() + "' " + what);
        }
        return !no;
    }

    /** What stands in one message. */
    private static final class Said {
        private final List<String> texts = new ArrayList<>();
        private final StringBuilder thought = new StringBuilder();
        private final List<Media> images = new ArrayList<>();
        private final List<Part.ToolCall> calls = new ArrayList<>();
    }

    private void messages(JsonWriter json) {
        Map<String, String> names = new HashMap<>();
        json.beginArray();
        for (Message message : request.messages()) {
            Said said = new Said();
            boolean something = message.parts().isEmpty();
            for (Part part : message.parts()) {
                if (part instanceof Part.ToolResult result) {
                    result(result, names.getOrDefault(result.callId(), ""), json);
                } else {
                    add(part, message.role(), said);
                    something = true;
                }
            }
            said.calls.forEach(call -> names.put(call.id(), call.name()));
            if (something) {
                write(message.role(), said, json);
            }
        }
        json.endArray();
    }

    private void add(Part part, Role role, Said said) {
        boolean model = role == Role.ASSISTANT;
        if (role == Role.TOOL) {
            throw refused("A message of the role TOOL has results only: write Message.toolResult(call, content)");
        } else if (part instanceof Part.Text text) {
            said.texts.add(text.text());
        } else if (part instanceof Part.Refusal refusal) {
            said.texts.add(refusal.text());
        } else if (part instanceof Part.Reasoning thought) {
            said.thought.append(thought.text());
        } else if (part instanceof Part.Attachment attachment && !model) {
            image(attachment.media(), said);
        } else if (part instanceof Part.ToolCall call && model) {
            said.calls.add(call);
        } else if (part instanceof Part.ToolCall) {
            throw refused("Calls of tools stand in messages of the assistant: write them there");
        } else {
            omissions.map("A part of a message that is not for " + service + " was not sent");
        }
    }

    /** Images alone are taken. */
    private void image(Media media, Said said) {
        missing("detail", media.detail().isPresent(), Unsupported.WARN);
        if (media.uri().isPresent() || media.fileId().isPresent()) {
            omissions.drop(Unsupported.ERROR, service + " takes images as bytes only, not at an address");
        } else if (!media.mimeType().orElse("").startsWith("image/")) {
            omissions.drop(Unsupported.ERROR, service + " takes images only, no sound, films and other files");
        } else if (takes(Feature.IMAGES)) {
            said.images.add(media);
        }
    }

    /** Images are bare base64; thoughts go back with the calls that they led to. */
    private void write(Role role, Said said, JsonWriter json) {
        boolean model = role == Role.ASSISTANT;
        json.beginObject().name("role").text(model ? "assistant" : role == Role.SYSTEM ? "system" : "user");
        json.name("content").text(String.join(model ? "" : "\n", said.texts));
        if (!said.images.isEmpty()) {
            json.name("images").beginArray();
            said.images.forEach(image -> json.base64("", image::writeTo));
            json.endArray();
        }
        if (!said.calls.isEmpty()) {
            if (said.thought.length() > 0) {
                json.name("thinking").text(said.thought.toString());
            }
            json.name("tool_calls").beginArray();
            for (int i = 0; i < said.calls.size(); i++) {
                call(said.calls.get(i), i, json);
            }
            json.endArray();
        }
        json.endObject();
    }

    private void call(Part.ToolCall call, int index, JsonWriter json) {
        String arguments = call.arguments().isBlank() ? "{}" : call.arguments().strip();
        json.beginObject().name("id").text(call.id()).name("function").beginObject();
        json.name("index").number(index).name("name").text(call.name()).name("arguments");
        object("The arguments of a call to '" + call.name() + "' are", arguments, json);
        json.endObject().endObject();
    }

    private void object(String what, String text, JsonWriter json) {
        try {
            json.raw(text.startsWith("{") ? text : "");
        } catch (IllegalArgumentException e) {
            throw refused(what + " no JSON object: write one, such as {\"type\":\"object\"}");
        }
    }

    private static void result(Part.ToolResult result, String name, JsonWriter json) {
        String tool = result.name().isEmpty() ? name : result.name();
        json.beginObject().name("role").text("tool").name("content").text(result.content());
        if (!tool.isEmpty()) {
            json.name("tool_name").text(tool);
        }
        json.name("tool_call_id").text(result.callId()).endObject();
    }

    private void tools(BodyWriter body) {
        ToolChoice choice = request.toolChoice().orElse(ToolChoice.AUTO);
        if (request.tools().isEmpty() || choice.mode() == ToolChoice.Mode.NONE || !takes(Feature.TOOLS)) {
            return;
        }
        List<Tool> sent = new ArrayList<>();
        for (Tool tool : request.tools()) {
            if (tool.hostedBy().isPresent()) {
                omissions.map("The tool that '" + tool.hostedBy().get() + "' runs is unknown to " + service
                        + " and was not sent");
            } else if (choice.name().orElse(tool.name()).equals(tool.name())) {
                sent.add(tool);
            }
        }
        if (choice.mode() != ToolChoice.Mode.AUTO) {
            omissions.map(service + " does not take that a tool must be called: the model is free to call none");
        }
        if (!sent.isEmpty()) {
            body.field("tools").ifPresent(json -> tools(sent, json));
        } else if (choice.name().isPresent()) {
            throw refused("The tool that must be called is not among those of the request: add it, or name one");
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
            json.name("parameters");
            object(
                    "The schema of the tool '" + tool.name() + "' is",
                    tool.parameters().strip(),
                    json);
            json.endObject().endObject();
            if (tool.strict().orElse(false)) {
                omissions.map("'strict' is not taken at tools by " + service + " and was not sent");
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
            String schema = format.schema().orElse("{}").strip();
            body.field("format").ifPresent(json -> object("The schema of the answer is", schema, json));
        }
    }

    private void think(BodyWriter body) {
        String asked = options.reasoningEffort()
                .orElseGet(
                        () -> own.beside(RunOptions.THINK).map(Object::toString).orElse(""));
        String word = EFFORTS.getOrDefault(asked, asked);
        if (word.isEmpty() || !word.equals("false") && !takes(Feature.REASONING)) {
            return;
        }
        if (!word.equals(asked) && !asked.equals("none")) {
            omissions.map("'reasoning_effort' " + asked + " is think=" + word + " at " + service);
        }
        boolean literal = word.equals("true") || word.equals("false");
        body.value(RunOptions.THINK, literal ? (Object) word.equals("true") : word);
    }

    private InvalidRequestException refused(String message) {
        Details.Builder details = Details.builder().code("bad_message").provider(location.provider());
        return new InvalidRequestException(
                message, details.model(location.model()).build());
    }
}
