package org.chatmodels.openaicompatible;

import java.net.URI;
import org.chatmodels.testkit.ProviderContract;
import org.chatmodels.testkit.Wire;

/** The rules that hold for every provider, in the Responses API. */
class ResponsesContractTest extends ProviderContract {
    @Override
    protected Wire wire() {
        return new ResponsesWire();
    }

    @Override
    protected String location(URI server) {
        return "openai-compatible:m?api=responses&base_url=" + server + "/v1&credential=contract";
    }

    /** What a backend of the Responses API writes. */
    private static final class ResponsesWire implements Wire {
        @Override
        public String request(boolean streamed) {
            return "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"hi\"}],\"store\":false"
                    + (streamed ? ",\"stream\":true}" : "}");
        }

        @Override
        public String answer(String text, long inputTokens, long outputTokens) {
            return response("completed", message(text), usage(inputTokens, outputTokens));
        }

        @Override
        public String streamType() {
            return "text/event-stream";
        }

        @Override
        public String start() {
            return event("response.created", ",\"response\":" + response("in_progress", "", "null"))
                    + event(
                            "response.output_item.added",
                            ",\"output_index\":0,\"item\":{\"id\":\"msg_1\",\"type\":\"message\",\"content\":[]}");
        }

        @Override
        public String text(String piece) {
            return event(
                    "response.output_text.delta",
                    ",\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":" + quoted(piece));
        }

        /** The end names no output here: the pieces are all there is of the text. */
        @Override
        public String ending(long inputTokens, long outputTokens) {
            return event(
                    "response.completed",
                    ",\"response\":" + response("completed", "", usage(inputTokens, outputTokens)));
        }

        @Override
        public String terminator() {
            return "";
        }

        @Override
        public String comment() {
            return ": keep-alive\n\n";
        }

        @Override
        public String error(String message) {
            return event("error", ",\"code\":\"server_error\",\"message\":" + quoted(message));
        }

        @Override
        public String garbage() {
            return "data: {not json}\n\n";
        }

        @Override
        public String errorBody(int status, String message) {
            return "{\"error\":{\"message\":" + quoted(message) + ",\"type\":\"error\",\"param\":null,\"code\":null}}";
        }

        private static String event(String type, String more) {
            return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + more + "}\n\n";
        }

        private static String response(String status, String output, String usage) {
            return "{\"id\":\"c1\",\"object\":\"response\",\"created_at\":1760000000,\"status\":\"" + status
                    + "\",\"error\":null,\"model\":\"m\",\"output\":[" + output + "],\"usage\":" + usage + "}";
        }

        private static String message(String text) {
            return "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"status\":\"completed\",\"content\":"
                    + "[{\"type\":\"output_text\",\"text\":" + quoted(text) + ",\"annotations\":[]}]}";
        }

        private static String usage(long inputTokens, long outputTokens) {
            return "{\"input_tokens\":" + inputTokens + ",\"output_tokens\":" + outputTokens + ",\"total_tokens\":"
                    + (inputTokens + outputTokens) + "}";
        }

        private static String quoted(String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
        }
    }
}
