package org.chatmodels;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chatmodels.provider.Service;

/**
 * A key below {@code chatmodels.}, from a file or from the name of a variable.
 *
 * @param name of the alias, service, credential or price; the key itself where there is none
 * @param part what is said of it: a row's key, "origins"; else empty
 */
record ConfigurationKey(Kind kind, String name, String part) {
    static final String PREFIX = "chatmodels.";
    static final String VARIABLE_PREFIX = "CHATMODELS_";
    static final String ORIGINS = "origins";

    private static final List<String> PLAIN = List.of("config", "log", "proxy", "user_config");

    private static final List<String> KNOWN = List.of(
            "alias.NAME", "service.NAME.KEY", "credential.NAME", "price.NAME", "config", "log", "proxy", "user_config");
    private static final List<String> SECTIONS =
            List.of("alias", "service", "credential", "price", "config", "log", "proxy", "user_config");

    /** What the key is about. */
    enum Kind {
        ALIAS,
        SERVICE,
        CREDENTIAL,
        PRICE,
        PLAIN
    }

    /** ConfigurationException for a key that nothing reads. */
    static ConfigurationKey parse(String key) {
        if (!key.startsWith(PREFIX)) {
            throw unknown(key);
        }
        int dot = key.indexOf('.', PREFIX.length());
        if (dot < 0) {
            String name = key.substring(PREFIX.length());
            if (!PLAIN.contains(name)) {
                throw unknown(key);
            }
            return new ConfigurationKey(Kind.PLAIN, name, "");
        }
        String rest = key.substring(dot + 1);
        switch (key.substring(PREFIX.length(), dot)) {
            case "alias":
                return named(Kind.ALIAS, rest, "");
            case "price":
                return named(Kind.PRICE, rest, "");
            case "credential":
                boolean origins = rest.endsWith("." + ORIGINS);
                String name = origins ? rest.substring(0, rest.length() - ORIGINS.length() - 1) : rest;
                return named(Kind.CREDENTIAL, name, origins ? ORIGINS : "");
            case "service":
                int end = rest.indexOf('.');
                if (end < 0 || end == rest.length() - 1) {
                    throw error("A service needs a key behind its name: write chatmodels.service.NAME.base_url = …");
                }
                return named(Kind.SERVICE, rest.substring(0, end), rest.substring(end + 1));
            default:
                throw unknown(key);
        }
    }

    /** As {@link #parse}, from the name of an environment variable. */
    static ConfigurationKey ofVariable(String variable) {
        String rest = variable.substring(VARIABLE_PREFIX.length());
        for (String plain : PLAIN) {
            if (rest.equals(plain.toUpperCase(Locale.ROOT))) {
                return new ConfigurationKey(Kind.PLAIN, plain, "");
            }
        }
        for (Kind kind : Kind.values()) {
            if (rest.startsWith(kind + "_") && kind != Kind.PLAIN) {
                return ofVariable(kind, rest.substring(kind.name().length() + 1));
            }
        }
        throw error("No such variable: write CHATMODELS_ALIAS_NAME, CHATMODELS_SERVICE_NAME_KEY,"
                + " CHATMODELS_CREDENTIAL_NAME, CHATMODELS_CONFIG, CHATMODELS_PROXY or CHATMODELS_LOG");
    }

    /** The variable that would set it. */
    String variable() {
        String start = VARIABLE_PREFIX + (kind == Kind.PLAIN ? "" : kind + "_") + upper(name);
        return part.isEmpty() ? start : start + "_" + upper(part);
    }

    /** Whether a name in configuration can be that: letters, digits, '-' and '_'. */
    static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!plain && c != '-' && c != '_') {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** Keys of a row that a variable can set. */
    static List<String> partsOfVariables() {
        List<String> parts = new ArrayList<>();
        for (String part : Service.keys()) {
            if (part.indexOf('.') < 0) {
                parts.add(part);
            }
        }
        return parts;
    }

    /** The same for every spelling of a key. */
    String slot() {
        return kind + "." + Names.normal(name) + "." + partSlot();
    }

    /** Headers compare without case. */
    String partSlot() {
        return part.startsWith("header.") ? part.toLowerCase(Locale.ROOT) : part;
    }

    /** As it stands in files. */
    @Override
    public String toString() {
        String start = PREFIX + (kind == Kind.PLAIN ? "" : kind.name().toLowerCase(Locale.ROOT) + ".") + name;
        return part.isEmpty() ? start : start + "." + part;
    }

    private static ConfigurationKey ofVariable(Kind kind, String rest) {
        String part = "";
        if (kind == Kind.SERVICE) {
            part = longestEnding(rest, partsOfVariables());
            if (part.isEmpty()) {
                throw error("No key of a service at the end: write CHATMODELS_SERVICE_NAME_BASE_URL or the like;"
                        + " header.*, extra.* and dialect.* stand in files only");
            }
        } else if (kind == Kind.CREDENTIAL) {
            part = longestEnding(rest, List.of(ORIGINS));
        }
        String name = part.isEmpty() ? rest : rest.substring(0, rest.length() - part.length() - 1);
        return named(kind, name.toLowerCase(Locale.ROOT).replace('_', '-'), part);
    }

    private static String longestEnding(String rest, List<String> parts) {
        String longest = "";
        for (String part : parts) {
            boolean ends = rest.endsWith("_" + upper(part)) && rest.length() > part.length() + 1;
            longest = ends && part.length() > longest.length() ? part : longest;
        }
        return longest;
    }

    private static ConfigurationKey named(Kind kind, String name, String part) {
        boolean letter = !name.isEmpty() && (kind != Kind.ALIAS || Character.isLetter(name.charAt(0)));
        if (!isName(name) || !letter) {
            throw error("'" + name + "' is no name: write letters, digits, '-' and '_', without a dot");
        }
        return new ConfigurationKey(kind, name, part);
    }

    private static ConfigurationException unknown(String key) {
        String rest = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
        int dot = rest.indexOf('.');
        Optional<String> near = Names.nearest(dot < 0 ? rest : rest.substring(0, dot), SECTIONS)
                .map(section -> KNOWN.get(SECTIONS.indexOf(section)));
        String remedy = near.isPresent()
                ? "Did you mean '" + PREFIX + near.get() + "'?"
                : "Known are chatmodels." + String.join(", chatmodels.", KNOWN);
        return error("Unknown key. " + remedy);
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static ConfigurationException error(String message) {
        return new ConfigurationException(message);
    }
}
