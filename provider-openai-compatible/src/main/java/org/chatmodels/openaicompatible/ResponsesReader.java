package org.chatmodels.openaicompatible;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.AnswerReader;
import org.chatmodels.spi.Frames;
import org.chatmodels.spi.JsonReader;

/**
 * Reads the Responses API: the response object, whole or inside of an event, and the events between. Only its status,
 * its output and its usage count; all else may be missing, null or strange, and events of unknown types say nothing.
 */
final class ResponsesReader implements AnswerReader {
    /** What the service repeats of the request. */
    private static final Set<String> REPEATED =
            Set.of(("object background instructions include input max_output_tokens max_tool_calls metadata output_text"
                            + " parallel_tool_calls previous_response_id prompt prompt_cache_key prompt_cache_retention"
                            + " reasoning safety_identifier store temperature text tool_choice tools top_logprobs top_p"
                            + " truncation user completed_at presence_penalty frequency_penalty")
                    .split(" "));

    private final JsonReader json = new JsonReader();
    private final ItemReader items;
    private final ItemEvent event = new ItemEvent();
    private final UsageReader usages;
    private final CitationReader sources = new CitationReader(json);
    private final ReadRules rules;
    private String id = "";
    private String model = "";
    private long created;
    private String status = "";
    private String reason = "";
    private Object trouble = "";
    private List<Object> output = List.of();
    private boolean outputCame;
    private boolean last;
    private byte[] error = {};

    /** {@code provider}: whose items these are. */
    ResponsesReader(String provider, ReadRules rules) {
        items = new ItemReader(provider, rules);
        usages = new UsageReader(json, new TimingsReader(json), rules);
        this.rules = rules;
    }

    @Override
    public boolean read(byte[] bytes, int offset, int length, AnswerAssembler answer) {
        forget();
        json.read(bytes, offset, length);
        response(answer);
        json.end();
        answer.head(id, model, created);
        boolean told = !status.isEmpty() || outputCame;
        if (status.isEmpty() && !trouble.equals("")) {
            return failed(trouble);
        }
        return !told || conclude(status.isEmpty() ? "completed" : status, answer);
    }

    @Override
    public boolean readEvent(Frames sse, AnswerAssembler answer) {
        forget();
        event.forget();
        json.read(sse.buffer(), sse.offset(), sse.length());
        if (json.kind() != JsonReader.Kind.OBJECT) {
            return json.kind() != JsonReader.Kind.ARRAY;
        }
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            field(answer);
        }
        json.end();
        answer.head(id, model, created);
        return tell(event.type.isEmpty() ? sse.event() : event.type, answer);
    }

    private void forget() {
        status = "";
        reason = "";
        trouble = "";
        output = List.of();
        outputCame = false;
        error = new byte[0];
    }

    private void field(AnswerAssembler answer) {
        switch (json.name()) {
            case "response" -> response(answer);
            case "error" -> trouble = value("");
            default -> event.field(json);
        }
    }

    private void response(AnswerAssembler answer) {
        if (json.kind() != JsonReader.Kind.OBJECT) {
            json.skip();
            return;
        }
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            ofResponse(answer);
        }
    }

    private void ofResponse(AnswerAssembler answer) {
        switch (json.name()) {
            case "id" -> id = json.plain();
            case "model" -> model = json.plain();
            case "created_at" -> created = UsageReader.number(json);
            case "status" -> status = json.plain();
            case "output" -> output();
            case "usage" -> usages.read(answer);
            case "error" -> trouble = value("");
            case "incomplete_details" -> reason = reason();
            case "citations", "search_results" -> sources.readInto(answer);
            default -> extra(answer);
        }
    }

    private void output() {
        if (json.kind() != JsonReader.Kind.ARRAY) {
            json.skip();
            return;
        }
        output = new ArrayList<>();
        outputCame = true;
        for (boolean in = json.enterArray(); in && json.nextElement(); ) {
            if (json.kind() == JsonReader.Kind.OBJECT) {
                output.add(json.value());
            } else {
                json.skip();
            }
        }
    }

    private String reason() {
        Object details = value("");
        return details instanceof Map<?, ?> map && map.get("reason") instanceof String word ? word : "";
    }

    private Object value(Object absent) {
        if (json.kind() == JsonReader.Kind.NULL) {
            json.skip();
            return absent;
        }
        return json.value();
    }

    private void extra(AnswerAssembler answer) {
        String name = json.name();
        if (json.kind() == JsonReader.Kind.NULL || REPEATED.contains(name)) {
            json.skip();
        } else {
            answer.extra(name, json.value());
        }
    }

    private boolean tell(String type, AnswerAssembler answer) {
        switch (type) {
            case "response.completed" -> last = true;
            case "response.incomplete" -> last = true;
            case "response.failed", "response.cancelled" -> last = true;
            case "error" -> {
                return failed(trouble);
            }
            default -> {
                items.read(type, event, answer);
                return trouble.equals("") || type.startsWith("response.") || failed(trouble);
            }
        }
        return conclude(type.substring(type.indexOf('.') + 1), answer);
    }

    /** The response came to its end in that way. */
    private boolean conclude(String word, AnswerAssembler answer) {
        answer.begin(0);
        items.all(output, answer);
        switch (word) {
            case "failed" -> {
                return failed(trouble.equals("") ? told("server_error", "The answer failed") : trouble);
            }
            case "cancelled" -> {
                return failed(told("server_error", "The answer was cancelled at the service"));
            }
            case "queued", "in_progress" -> {
                return failed(told("answer_in_background", "The answer is made in the background, which is not read"));
            }
            case "incomplete" -> answer.finishReason(0, reason.isEmpty() ? word : reason);
            default -> answer.finishReason(0, word);
        }
        return true;
    }

    private static Map<String, Object> told(String code, String message) {
        return Map.of("code", code, "message", message);
    }

    /** The error alone: beside it the request may stand. */
    private boolean failed(Object told) {
        error = told.equals("")
                ? new byte[0]
                : Quoted.value(Map.of("error", told)).getBytes(StandardCharsets.UTF_8);
        return false;
    }

    @Override
    public boolean isAnswer() {
        return !status.isEmpty() || outputCame;
    }

    @Override
    public boolean isLast() {
        return last;
    }

    @Override
    public boolean endsWithDone() {
        return false;
    }

    @Override
    public byte[] error() {
        return error;
    }

    @Override
    public void end(AnswerAssembler answer) {
        rules.end(this, answer);
    }

    @Override
    public void breakOff(AnswerAssembler answer) {
        items.end(answer);
    }

    @Override
    public void close() {
        json.close();
    }
}
