package org.chatmodels.spi.http;

import java.util.Locale;
import java.util.Set;
import org.chatmodels.ConfigurationException;

/** Which headers a caller may set: names are RFC 9110 tokens, values visible ASCII, blank and tab. */
final class HeaderRules {
    private static final Set<String> OURS = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "accept-encoding",
            "cookie",
            "user-agent");
    private static final Set<String> KEYS = Set.of("authorization", "x-api-key", "api-key");

    private HeaderRules() {}

    /** For headers that anyone may see. */
    static void checkPlain(String name, String value) {
        checkName(name);
        if (KEYS.contains(name.toLowerCase(Locale.ROOT))) {
            throw refused("Header " + name + " carries a key and can't be set: use credential=NAME");
        }
        if (!isPrintable(value)) {
            throw refused("The value of header " + name + " has characters that no header may have: write ASCII only");
        }
    }

    /** For the header that carries the key, which no message shows. */
    static void checkSecret(String name, String value) {
        checkName(name);
        if (value.isBlank()) {
            throw refused("The key for header " + name + " is empty");
        }
        if (!isPrintable(value)) {
            throw refused("The key for header " + name
                    + " has line ends, other control characters or non-ASCII characters: set it again without them");
        }
    }

    private static void checkName(String name) {
        boolean token = !name.isEmpty() && name.length() <= 128;
        for (int i = 0; i < name.length() && token; i++) {
            char c = name.charAt(i);
            token = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
        }
        if (!token) {
            throw refused("A header name has characters that no name may have: write letters, digits and '-' only");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (OURS.contains(lower) || lower.startsWith("proxy-")) {
            throw refused("Header " + name + " can't be set: the transport writes it itself");
        }
    }

    private static boolean isPrintable(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' || c > '~') && c != '\t') {
                return false;
            }
        }
        return true;
    }

    private static ConfigurationException refused(String message) {
        return new ConfigurationException(message, Failures.notSent());
    }
}
