package org.chatmodels.provider;

import java.util.List;
import java.util.Locale;

/** Which headers may be added to a request: one rule for options, rows and what providers send. */
public final class HeaderNames {
    private static final String MARKS = "!#$%&'*+-.^_`|~";
    private static final String OF_THE_TRANSPORT = " accept-encoding connection content-length cookie expect host"
            + " keep-alive set-cookie te trailer transfer-encoding upgrade user-agent ";
    private static final List<String> ENDINGS_OF_KEYS = List.of(
            "authorization",
            "auth",
            "apikey",
            "accesskey",
            "secretkey",
            "subscriptionkey",
            "token",
            "secret",
            "password");

    private HeaderNames() {}

    /**
     * What is wrong with a header that anyone may see, and what to write instead; empty if nothing. Names are tokens of
     * RFC 9110, section 5.6.2. Never repeats the value.
     */
    public static String fault(String name, String value) {
        if (!isToken(name)) {
            return "header name is no token: write letters, digits and any of " + MARKS;
        }
        String header = "header " + name;
        if (isOfTransport(name)) {
            return header + " belongs to the transport: leave it out";
        }
        if (carriesKey(name)) {
            return header + " carries a key: leave it out and declare a credential for the service";
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' || c > '~') && c != '\t') {
                return header + " has a value with other than visible ASCII, blank and tab: encode or remove it";
            }
        }
        return "";
    }

    /** Whether headers of that name are known to carry keys, which have their own door. */
    public static boolean carriesKey(String name) {
        String normal = name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        for (String ending : ENDINGS_OF_KEYS) {
            if (normal.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a key may stand in a header of that name: in any but those of the transport. */
    public static boolean mayCarryKey(String name) {
        return isToken(name) && !isOfTransport(name);
    }

    /** Framing, routing, and what the transport writes itself or never. */
    private static boolean isOfTransport(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return OF_THE_TRANSPORT.contains(" " + lower + " ") || lower.startsWith("proxy-");
    }

    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 0x80 || !Character.isLetterOrDigit(c) && MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
