package org.chatmodels.spi;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ConfigurationException;
import org.chatmodels.provider.Secret;
import org.chatmodels.spi.http.Outgoing;
import org.chatmodels.spi.http.Target;

/** One HTTP request. Immutable; a prepared one, with target and constant headers, serves all calls of a model. */
public final class HttpCall {
    private final Outgoing outgoing;
    private final Optional<Secret> key;

    private HttpCall(Outgoing outgoing, Optional<Secret> key) {
        this.outgoing = outgoing;
        this.key = key;
    }

    /**
     * A POST of JSON. The target is taken apart here, once: http or https, a host, no user info, no fragment, else
     * ConfigurationException.
     */
    public static HttpCall post(URI target) {
        return of("POST", target);
    }

    /** A GET, for the same targets. */
    public static HttpCall get(URI target) {
        return of("GET", target);
    }

    /** A DELETE of JSON, for the same targets. */
    public static HttpCall delete(URI target) {
        return of("DELETE", target);
    }

    private static HttpCall of(String method, URI target) {
        Target checked = Target.of(Objects.requireNonNull(target, "target"));
        return new HttpCall(Outgoing.of(method, checked, Limits.DEFAULT.times()), Optional.empty());
    }

    /**
     * Adds a header, in place of one of that name. ConfigurationException for names that the transport writes itself
     * (Host, Content-Length, Connection and their kind), for names of keys (Authorization, x-api-key, api-key: they have
     * {@link #secret}), and for values with anything but visible ASCII, blank and tab.
     */
    public HttpCall header(String name, String value) {
        Objects.requireNonNull(name, "name");
        return new HttpCall(outgoing.header(name, Objects.requireNonNull(value, "value")), key);
    }

    /**
     * Adds the key's header: never logged, sent over TLS or to a connected loopback address only, else
     * ConfigurationException when sending. {@code prefix} as in "Bearer ".
     */
    public HttpCall secret(String name, String prefix, Secret key) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(prefix, "prefix");
        String value = key.reveal();
        if (value.isBlank()) {
            throw new ConfigurationException(
                    "The key for header " + name + " is empty: set it, or leave it out",
                    Details.builder().code("bad_key").build());
        }
        return new HttpCall(outgoing.secret(name, prefix + value), Optional.of(key));
    }

    /** The body, sent with its Content-Length; not copied. */
    public HttpCall body(byte[] json) {
        return new HttpCall(outgoing.body(Objects.requireNonNull(json, "json")), key);
    }

    /** Limits in place of {@link Limits#DEFAULT}. */
    public HttpCall limits(Limits limits) {
        return new HttpCall(outgoing.times(limits.times()), key);
    }

    /** Whether the answer is read as a stream: first-token and idle limits hold. */
    public HttpCall streaming(boolean on) {
        return new HttpCall(outgoing.streaming(on), key);
    }

    /** Where it goes. */
    public URI target() {
        return outgoing.target().uri();
    }

    /** Method, scheme, host and path; no header values, no query, no body. */
    @Override
    public String toString() {
        return outgoing.toString();
    }

    Outgoing outgoing() {
        return outgoing;
    }

    Optional<Secret> key() {
        return key;
    }
}
