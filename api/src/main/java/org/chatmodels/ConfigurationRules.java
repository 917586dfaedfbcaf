package org.chatmodels;

import java.util.List;
import java.util.Optional;
import org.chatmodels.provider.Origin;

/** What values of configuration must look like; faults never repeat them. Keys of services are checked as rows are. */
final class ConfigurationRules {
    static final List<String> PLAIN_VARIABLES = List.of("config", "log", "proxy");

    private static final List<String> SCHEMES = List.of("env:", "file:", "sysprop:", "resolver:");

    private ConfigurationRules() {}

    /** user_config decides whether files of a user count: not for who only sets the environment. */
    static boolean canBeVariable(ConfigurationKey key) {
        return key.kind() != ConfigurationKey.Kind.PLAIN || PLAIN_VARIABLES.contains(key.name());
    }

    /** Which files are read is decided outside of them. */
    static boolean canStandInFile(ConfigurationKey key) {
        boolean file = key.name().equals("config") || key.name().equals("user_config");
        return key.kind() != ConfigurationKey.Kind.PLAIN || !file;
    }

    /** What is wrong with a value and what to write instead. */
    static Optional<String> fault(ConfigurationKey key, String text) {
        if (text.isEmpty()) {
            return Optional.of("It has no value: write one or leave the key out");
        }
        switch (key.kind()) {
            case ALIAS:
                return route(text);
            case CREDENTIAL:
                return key.part().isEmpty() ? reference(text) : origins(text);
            case PLAIN:
                return plain(key.name(), text);
            default:
                return Optional.empty();
        }
    }

    /** Scheme, host and port only. */
    static boolean isOrigin(String text) {
        try {
            Origin.parse(text);
            return text.indexOf('/', text.indexOf("://") + 3) < 0;
        } catch (ConfigurationException refused) {
            return false;
        }
    }

    private static Optional<String> route(String text) {
        try {
            Route.parse(text);
            return Optional.empty();
        } catch (ConfigurationException fault) {
            return Optional.of(String.valueOf(fault.getMessage()));
        }
    }

    private static Optional<String> reference(String text) {
        for (String scheme : SCHEMES) {
            if (text.startsWith(scheme) && text.length() > scheme.length()) {
                return Optional.empty();
            }
        }
        return Optional.of("A credential says where the key is, never the key itself: write env:NAME, file:PATH,"
                + " sysprop:NAME or resolver:NAME");
    }

    private static Optional<String> origins(String text) {
        for (String origin : text.split(",", -1)) {
            if (!isOrigin(origin.strip())) {
                return Optional.of("An origin is scheme://host[:port]: write, for example, https://llm.corp.example");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> plain(String name, String text) {
        switch (name) {
            case "proxy":
                boolean known =
                        text.equals("system") || text.equals("none") || text.startsWith("http://") && isOrigin(text);
                return known ? Optional.empty() : Optional.of("Write system, none or http://host:port");
            case "log":
            case "user_config":
                boolean isBoolean = text.equals("true") || text.equals("false");
                return isBoolean ? Optional.empty() : Optional.of("Write true or false");
            default:
                return Optional.empty();
        }
    }
}
