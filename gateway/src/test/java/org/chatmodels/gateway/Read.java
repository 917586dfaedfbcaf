package org.chatmodels.gateway;

import java.nio.charset.StandardCharsets;
import org.chatmodels.ChatRequest;
import org.chatmodels.Message;

/** What the gateway reads from a body; a quote is written as an apostrophe. */
final class Read {
    static final String HELLO = "'messages':[{'role':'user','content':'hello'}]";

    private Read() {}

    static ChatRequest body(String json) {
        return GatewayRequestReader.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .request();
    }

    /** A request that says hello and has these fields. */
    static ChatRequest fields(String json) {
        return body("{" + HELLO + "," + json + "}");
    }

    /** The last message of a request that has these. */
    static Message message(String json) {
        ChatRequest request = body("{'messages':[" + json + "]}");
        return request.messages().get(request.messages().size() - 1);
    }
}
