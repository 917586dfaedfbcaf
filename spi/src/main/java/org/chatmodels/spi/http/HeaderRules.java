package org.chatmodels.spi.http;

import java.util.Locale;
import java.util.Set;
import org.chatmodels.ChatOptions;
import org.chatmodels.ConfigurationException;

/** Which headers a caller may set: those that options may have, but for a few that the transport decides. */
final class HeaderRules {
    private static final Set<String> OURS = Set.of("accept-encoding", "user-agent", "cookie");
    private static final Set<String> USUAL = Set.of("authorization", "x-api-key", "api-key");
    private static final String KEY = "carries a key";

    private HeaderRules() {}

    /** For headers that anyone may see. */
    static void checkPlain(String name, String value) {
        refuse("refused_header", nameFault(name));
        refuse("refused_header", fault(name, value));
    }

    /** For the header that carries the key, which no message shows. */
    static void checkSecret(String name, String value) {
        if (!USUAL.contains(name.toLowerCase(Locale.ROOT))) {
            refuse("refused_header", nameFault(name));
            String fault = fault(name, "");
            refuse("refused_header", fault.contains(KEY) ? "" : fault);
        }
        refuse("bad_key", value.isBlank() ? "The key for header " + name + " is empty: set it" : "");
        refuse(
                "bad_key",
                fault("x", value).isEmpty()
                        ? ""
                        : "The key for header " + name + " has line ends, other control characters or non-ASCII"
                                + " characters: set it again without them");
    }

    private static String nameFault(String name) {
        boolean ours = OURS.contains(name.toLowerCase(Locale.ROOT));
        return ours ? "Header " + name + " can't be set, the transport decides it: leave it out" : "";
    }

    /** By the rules of options; empty if there is none. */
    private static String fault(String name, String value) {
        try {
            ChatOptions.builder().header(name, value);
            return "";
        } catch (IllegalArgumentException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private static void refuse(String code, String fault) {
        if (!fault.isEmpty()) {
            throw new ConfigurationException(fault, Failures.notSent(code));
        }
    }
}
