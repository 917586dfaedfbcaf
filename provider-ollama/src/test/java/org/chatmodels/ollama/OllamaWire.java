package org.chatmodels.ollama;

import java.util.List;
import java.util.stream.Collectors;
import org.chatmodels.Part;
import org.chatmodels.testkit.Wire;

/** What an Ollama server writes; after what 0.33 was seen to send. */
final class OllamaWire implements Wire {
    private static final String CREATED = "\"created_at\":\"2026-08-21T09:30:00.123456789Z\"";

    @Override
    public String request(boolean streamed) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":" + streamed + "}";
    }

    @Override
    public String answer(String text, long inputTokens, long outputTokens) {
        return line("\"content\":" + quoted(text), done("stop", inputTokens, outputTokens))
                .strip();
    }

    @Override
    public String answerWithCalls(List<Part.ToolCall> calls, long inputTokens, long outputTokens) {
        String all = calls.stream()
                .map(call -> call(calls.indexOf(call), call.id(), call.name(), call.arguments()))
                .collect(Collectors.joining(","));
        return line("\"content\":\"\",\"tool_calls\":[" + all + "]", done("stop", inputTokens, outputTokens))
                .strip();
    }

    @Override
    public String answerWithThought(String thought, String text) {
        return line("\"content\":" + quoted(text) + ",\"thinking\":" + quoted(thought), done("stop", 1, 2))
                .strip();
    }

    @Override
    public String streamType() {
        return "application/x-ndjson";
    }

    @Override
    public String start() {
        return "";
    }

    @Override
    public String text(String piece) {
        return line("\"content\":" + quoted(piece), ",\"done\":false");
    }

    @Override
    public String thought(String piece) {
        return line("\"content\":\"\",\"thinking\":" + quoted(piece), ",\"done\":false");
    }

    @Override
    public String toolCall(int index, String id, String name, String argumentsPiece) {
        return line(
                "\"content\":\"\",\"tool_calls\":[" + call(index, id, name, argumentsPiece) + "]", ",\"done\":false");
    }

    private static String call(int index, String id, String name, String arguments) {
        return "{\"id\":" + quoted(id) + ",\"function\":{\"index\":" + index + ",\"name\":" + quoted(name)
                + ",\"arguments\":" + (arguments.isBlank() ? "{}" : arguments) + "}}";
    }

    @Override
    public String ending(long inputTokens, long outputTokens) {
        return line("\"content\":\"\"", done("stop", inputTokens, outputTokens));
    }

    @Override
    public String limitEnding(long inputTokens, long outputTokens) {
        return line("\"content\":\"\"", done("length", inputTokens, outputTokens));
    }

    @Override
    public String terminator() {
        return "";
    }

    @Override
    public String comment() {
        return "";
    }

    @Override
    public String error(String message) {
        return "{\"error\":" + quoted(message) + "}\n";
    }

    @Override
    public String garbage() {
        return "{not json}\n";
    }

    @Override
    public String errorBody(int status, String message) {
        return "{\"error\":" + quoted(message) + "}";
    }

    private static String done(String reason, long inputTokens, long outputTokens) {
        return ",\"done\":true,\"done_reason\":\"" + reason
                + "\",\"total_duration\":42141284,\"load_duration\":6495689,"
                + "\"prompt_eval_count\":" + inputTokens + ",\"prompt_eval_duration\":2036000,\"eval_count\":"
                + outputTokens + ",\"eval_duration\":18075000";
    }

    private static String line(String message, String rest) {
        return "{\"model\":\"m\"," + CREATED + ",\"message\":{\"role\":\"assistant\"," + message + "}" + rest + "}\n";
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
