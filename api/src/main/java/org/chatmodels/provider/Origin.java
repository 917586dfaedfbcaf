package org.chatmodels.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import org.chatmodels.ConfigurationException;

/**
 * Scheme, host and port of an address: what a key is bound to.
 *
 * @param scheme "http" or "https"
 * @param host lower-case, compared exactly: "h." is another host than "h", and so is each spelling of an IPv6 address,
 *     which stands in brackets
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
     * Strict: http or https with a plain host, without user, fragment and control characters; anything else is a
     * ConfigurationException that does not repeat the address. The transport connects to what is read here.
     */
    public static Origin of(URI address) {
        Objects.requireNonNull(address, "address");
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        String authority = address.getRawAuthority();
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw bad("An address that is not http or https");
        }
        if (authority == null) {
            throw bad("An address without a plain host");
        }
        if (authority.indexOf('@') >= 0) {
            throw refused("key_in_address", "An address with a user or password (keys don't belong there)");
        }
        if (address.getRawFragment() != null) {
            throw bad("An address with '#'");
        }
        checkPath(address.getRawPath());
        int colon = authority.lastIndexOf(':');
        int end = colon > authority.lastIndexOf(']') ? colon : authority.length();
        String port = authority.substring(Math.min(end + 1, authority.length()));
        return new Origin(scheme, host(authority.substring(0, end)), port.isEmpty() ? defaultPort(scheme) : port(port));
    }

    /** As {@link #of(URI)}, from text, and without query. */
    public static Origin parse(String address) {
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '\\' || c == '?') {
                throw bad("An address with a blank, a backslash, a '?' or a character that is not ASCII");
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

    /** A name, an IPv6 address in brackets, or four numbers. */
    private static String host(String written) {
        String host = written.toLowerCase(Locale.ROOT);
        boolean literal = host.startsWith("[") && host.endsWith("]");
        String inner = literal ? host.substring(1, host.length() - 1) : host;
        boolean plain = !inner.isEmpty() && inner.length() <= 253;
        for (int i = 0; i < inner.length(); i++) {
            plain &= (literal ? "0123456789abcdef:." : "abcdefghijklmnopqrstuvwxyz0123456789-._")
                            .indexOf(inner.charAt(i))
                    >= 0;
        }
        if (!plain || !literal && hasOddParts(host.split("\\.", -1))) {
            throw bad("An address whose host is no plain name and no plain number (without zone)");
        }
        return host;
    }

    /**
     * Resolvers read 0177.0.0.1, 127.1, 2130706433 and 0x7f.1 as addresses: what ends in a number is four plain ones or
     * refused. Only the last part may be empty, as in "example.com.".
     */
    private static boolean hasOddParts(String[] parts) {
        int last = parts.length - 1;
        String end = parts[last].isEmpty() && last > 0 ? parts[last - 1] : parts[last];
        boolean number = isAddress(end) || end.startsWith("0x");
        boolean odd = number && parts.length != 4;
        for (int i = 0; i <= last; i++) {
            String part = parts[i];
            odd |= part.isEmpty() && (i < last || number || last == 0);
            odd |= number && (!isAddress(part) || part.length() > 3 || part.length() > 1 && part.charAt(0) == '0');
            odd |= number && !odd && Integer.parseInt(part) > 255;
        }
        return odd;
    }

    private static int port(String digits) {
        return digits.length() < 6 && isAddress(digits) && digits.indexOf('.') < 0 ? Integer.parseInt(digits) : -1;
    }

    /** Digits and dots only. */
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
