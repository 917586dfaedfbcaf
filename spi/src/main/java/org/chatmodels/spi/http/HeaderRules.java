package org.chatmodels.spi.http;

import org.chatmodels.ConfigurationException;
import org.chatmodels.provider.HeaderNames;

/** Refuses headers that a request may not have; the rule itself is {@link HeaderNames}. */
final class HeaderRules {
    private HeaderRules() {}

    /** For headers that anyone may see. */
    static void checkPlain(String name, String value) {
        refuse("refused_header", HeaderNames.fault(name, value));
    }

    /** For the header that carries the key, which no message shows. */
    static void checkSecret(String name, String value) {
        refuse("refused_header", HeaderNames.mayCarryKey(name) ? "" : HeaderNames.fault(name, ""));
        refuse("bad_key", value.isBlank() ? "The key for header " + name + " is empty: set it" : "");
        refuse(
                "bad_key",
                HeaderNames.fault("x", value).isEmpty()
                        ? ""
                        : "The key for header " + name + " has line ends, other control characters or non-ASCII"
                                + " characters: set it again without them");
    }

    private static void refuse(String code, String fault) {
        if (!fault.isEmpty()) {
            throw new ConfigurationException(fault, Failures.notSent(code));
        }
    }
}
