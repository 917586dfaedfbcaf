package org.chatmodels;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Which headers a caller may add to a request, as maps whose names are equal in any case. */
final class HeaderNames {
    /** Framing and routing, which belong to the transport. */
    private static final String OF_THE_TRANSPORT =
            " connection content-length expect host keep-alive te trailer transfer-encoding upgrade ";

    private HeaderNames() {}

    /** Names are tokens of RFC 9110, section 5.6.2. IllegalArgumentException that never repeats the value. */
    static void check(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        boolean token = !name.isEmpty() && Names.isPlain(name, "!#$%&'*+-.^_`|~");
        Arguments.check(token, "header name", "is no token: write letters, digits and any of !#$%&'*+-.^_`|~");
        String lower = name.toLowerCase(Locale.ROOT);
        String header = "header " + name;
        Arguments.check(
                !carriesKey(lower), header, "carries a key: leave it out and declare a credential for the service");
        Arguments.check(
                !OF_THE_TRANSPORT.contains(" " + lower + " ") && !lower.startsWith("proxy-"),
                header,
                "belongs to the transport: leave it out");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            Arguments.check(
                    c >= ' ' && c <= '~' || c == '\t',
                    header,
                    "has a value with other than visible ASCII, blank and tab: encode or remove it");
        }
    }

    /** Keys have their own door. */
    private static boolean carriesKey(String lower) {
        return lower.equals("authorization")
                || lower.equals("cookie")
                || lower.equals("set-cookie")
                || Names.normal(lower).endsWith("apikey")
                || lower.endsWith("-auth-token")
                || lower.endsWith("-access-token");
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
