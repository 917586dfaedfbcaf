package org.chatmodels.spi.http;

import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/** One request, checked; immutable but for the body, which is not copied. */
public record Outgoing(
        String method,
        Target target,
        List<Header> headers,
        byte @Nullable [] body,
        boolean keyed,
        boolean streaming,
        Times times) {

    /** Without headers and body, for an answer in one piece. */
    public static Outgoing of(String method, Target target, Times times) {
        return new Outgoing(method, target, List.of(), null, false, false, times);
    }

    /** With this header in place of one of that name; ConfigurationException if it is not the caller's to set. */
    public Outgoing header(String name, String value) {
        HeaderRules.checkPlain(name, value);
        return new Outgoing(method, target, with(new BasicHeader(name, value)), body, keyed, streaming, times);
    }

    /** With the header of the key, which goes to TLS and loopback only. */
    public Outgoing secret(String name, String value) {
        HeaderRules.checkSecret(name, value);
        return new Outgoing(method, target, with(new BasicHeader(name, value, true)), body, true, streaming, times);
    }

    private List<Header> with(Header header) {
        List<Header> all = new ArrayList<>(headers.size() + 1);
        for (Header other : headers) {
            if (!other.getName().equalsIgnoreCase(header.getName())) {
                all.add(other);
            }
        }
        all.add(header);
        return List.copyOf(all);
    }

    /** With this body. */
    public Outgoing body(byte[] bytes) {
        return new Outgoing(method, target, headers, bytes, keyed, streaming, times);
    }

    /** With these limits. */
    public Outgoing times(Times limits) {
        return new Outgoing(method, target, headers, body, keyed, streaming, limits);
    }

    /** With the answer read as a stream or not. */
    public Outgoing streaming(boolean on) {
        return new Outgoing(method, target, headers, body, keyed, on, times);
    }

    /** Method and origin: what logs may show. */
    public String summary() {
        return method + " " + target.origin();
    }

    boolean has(String name) {
        for (Header header : headers) {
            if (header.getName().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /** Method and target without the query; no header, no body. */
    @Override
    public String toString() {
        return method + " " + target.withoutQuery();
    }
}
