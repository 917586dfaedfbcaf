package org.chatmodels.provider;

import java.net.URI;

/**
 * Scheme, host and port of an address: what a key is bound to.
 *
 * @param scheme "http" or "https"
 * @param host lower-case, compared exactly; an IPv6 address in brackets
 * @param port 1 to 65535, the scheme's own where none was written
 */
public record Origin(String scheme, String host, int port) {
    /** Strict: http or https with a plain host, no user, query, fragment or control character; else ConfigurationException that does not repeat the address. */
    public static Origin of(URI address) {
        throw new AssertionError();
    }

    /** As {@link #of(URI)}, from text. */
    public static Origin parse(String address) {
        throw new AssertionError();
    }

    /** Whether it is this machine by its spelling: localhost, 127.*.*.* or [::1]. */
    public boolean isLoopback() {
        throw new AssertionError();
    }

    /** {@code scheme://host[:port]}, without the scheme's own port. */
    @Override
    public String toString() {
        throw new AssertionError();
    }
}
