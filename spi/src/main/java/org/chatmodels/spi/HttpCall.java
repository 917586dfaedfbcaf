package org.chatmodels.spi;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.provider.Secret;

/** One HTTP request. Immutable; a prepared one, with target and constant headers, serves all calls of a model. */
public final class HttpCall {
    private HttpCall() {}

    /** A POST of JSON; ConfigurationException for a target that no request may go to. */
    public static HttpCall post(URI target) {
        throw new AssertionError();
    }

    public static HttpCall get(URI target) {
        throw new AssertionError();
    }

    /** Adds a header; ConfigurationException for names and values that the security policy forbids. */
    public HttpCall header(String name, String value) {
        throw new AssertionError();
    }

    /** Adds the key's header, never logged, sent only over TLS or to a connected loopback address. {@code prefix} as in "Bearer ". */
    public HttpCall secret(String name, String prefix, Secret key) {
        throw new AssertionError();
    }

    /** The body, sent with its Content-Length; not copied. */
    public HttpCall body(byte[] json) {
        throw new AssertionError();
    }

    public HttpCall limits(Limits limits) {
        throw new AssertionError();
    }

    /** Whether the answer is read as a stream: first-token and idle limits hold, and compression is not asked for. */
    public HttpCall streaming(boolean on) {
        throw new AssertionError();
    }

    public URI target() {
        throw new AssertionError();
    }

    /** Method, scheme, host and path; no header values, no body. */
    @Override
    public String toString() {
        throw new AssertionError();
    }

    Map<String, String> headers() {
        throw new AssertionError();
    }

    Optional<Secret> key() {
        throw new AssertionError();
    }
}
