package org.chatmodels.openaicompatible;

import java.net.URI;
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
            return "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1760000000,\"model\":\"m\",\"choices\":"
                    + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":" + quoted(text)
                    + "},\"finish_reason\":\"stop\"}],\"usage\":" + usage(inputTokens, outputTokens) + "}";
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
            return chunk("{\"index\":0,\"delta\":{\"content\":" + quoted(piece) + "},\"finish_reason\":null}", "");
        }

        @Override
        public String ending(long inputTokens, long outputTokens) {
            return chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}", "")
                    + chunk("", ",\"usage\":" + usage(inputTokens, outputTokens));
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
