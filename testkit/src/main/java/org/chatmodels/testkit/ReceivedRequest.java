package org.chatmodels.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A request as a {@link ScriptedServer} got it; nothing is decoded but the framing of its body. */
public final class ReceivedRequest {
    private final String method;
    private final String target;
    private final List<Map.Entry<String, String>> headers;
    private final byte[] body;

    ReceivedRequest(String method, String target, List<Map.Entry<String, String>> headers, byte[] body) {
        this.method = method;
        this.target = target;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    /** GET, POST and so on. */
    public String method() {
        return method;
    }

    /** What stands in the request line: path and query as sent. */
    public String path() {
        return target;
    }

    /** Names and values in the order and the spelling of the wire. */
    public List<Map.Entry<String, String>> headers() {
        return headers;
    }

    /** The first header of that name, whatever its case. */
    public Optional<String> header(String name) {
        Objects.requireNonNull(name, "name");
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return Optional.of(header.getValue());
            }
        }
        return Optional.empty();
    }

    /** A copy of the body, without the framing of chunks; empty when only the head was read. */
    public byte[] body() {
        return body.clone();
    }

    /** The body as UTF-8. */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    ReceivedRequest withBody(byte[] bytes) {
        return new ReceivedRequest(method, target, headers, bytes);
    }

    /** Method, path and size of the body. */
    @Override
    public String toString() {
        return method + " " + target + " (" + body.length + " bytes)";
    }
}
