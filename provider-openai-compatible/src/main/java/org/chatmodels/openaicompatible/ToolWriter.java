package org.chatmodels.openaicompatible;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatRequest;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.ModelLocation;
import org.chatmodels.Tool;
import org.chatmodels.ToolChoice;
import org.chatmodels.spi.BodyWriter;
import org.chatmodels.spi.JsonWriter;

/** Writes tools, which of them must be called, and whether several may be at once; nothing where there are none. */
final class ToolWriter {
    private static final String NO_WORD = "none";

    private final ModelLocation location;
    private final Dialect dialect;
    private final SchemaFilter schemas;
    private final boolean flat;

    /** {@code flat}: a function stands beside its type, as in the Responses API, not in an object below it. */
    ToolWriter(ModelLocation location, Dialect dialect, boolean flat) {
        this.location = location;
        this.dialect = dialect;
        this.flat = flat;
        this.schemas = new SchemaFilter(dialect.words(DialectField.SCHEMA_DIALECT));
    }

    void write(ChatRequest request, BodyWriter body, Adjustments adjustments) {
        ToolChoice choice = request.toolChoice().orElse(ToolChoice.AUTO);
        List<Tool> tools = sent(request.tools(), choice, adjustments);
        if (tools.isEmpty()) {
            return;
        }
        body.field("tools").ifPresent(json -> tools(tools, json, adjustments));
        if (request.toolChoice().isPresent()) {
            choice(choice, body, adjustments);
        }
        if (request.options().parallelToolCalls().isPresent() && takesParallel(adjustments)) {
            body.bool("parallel_tool_calls", request.options().parallelToolCalls());
        }
    }

    private boolean takesParallel(Adjustments adjustments) {
        if (dialect.is(DialectField.PARALLEL_TOOL_CALLS)) {
            return adjustments.takes(Feature.PARALLEL_TOOL_CALLS);
        }
        adjustments.drop(
                Feature.PARALLEL_TOOL_CALLS, "'parallel_tool_calls' is not taken by '" + location.provider() + "'");
        return false;
    }

    /** Those of the caller and those that this service runs, or the one that is to be called. */
    private List<Tool> sent(List<Tool> tools, ToolChoice choice, Adjustments adjustments) {
        boolean noChoice = dialect.drops(Feature.TOOL_CHOICE, false);
        if (tools.isEmpty() || choice.mode() == ToolChoice.Mode.NONE && noChoice || !takesTools(adjustments)) {
            return List.of();
        }
        if (choice.mode() == ToolChoice.Mode.TOOL) {
            Tool one = named(tools, choice.name().orElse(""));
            if (noChoice || dialect.is(DialectField.TOOL_CHOICE_NAMED, "only")) {
                return List.of(one);
            }
        }
        List<Tool> sent = new ArrayList<>();
        for (Tool tool : tools) {
            String host = tool.hostedBy().orElse(location.provider());
            if (host.equals(location.provider())) {
                sent.add(tool);
            } else {
                adjustments.map("The tool that '" + host + "' runs is unknown to '" + location.provider()
                        + "' and was not sent");
            }
        }
        return sent;
    }

    private boolean takesTools(Adjustments adjustments) {
        return adjustments.takes(Feature.TOOLS);
    }

    private Tool named(List<Tool> tools, String name) {
        for (Tool tool : tools) {
            if (tool.hostedBy().isEmpty() && tool.name().equals(name)) {
                return tool;
            }
        }
        throw new InvalidRequestException(
                "The tool that must be called is not among those of the request: add it, or name one of them",
                Details.builder()
                        .code("unknown_tool")
                        .provider(location.provider())
                        .model(location.model())
                        .build());
    }

    private void tools(List<Tool> tools, JsonWriter json, Adjustments adjustments) {
        json.beginArray();
        for (Tool tool : tools) {
            if (tool.hostedBy().isPresent()) {
                json.raw(tool.parameters());
            } else {
                function(tool, json, adjustments);
            }
        }
        json.endArray();
    }

    private void function(Tool tool, JsonWriter json, Adjustments adjustments) {
        json.beginObject().name("type").text("function");
        if (!flat) {
            json.name("function").beginObject();
        }
        json.name("name").text(tool.name());
        if (!tool.description().isEmpty()) {
            json.name("description").text(tool.description());
        }
        Set<String> lost = SchemaFilter.nothingLost();
        Map<String, Object> schema = schemas.filtered(tool.parameters(), lost);
        if (!lost.isEmpty()) {
            adjustments.map("The schema of the tool '" + tool.name() + "' was sent without " + String.join(", ", lost)
                    + ", which '" + location.provider() + "' does not take");
        }
        json.name("parameters").value(schema);
        strict(tool, json, adjustments);
        if (!flat) {
            json.endObject();
        }
        json.endObject();
    }

    /** Flat tools are strict where nothing is said. */
    private void strict(Tool tool, JsonWriter json, Adjustments adjustments) {
        boolean said = flat || tool.strict().isPresent();
        if (said && dialect.is(DialectField.STRICT_TOOLS)) {
            json.name("strict").bool(tool.strict().orElse(false));
        } else if (tool.strict().orElse(false)) {
            adjustments.map("'strict' is not taken at tools by '" + location.provider() + "' and was not sent");
        }
    }

    private void choice(ToolChoice choice, BodyWriter body, Adjustments adjustments) {
        boolean forces = choice.mode() == ToolChoice.Mode.REQUIRED || choice.mode() == ToolChoice.Mode.TOOL;
        String required = dialect.word(DialectField.TOOL_CHOICE_REQUIRED);
        boolean object = choice.mode() == ToolChoice.Mode.TOOL && dialect.is(DialectField.TOOL_CHOICE_NAMED, "object");
        if (dialect.drops(Feature.TOOL_CHOICE, false) || forces && !object && required.equals(NO_WORD)) {
            if (forces) {
                adjustments.map("'" + location.provider()
                        + "' does not take that a tool must be called: the model is free to call none");
            }
        } else if (object) {
            Map<String, Object> one = new LinkedHashMap<>();
            String name = choice.name().orElse("");
            one.put("type", "function");
            one.put(flat ? "name" : "function", flat ? name : Map.of("name", name));
            body.object("tool_choice", one);
        } else {
            body.text("tool_choice", forces ? required : choice.mode() == ToolChoice.Mode.NONE ? "none" : "auto");
        }
    }
}
