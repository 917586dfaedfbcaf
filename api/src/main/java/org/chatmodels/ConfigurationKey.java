package org.chatmodels;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.Service;

/**
 * A key below {@code chatmodels.}, from a file or from the name of a variable. Equal for every spelling.
 *
 * @param section "alias", "service", "credential", "price" or "capability"; empty for what stands right below
 * @param name of the alias, service, credential or figures; the key itself where there is none
 * @param part what is said of it: a row's key, "origins"; else empty
 */
record ConfigurationKey(String section, String name, String part) {
    static final String PREFIX = "chatmodels.";
    static final String VARIABLE_PREFIX = "CHATMODELS_";
    static final String ALIAS = "alias";
    static final String SERVICE = "service";
    static final String CREDENTIAL = "credential";
    static final String PRICE = "price";
    static final String CAPABILITY = "capability";
    static final String ORIGINS = "origins";

    private static final List<String> SECTIONS = List.of(ALIAS, SERVICE, CREDENTIAL, PRICE, CAPABILITY);
    private static final List<String> PLAIN = List.of("catalogue", "config", "log", "proxy", "user_config");

    /** ConfigurationException for a key that nothing reads. */
    static ConfigurationKey parse(String key) {
        boolean ours = key.startsWith(PREFIX);
        String name = ours ? key.substring(PREFIX.length()) : key;
        int dot = name.indexOf('.');
        String section = dot < 0 ? "" : name.substring(0, dot);
        if (!ours || !(dot < 0 ? PLAIN.contains(name) : SECTIONS.contains(section))) {
            throw unknown(dot < 0 ? name : section);
        }
        name = name.substring(dot + 1);
        String part = "";
        if (section.equals(SERVICE)) {
            int end = name.indexOf('.');
            if (end < 0 || end == name.length() - 1) {
                throw new ConfigurationException(
                        "incomplete_key",
                        "A service needs a key behind its name: write chatmodels.service.NAME.base_url = …");
            }
            part = name.substring(end + 1);
            name = name.substring(0, end);
        } else if (section.equals(CREDENTIAL) && name.endsWith("." + ORIGINS)) {
            part = ORIGINS;
            name = name.substring(0, name.length() - ORIGINS.length() - 1);
        }
        return named(section, name, part);
    }

    /** As {@link #parse}, from the name of an environment variable. */
    static ConfigurationKey ofVariable(String variable) {
        String rest = variable.substring(VARIABLE_PREFIX.length()).toLowerCase(Locale.ROOT);
        if (PLAIN.contains(rest)) {
            return new ConfigurationKey("", rest, "");
        }
        int end = Math.max(rest.indexOf('_'), 0);
        String section = rest.substring(0, end);
        if (!SECTIONS.contains(section)) {
            throw new ConfigurationException(
                    "unknown_key",
                    "No such variable: write CHATMODELS_ALIAS_NAME, CHATMODELS_SERVICE_NAME_KEY,"
                            + " CHATMODELS_CREDENTIAL_NAME, CHATMODELS_CONFIG, CHATMODELS_PROXY or CHATMODELS_LOG");
        }
        String name = rest.substring(end + 1);
        String part = longestEnding(name, partsOfVariables(section));
        if (part.isEmpty() && section.equals(SERVICE)) {
            throw new ConfigurationException(
                    "incomplete_key",
                    "No key of a service at the end: write CHATMODELS_SERVICE_NAME_BASE_URL or the like;"
                            + " header.*, extra.* and dialect.* stand in files only");
        }
        name = part.isEmpty() ? name : name.substring(0, name.length() - part.length() - 1);
        return named(section, name.replace('_', '-'), part);
    }

    /** The variable that would set it. */
    String variable() {
        String text = (section.isEmpty() ? "" : section + "_") + name + (part.isEmpty() ? "" : "_" + part);
        return VARIABLE_PREFIX + text.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Whether a name in configuration can be that: letters, digits, '-' and '_'. */
    static boolean isName(String name) {
        return !name.isEmpty() && Names.isPlain(name, "-_");
    }

    /** What a variable can say of a service or credential. */
    static List<String> partsOfVariables(String section) {
        List<String> parts = new ArrayList<>();
        if (section.equals(CREDENTIAL)) {
            parts.add(ORIGINS);
        } else if (section.equals(SERVICE)) {
            parts.addAll(Service.keys());
            for (OptionInfo parameter : Parameters.SHARED.all()) {
                parts.add(parameter.name());
            }
            parts.removeIf(part -> part.indexOf('.') >= 0);
        }
        return parts;
    }

    private static String longestEnding(String rest, List<String> parts) {
        String longest = "";
        for (String part : parts) {
            boolean ends = rest.endsWith("_" + part) && rest.length() > part.length() + 1;
            longest = ends && part.length() > longest.length() ? part : longest;
        }
        return longest;
    }

    private static ConfigurationKey named(String section, String name, String part) {
        if (!isName(name) || section.equals(ALIAS) && !Character.isLetter(name.charAt(0))) {
            throw new ConfigurationException(
                    "bad_name", "'" + name + "' is no name: write letters, digits, '-' and '_', without a dot");
        }
        return new ConfigurationKey(section, name, part);
    }

    private static ConfigurationException unknown(String word) {
        List<String> known = new ArrayList<>(SECTIONS);
        known.addAll(PLAIN);
        String near = Names.nearest(word, known).orElse("");
        String rest = SECTIONS.contains(near) ? near.equals(SERVICE) ? ".NAME.KEY" : ".NAME" : "";
        return new ConfigurationException(
                "unknown_key",
                "Unknown key. "
                        + (near.isEmpty()
                                ? "Known are chatmodels.alias.NAME, chatmodels.service.NAME.KEY, chatmodels.credential.NAME,"
                                        + " chatmodels.price.NAME, chatmodels.capability.NAME and chatmodels."
                                        + String.join(", chatmodels.", PLAIN)
                                : "Did you mean '" + PREFIX + near + rest + "'?"));
    }

    /** The same for every spelling of a key; headers compare without case, names of JSON exactly. */
    private String slot() {
        boolean exact = part.startsWith("extra.") || part.startsWith("dialect.");
        String same = part.startsWith("header.") ? part.toLowerCase(Locale.ROOT) : exact ? part : Names.normal(part);
        return section + "." + Names.normal(name) + "." + same;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfigurationKey && slot().equals(((ConfigurationKey) other).slot());
    }

    @Override
    public int hashCode() {
        return slot().hashCode();
    }

    /** For people. */
    String described() {
        return section.equals(ALIAS) ? "alias " + name : toString();
    }

    /** As it stands in files. */
    @Override
    public String toString() {
        return PREFIX + (section.isEmpty() ? "" : section + ".") + name + (part.isEmpty() ? "" : "." + part);
    }
}
