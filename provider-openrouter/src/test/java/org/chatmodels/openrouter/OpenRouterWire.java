package org.chatmodels.openrouter;

import java.util.List;
import java.util.stream.Collectors;
import org.chatmodels.Part;
import org.chatmodels.testkit.Wire;

/** What OpenRouter writes: Chat Completions with its own fields beside. */
final class OpenRouterWire implements Wire {
    private static final String HEAD = "\"id\":\"gen-1\",\"provider\":\"Acme\",\"model\":\"m\",\"created\":1760000000,";

    @Override
    public String request(boolean streamed) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
                + (streamed ? ",\"stream\":true}" : "}");
    }

    @Override
    public String answer(String text, long inputTokens, long outputTokens) {
        return whole("\"content\":" + quoted(text), "stop", inputTokens, outputTokens);
    }

    private static String whole(String fields, String finish, long inputTokens, long outputTokens) {
        return "{" + HEAD
                + "\"object\":\"chat.completion\",\"system_fingerprint\":null,\"choices\":[{\"logprobs\":null,"
                + "\"finish_reason\":\"" + finish + "\",\"native_finish_reason\":\"" + finish + "\",\"index\":0,"
                + "\"message\":{\"role\":\"assistant\"," + fields + ",\"refusal\":null}}],\"usage\":"
                + usage(inputTokens, outputTokens) + "}";
    }

    @Override
    public String answerWithCalls(List<Part.ToolCall> calls, long inputTokens, long outputTokens) {
        return whole(called(calls), "tool_calls", inputTokens, outputTokens);
    }

    @Override
    public String answerCutInCall(Part.ToolCall call, long inputTokens, long outputTokens) {
        return whole(called(List.of(call)), "length", inputTokens, outputTokens);
    }

    private static String called(List<Part.ToolCall> calls) {
        return calls.stream()
                .map(call -> "{\"id\":" + quoted(call.id()) + ",\"type\":\"function\",\"function\":{\"name\":"
                        + quoted(call.name()) + ",\"arguments\":" + quoted(call.arguments()) + "}}")
                .collect(Collectors.joining(",", "\"content\":\"\",\"tool_calls\":[", "]"));
    }

    @Override
    public String answerWithThought(String thought, String text) {
        return whole(thoughtFields(thought) + ",\"content\":" + quoted(text), "stop", 1, 2);
    }

    private static String thoughtFields(String thought) {
        return "\"reasoning\":" + quoted(thought) + ",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":"
                + quoted(thought) + ",\"format\":\"unknown\",\"index\":0}]";
    }

    @Override
    public String streamType() {
        return "text/event-stream";
    }

    @Override
    public String start() {
        return comment() + delta("\"role\":\"assistant\",\"content\":\"\"");
    }

    @Override
    public String text(String piece) {
        return delta("\"role\":\"assistant\",\"content\":" + quoted(piece));
    }

    @Override
    public String thought(String piece) {
        return delta("\"role\":\"assistant\",\"content\":\"\"," + thoughtFields(piece));
    }

    @Override
    public String toolCall(int index, String id, String name, String argumentsPiece) {
        String named = name.isEmpty() ? "" : "\"name\":" + quoted(name) + ",";
        String known = id.isEmpty() ? "" : ",\"id\":" + quoted(id) + ",\"type\":\"function\"";
        return delta("\"tool_calls\":[{\"index\":" + index + known + ",\"function\":{" + named + "\"arguments\":"
                + quoted(argumentsPiece) + "}}]");
    }

    private static String delta(String fields) {
        return chunk(
                "{\"index\":0,\"delta\":{" + fields + "},\"finish_reason\":null,\"native_finish_reason\":null}", "");
    }

    @Override
    public String ending(long inputTokens, long outputTokens) {
        return ending("stop", inputTokens, outputTokens);
    }

    @Override
    public String callEnding(long inputTokens, long outputTokens) {
        return ending("tool_calls", inputTokens, outputTokens);
    }

    @Override
    public String limitEnding(long inputTokens, long outputTokens) {
        return ending("length", inputTokens, outputTokens);
    }

    private static String ending(String finish, long inputTokens, long outputTokens) {
        String choice = "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":";
        return chunk(choice + quoted(finish) + ",\"native_finish_reason\":" + quoted(finish) + "}", "")
                + chunk(choice + "null}", ",\"usage\":" + usage(inputTokens, outputTokens));
    }

    @Override
    public String terminator() {
        return "data: [DONE]\n\n";
    }

    @Override
    public String comment() {
        return ": OPENROUTER PROCESSING\n\n";
    }

    @Override
    public String error(String message) {
        return chunk(
                "{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}",
                ",\"error\":{\"code\":502,\"message\":" + quoted(message) + "}");
    }

    @Override
    public String garbage() {
        return "data: {not json}\n\n";
    }

    @Override
    public String errorBody(int status, String message) {
        return "{\"error\":{\"message\":" + quoted(message) + ",\"code\":" + status + "},\"user_id\":\"user_1\"}";
    }

    private static String chunk(String choice, String more) {
        return "data: {" + HEAD + "\"object\":\"chat.completion.chunk\",\"choices\":[" + choice + "]" + more + "}\n\n";
    }

    /** Without its cost, which the rules do not expect. */
    private static String usage(long inputTokens, long outputTokens) {
        return "{\"prompt_tokens\":" + inputTokens + ",\"completion_tokens\":" + outputTokens + ",\"total_tokens\":"
                + (inputTokens + outputTokens) + ",\"is_byok\":false}";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
