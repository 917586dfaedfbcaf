package org.chatmodels.gateway;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.chatmodels.canary.Canary;

/** A client that knows nothing of this project; takes a new connection for each request. */
final class WebClient {
    private final URI base;

    WebClient(URI base) {
        this.base = base;
    }

    Reply get(String path) throws IOException {
        return method("GET", path);
    }

    Reply method(String method, String path) throws IOException {
        return send(method, path, "");
    }

    Reply chat(String body) throws IOException {
        return send("POST", "/chat/completions", body);
    }

    Reply hello(String fields) throws IOException {
        return chat("{\"messages\":[{\"role\":\"user\",\"content\":\"" + Canary.PROMPT + "\"}]" + fields + "}");
    }

    /** The data of each event of a streamed answer. */
    List<String> events(String fields) throws IOException {
        List<String> events = new ArrayList<>();
        for (String event : hello(",\"stream\":true" + fields).body().split("\n\n")) {
            if (event.startsWith("data: ")) {
                events.add(event.substring("data: ".length()));
            }
        }
        return events;
    }

    private Reply send(String method, String path, String body) throws IOException {
        try (RawClient raw = new RawClient(base)) {
            raw.send(method + " " + base.getPath() + path + " HTTP/1.1\r\nHost: " + base.getAuthority()
                    + "\r\nConnection: close\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length
                    + "\r\n\r\n" + body);
            return Reply.of(raw.readAll());
        }
    }
}
