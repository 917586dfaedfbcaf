package org.chatmodels.openaicompatible;

import java.nio.charset.StandardCharsets;
import org.chatmodels.ChatRequest;
import org.chatmodels.ModelLocation;

/** Requests to a made-up service, written in a dialect. */
final class Written {
    private Written() {}

    static WrittenRequest of(ChatRequest request, String... dialect) {
        return new RequestWriter(ModelLocation.of("any", "m"), Dialects.of(dialect)).write(request, false);
    }

    static String body(WrittenRequest written) {
        return new String(written.body(), StandardCharsets.UTF_8);
    }

    /** The messages' array. */
    static String messages(ChatRequest request, String... dialect) {
        String body = body(of(request, dialect));
        String start = "{\"model\":\"m\",\"messages\":";
        return body.substring(start.length(), body.length() - 1);
    }

    /** What follows the messages, which are one of the user, "Hi". */
    static String rest(ChatRequest request, String... dialect) {
        String body = body(of(request, dialect));
        String start = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
        if (!body.startsWith(start)) {
            throw new AssertionError(body);
        }
        return body.substring(start.length(), body.length() - 1);
    }
}
