package org.chatmodels;

import java.util.List;

/** Refuses what the contract names but no code honours yet, instead of ignoring it. */
final class Later {
    private Later() {}

    static void checkRoute(int targets) {
        if (targets > 1) {
            throw refused("A route with '|' and fallbacks");
        }
    }

    static void checkParameters(List<String> names) {
        if (!names.isEmpty()) {
            throw refused("Parameter '" + names.get(0) + "'");
        }
    }

    static void checkOptions(ChatOptions options) {
        if (options.retries().orElse(0) > 0) {
            throw refused("The option retries above 0");
        }
        if (!options.fallbacks().isEmpty()) {
            throw refused("The option fallbacks");
        }
    }

    private static ConfigurationException refused(String what) {
        return new ConfigurationException(what + " is not supported yet: leave it out for now");
    }
}
