package org.chatmodels.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import org.chatmodels.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Scheme, host and port of an address: what a key is bound to.
 *
 * @param scheme "http" or "https"
 * @param host lower-case, compared exactly; an IPv6 address in brackets
 * @param port 1 to 65535, the scheme's own where none was written
 */
public record Origin(String scheme, String host, int port) {
    private static final String REMEDY = ": write http(s)://host[:port][/path]";

    /** ConfigurationException for another scheme or a port that can't be. */
    public Origin {
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(host, "host");
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw bad("An address that is not http or https");
        }
        if (port < 1 || port > 65_535) {
            throw bad("A port outside 1 to 65535");
        }
    }

    /**
     * Strict: http or https with a plain host, without user, query, fragment and control characters; anything else is a
     * ConfigurationException that does not repeat the address.
     */
    public static Origin of(URI address) {
        Objects.requireNonNull(address, "address");
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw bad("An address that is not http or https");
        }
        if (address.getRawUserInfo() != null || contains(address.getRawAuthority(), '@')) {
            throw refused("key_in_address", "An address with a user or password (keys don't belong there)");
        }
        if (address.getRawQuery() != null || address.getRawFragment() != null) {
            throw bad("An address with '?' or '#'");
        }
        if (address.getHost() == null) {
            throw bad("An address without a plain host");
        }
        checkPath(address.getRawPath());
        int port = address.getPort() == -1 ? defaultPort(scheme) : address.getPort();
        return new Origin(scheme, host(address), port);
    }

    /** As {@link #of(URI)}, from text. */
    public static Origin parse(String address) {
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '\\') {
                throw bad("An address with a blank, a backslash or a character that is not ASCII");
            }
        }
        try {
            return of(new URI(address));
        } catch (URISyntaxException unreadable) {
            throw bad("An address that can't be read");
        }
    }

    /** Whether it is this machine by its spelling: localhost, 127.*.*.* or [::1]. */
    public boolean isLoopback() {
        return host.equals("localhost") || host.equals("[::1]") || isAddress(host) && host.startsWith("127.");
    }

    /** {@code scheme://host[:port]}, without the scheme's own port. */
    @Override
    public String toString() {
        return scheme + "://" + host + (port == defaultPort(scheme) ? "" : ":" + port);
    }

    /** Resolvers read 0177.0.0.1, 2130706433 and 0x7f000001 as addresses; here they are refused. */
    private static String host(URI address) {
        String host = address.getHost().toLowerCase(Locale.ROOT);
        boolean odd = host.indexOf('%') >= 0 || host.indexOf('.') < 0 && (isAddress(host) || host.startsWith("0x"));
        for (String part : host.split("\\.", -1)) {
            odd |= isAddress(host) && part.length() > 1 && part.charAt(0) == '0';
        }
        if (odd) {
            throw bad("An address with a zone or an odd number as its host");
        }
        return host;
    }

    /** Digits and dots only; where there are dots, java.net.URI has checked that they are four parts. */
    private static boolean isAddress(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private static void checkPath(String path) {
        for (int i = path.indexOf('%'); i >= 0; i = path.indexOf('%', i + 1)) {
            int octet = Integer.parseInt(path.substring(i + 1, i + 3), 16);
            if (octet < ' ' || octet == 0x7f) {
                throw bad("An address with a control character");
            }
        }
    }

    private static boolean contains(@Nullable String text, char c) {
        return text != null && text.indexOf(c) >= 0;
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    private static ConfigurationException bad(String fault) {
        return refused("bad_address", fault);
    }

    private static ConfigurationException refused(String code, String fault) {
        return RowRules.refused(code, fault + REMEDY);
    }
}
