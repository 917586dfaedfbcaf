package org.chatmodels.spi.http;

import java.util.Locale;
import java.util.Set;
import org.chatmodels.ChatOptions;
import org.chatmodels.ConfigurationException;

/** Which headers a caller may set: those that options may have, but for what the transport writes itself. */
final class HeaderRules {
    private static final Set<String> OURS = Set.of("accept-encoding", "user-agent");
    private static final Set<String> KEYS = Set.of("authorization", "x-api-key", "api-key");

    private HeaderRules() {}

    /** For headers that anyone may see. */
    static void checkPlain(String name, String value) {
        checkOurs(name);
        try {
            ChatOptions.builder().header(name, value);
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    /** For the header that carries the key, which no message shows. */
    static void checkSecret(String name, String value) {
        if (!KEYS.contains(name.toLowerCase(Locale.ROOT))) {
            checkPlain(name, "");
        }
        if (value.isBlank()) {
            throw refused("The key for header " + name + " is empty");
        }
        try {
            ChatOptions.builder().header("key", value);
        } catch (IllegalArgumentException e) {
            throw refused("The key for header " + name
                    + " has line ends, other control characters or non-ASCII characters: set it again without them");
        }
    }

    private static void checkOurs(String name) {
        if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
            throw refused("Header " + name + " can't be set: the transport writes it itself");
        }
    }

    private static ConfigurationException refused(String message) {
        return new ConfigurationException(message, Failures.notSent());
    }
}
