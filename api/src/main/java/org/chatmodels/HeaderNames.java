package org.chatmodels;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Which headers a caller may add to a request, as maps whose names are equal in any case. */
final class HeaderNames {
    /** Framing and routing, which belong to the transport. */
    private static final Set<String> OF_THE_TRANSPORT = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "te",
            "upgrade",
            "expect",
            "keep-alive",
            "trailer");

    /** Keys have their own door. */
    private static final Set<String> OF_KEYS = Set.of("authorization", "x-api-key", "api-key", "cookie");

    private HeaderNames() {}

    /** IllegalArgumentException that never repeats the value. */
    static void check(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        Arguments.check(isToken(name), "header name", "is no token: write letters, digits and any of !#$%&'*+-.^_`|~");
        String lower = name.toLowerCase(Locale.ROOT);
        String header = "header " + name;
        Arguments.check(
                !OF_KEYS.contains(lower),
                header,
                "carries a key: leave it out and declare a credential for the service");
        Arguments.check(
                !OF_THE_TRANSPORT.contains(lower) && !lower.startsWith("proxy-"),
                header,
                "belongs to the transport: leave it out");
        Arguments.check(
                isVisible(value),
                header,
                "has a value with other than visible ASCII, blank and tab: encode or remove it");
    }

    /** RFC 9110 section 5.6.2. */
    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean alphanumeric = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isVisible(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' || c > '~') && c != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Immutable; the name of the stronger stays as it is written there. */
    static Map<String, String> merge(Map<String, String> strong, Map<String, String> weak) {
        TreeMap<String, String> merged = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        merged.putAll(strong);
        for (Map.Entry<String, String> header : weak.entrySet()) {
            merged.putIfAbsent(header.getKey(), header.getValue());
        }
        return Collections.unmodifiableMap(merged);
    }
}
