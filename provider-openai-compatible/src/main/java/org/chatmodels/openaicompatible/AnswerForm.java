package org.chatmodels.openaicompatible;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chatmodels.ChatRequest;
import org.chatmodels.Message;
import org.chatmodels.ModelLocation;
import org.chatmodels.Part;
import org.chatmodels.ResponseFormat;
import org.chatmodels.ResponseFormat.Kind;

/**
 * The form that an answer must have, as strictly as a service can be held to it: by its schema; by JSON, with the schema
 * in the prompt; by the prompt alone.
 */
final class AnswerForm {
    private static final AnswerForm FREE = new AnswerForm(Map.of(), "", Optional.empty());
    private static final String ONLY = "Answer with JSON only, without any text around it";

    private final Map<String, Object> field;
    private final String instruction;
    private final Optional<ResponseFormat> held;

    private AnswerForm(Map<String, Object> field, String instruction, Optional<ResponseFormat> held) {
        this.field = field;
        this.instruction = instruction;
        this.held = held;
    }

    /** What stands in the body as response_format; empty for none. */
    Map<String, Object> field() {
        return field;
    }

    /** What the prompt says; empty for nothing. */
    String instruction() {
        return instruction;
    }

    /** What the backend is held to; empty if no form was asked for. */
    Optional<ResponseFormat> held() {
        return held;
    }

    static AnswerForm of(ChatRequest request, ModelLocation location, Dialect dialect, Adjustments adjustments) {
        ResponseFormat format = request.responseFormat().orElse(ResponseFormat.TEXT);
        if (format.kind() == Kind.TEXT) {
            return FREE;
        }
        String level =
                dialect.drops(Feature.RESPONSE_FORMAT, false) ? "none" : dialect.word(DialectField.RESPONSE_FORMAT);
        if (format.kind() == Kind.SCHEMA && level.startsWith("json_schema")) {
            return schema(format, location, dialect, adjustments);
        }
        String service = "'" + location.provider() + "'";
        String instruction = ONLY
                + format.schema()
                        .map(one -> ", that fits this JSON Schema:\n" + one)
                        .orElse(".");
        if (level.equals("json_object") || level.equals("json_schema")) {
            boolean plain = format.kind() == Kind.JSON;
            if (!plain) {
                adjustments.map(
                        service + " takes no schema of an answer: JSON was asked for, with the schema in the prompt");
            }
            boolean said = plain && saysJson(request);
            return new AnswerForm(
                    Map.of("type", "json_object"), said ? "" : instruction, Optional.of(ResponseFormat.JSON));
        }
        adjustments.map(service + " takes no such form of an answer: it was asked for in the prompt");
        return new AnswerForm(Map.of(), instruction, Optional.of(ResponseFormat.TEXT));
    }

    private static AnswerForm schema(
            ResponseFormat format, ModelLocation location, Dialect dialect, Adjustments adjustments) {
        Set<String> lost = SchemaFilter.nothingLost();
        SchemaFilter filter = new SchemaFilter(dialect.words(DialectField.SCHEMA_DIALECT));
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("name", format.name().orElse("answer"));
        inner.put("schema", filter.filtered(format.schema().orElse("{}"), lost));
        if (!lost.isEmpty()) {
            adjustments.map("The schema of the answer was sent without " + String.join(", ", lost) + ", which '"
                    + location.provider() + "' does not take");
        }
        boolean strict = dialect.is(DialectField.STRICT_FORMAT);
        if (format.strict().isPresent() && strict) {
            inner.put("strict", format.strict().get());
        } else if (format.strict().orElse(false)) {
            adjustments.map("'strict' is not taken at the schema of an answer by '" + location.provider()
                    + "' and was not sent");
        }
        Map<String, Object> field = new LinkedHashMap<>();
        field.put("type", "json_schema");
        field.put("json_schema", inner);
        ResponseFormat held = strict || format.strict().isEmpty() ? format : format.strict(false);
        return new AnswerForm(field, "", Optional.of(held));
    }

    /** The field as the Responses API has it, below text: the name and the schema beside the type. */
    Map<String, Object> flat() {
        if (!(field.get("json_schema") instanceof Map<?, ?> inner)) {
            return field;
        }
        Map<String, Object> flat = new LinkedHashMap<>();
        flat.put("type", "json_schema");
        inner.forEach((name, value) -> flat.put(name.toString(), value));
        return flat;
    }

    /** Services refuse to be held to JSON when no message speaks of it. */
    private static boolean saysJson(ChatRequest request) {
        for (Message message : request.messages()) {
            for (Part part : message.parts()) {
                if (part instanceof Part.Text text && mentions(text.text())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean mentions(String text) {
        for (int at = 0; at + 4 <= text.length(); at++) {
            if (text.regionMatches(true, at, "json", 0, 4)) {
                return true;
            }
        }
        return false;
    }
}
