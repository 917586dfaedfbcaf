package org.chatmodels.provider;

import java.util.Locale;
import java.util.Set;

/** Which headers a row may set. Names are tokens of RFC 9110, section 5.6.2. */
final class HeaderRules {
    private static final String MARKS = "!#$%&'*+-.^_`|~";
    private static final Set<String> FRAMING = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");
    private static final Set<String> KEYS = Set.of("authorization", "cookie", "set-cookie");

    private HeaderRules() {}

    static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!plain && MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** Headers that the transport writes itself. */
    static boolean isFraming(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return FRAMING.contains(lower) || lower.startsWith("proxy-");
    }

    /** Headers that carry keys, which come from credentials only. */
    static boolean isKey(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return KEYS.contains(lower)
                || lower.replace("-", "").replace("_", "").endsWith("apikey")
                || lower.endsWith("-auth-token")
                || lower.endsWith("-access-token");
    }

    /** Visible ASCII, blank and tab. */
    static boolean isValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\t' && (c < ' ' || c > '~')) {
                return false;
            }
        }
        return true;
    }
}
