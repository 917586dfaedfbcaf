package org.chatmodels.openaicompatible;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.chatmodels.Part;
import org.chatmodels.testkit.ProviderContract;
import org.chatmodels.testkit.Wire;

/** The rules that hold for every provider, in Chat Completions. */
class ChatCompletionsContractTest extends ProviderContract {
    @Override
    protected Wire wire() {
        return new ChatWire();
    }

    @Override
    protected String location(URI server) {
        return "openai-compatible:m?base_url=" + server + "/v1&credential=contract";
    }

    /** What an OpenAI-compatible backend writes. */
    private static final class ChatWire implements Wire {
        @Override
        public String request(boolean streamed) {
            return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
                    + (streamed ? ",\"stream\":true}" : "}");
        }

        @Override
        public String answer(String text, long inputTokens, long outputTokens) {
            return answer("\"content\":" + quoted(text), "stop", usage(inputTokens, outputTokens));
        }

        private static String answer(String fields, String finish, String usage) {
            return "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1760000000,\"model\":\"m\",\"choices\":"
                    + "[{\"index\":0,\"message\":{\"role\":\"assistant\"," + fields + "},\"finish_reason\":\"" + finish
                    + "\"}],\"usage\":" + usage + "}";
        }

        @Override
        public String answerWithCalls(List<Part.ToolCall> calls, long inputTokens, long outputTokens) {
            return answer(called(calls), "tool_calls", usage(inputTokens, outputTokens));
        }

        @Override
        public String answerCutInCall(Part.ToolCall call, long inputTokens, long outputTokens) {
            return answer(called(List.of(call)), "length", usage(inputTokens, outputTokens));
        }

        private static String called(List<Part.ToolCall> calls) {
            return "\"content\":null,\"tool_calls\":["
                    + calls.stream()
                            .map(call ->
                                    "{\"id\":" + quoted(call.id()) + ",\"type\":\"function\",\"function\":{\"name\":"
                                            + quoted(call.name()) + ",\"arguments\":" + quoted(call.arguments()) + "}}")
                            .collect(Collectors.joining(","))
                    + "]";
        }

        @Override
        public String answerWithThought(String thought, String text) {
            String fields = "\"reasoning_content\":" + quoted(thought) + ",\"content\":" + quoted(text);
            return answer(fields, "stop", usage(1, 2));
        }

        @Override
        public String streamType() {
            return "text/event-stream";
        }

        @Override
        public String start() {
            return chunk(
                    "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}", "");
        }

        @Override
        public String text(String piece) {
            return delta("\"content\":" + quoted(piece));
        }

        @Override
        public String thought(String piece) {
            return delta("\"reasoning_content\":" + quoted(piece));
        }

        @Override
        public String toolCall(int index, String id, String name, String argumentsPiece) {
            String named = name.isEmpty() ? "" : "\"name\":" + quoted(name) + ",";
            return delta("\"tool_calls\":[{\"index\":" + index
                    + (id.isEmpty() ? "" : ",\"id\":" + quoted(id) + ",\"type\":\"function\"") + ",\"function\":{"
                    + named
                    + "\"arguments\":" + quoted(argumentsPiece) + "}}]");
        }

        private static String delta(String fields) {
            return chunk("{\"index\":0,\"delta\":{" + fields + "},\"finish_reason\":null}", "");
        }

        @Override
        public String ending(long inputTokens, long outputTokens) {
            return ending("stop", usage(inputTokens, outputTokens));
        }

        @Override
        public String callEnding(long inputTokens, long outputTokens) {
            return ending("tool_calls", usage(inputTokens, outputTokens));
        }

        @Override
        public String limitEnding(long inputTokens, long outputTokens) {
            return ending("length", usage(inputTokens, outputTokens));
        }

        private static String ending(String finish, String usage) {
            return chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"" + finish + "\"}", "")
                    + chunk("", ",\"usage\":" + usage);
        }

        @Override
        public String terminator() {
            return "data: [DONE]\n\n";
        }

        @Override
        public String comment() {
            return ": keep-alive\n\n";
        }

        @Override
        public String error(String message) {
            return "data: {\"error\":{\"message\":" + quoted(message) + ",\"type\":\"server_error\"}}\n\n";
        }

        @Override
        public String garbage() {
            return "data: {not json}\n\n";
        }

        @Override
        public String errorBody(int status, String message) {
            return "{\"error\":{\"message\":" + quoted(message) + ",\"type\":\"error\",\"param\":null,\"code\":null}}";
        }

        private static String chunk(String choice, String more) {
            return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"m\","
                    + "\"choices\":[" + choice + "]" + more + "}\n\n";
        }

        private static String usage(long inputTokens, long outputTokens) {
            return "{\"prompt_tokens\":" + inputTokens + ",\"completion_tokens\":" + outputTokens + ",\"total_tokens\":"
                    + (inputTokens + outputTokens) + "}";
        }

        private static String quoted(String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
        }
    }
}
