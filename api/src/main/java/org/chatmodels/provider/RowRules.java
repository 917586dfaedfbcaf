package org.chatmodels.provider;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chatmodels.ChatException;
import org.chatmodels.ConfigurationException;

/** What may stand in a row; a fault is a ConfigurationException that names service and key, not the value. */
final class RowRules {
    static final List<String> KEYS =
            List.of(("provider name aliases base_url host_env chat_path models_path responses_path key_env"
                            + " key_required auth api origins credential header.* extra.* dialect.* preferred status retired"
                            + " successor example_model retired_model.*")
                    .split(" "));

    private static final String LOWER_CASE = "abcdefghijklmnopqrstuvwxyz0123456789-";
    private static final List<String> PATHS = List.of("chat_path", "models_path", "responses_path");
    private static final List<String> LISTS = List.of("aliases", "key_env", "origins");

    private final String service;

    RowRules(String service) {
        this.service = service;
    }

    /** As in a location: lower-case, '_' read as '-'. */
    static String spelling(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static boolean isServiceName(String name) {
        return name.length() >= 2 && name.length() <= 64 && consistsOf(name, LOWER_CASE + ".");
    }

    void check(Map<String, String> row) {
        for (String key : row.keySet()) {
            check(key, row.getOrDefault(key, ""));
        }
        if (!row.containsKey("provider")) {
            throw bad("provider", "is missing: write the name of the provider that serves it, e.g. openai-compatible");
        }
    }

    /** The rules of a prefix stand under "prefix.*". */
    private void check(String key, String value) {
        int dot = key.indexOf('.');
        String rule = dot > 0 && dot < key.length() - 1 ? key.substring(0, dot) + ".*" : key;
        if (!KEYS.contains(rule) || rule.equals(key) && key.endsWith("*")) {
            throw refused(
                    "unknown_row_key",
                    "Service '" + service + "': unknown key '" + key + "'. Did you mean '" + nearest(key) + "'?");
        }
        require(value.isEmpty() && !PATHS.contains(key) ? "is empty: write a value or leave the key out" : "", key);
        require(hasControl(value) ? "has a control character: leave it out" : "", key);
        if (rule.equals("header.*")) {
            require(headerFault(key.substring(dot + 1), value), key);
            return;
        }
        for (String part : LISTS.contains(rule) ? split(value, ",") : List.of(value)) {
            require(fault(rule, part), key);
        }
    }

    private void require(String fault, String key) {
        if (!fault.isEmpty()) {
            throw bad(key, fault);
        }
    }

    /** What is wrong with a header, by the rules of a caller's own; empty if nothing. */
    private static String headerFault(String name, String value) {
        if (HeaderNames.carriesKey(name) && HeaderNames.mayCarryKey(name)) {
            return "carries a key: write auth = header:" + name + " and key_env or credential";
        }
        String fault = HeaderNames.fault(name, value);
        return fault.isEmpty() ? "" : "is refused: " + fault;
    }

    /** What is wrong and what to write instead; empty if nothing. */
    private String fault(String rule, String value) {
        return switch (rule) {
            case "provider", "preferred" ->
                unless(isServiceName(spelling(value)), "is no provider's name: write 2 to 64 of a-z 0-9 - .");
            case "aliases" ->
                unless(
                        isServiceName(spelling(value)),
                        "has a bad name: write 2 to 64 of a-z 0-9 - . with commas between");
            case "credential" ->
                unless(
                        isPlainName(value),
                        "is no credential's name: declare chatmodels.credential.NAME and write NAME");
            case "key_env" ->
                unless(isVariable(value), "has no variable's name: write NAME or NAME,OTHER_NAME, never a key");
            case "host_env" ->
                unless(isVariable(value) && value.endsWith("HOST"), "is no name that ends with HOST: write NAME_HOST");
            case "base_url" -> unless(!origin(rule, value).isEmpty(), "");
            case "origins" ->
                unless(
                        !origin(rule, value).isEmpty() && pathOf(value) < 0,
                        "has a path: write scheme://host[:port] only");
            case "chat_path", "models_path", "responses_path" ->
                unless(isPath(value), "is no path: write /path, or nothing where the service has none");
            case "key_required" -> unless(isOneOf("true false", value), "is neither true nor false: write one of them");
            case "auth" -> unless(isAuth(value), "is not known: write bearer, header:NAME or none");
            case "api" ->
                unless(isOneOf("chat responses ollama auto", value), "is not known: write chat, responses or auto");
            case "status" ->
                unless(
                        isOneOf("active retired unverified", value),
                        "is not known: write active, retired or unverified");
            case "retired" -> unless(isDate(value), "is no date: write, for example, 2026-08-16");
            case "retired_model.*" ->
                unless(
                        isRetiredModel(split(value, ";")),
                        "is not 'model; date; successor': write, for example, old-model; 2026-08-16; new-model");
            default -> "";
        };
    }

    private static String unless(boolean holds, String fault) {
        return holds ? "" : fault;
    }

    private static boolean isOneOf(String words, String value) {
        return !value.isEmpty() && (" " + words + " ").contains(" " + value + " ");
    }

    private static boolean isAuth(String value) {
        boolean header = value.startsWith("header:") && HeaderNames.mayCarryKey(value.substring("header:".length()));
        return header || value.equals("bearer") || value.equals("none");
    }

    private static boolean isPath(String value) {
        boolean plain = value.isEmpty() || value.charAt(0) == '/';
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            plain &= c > ' ' && c <= '~' && c != '\\' && c != '#';
        }
        return plain;
    }

    private static boolean isRetiredModel(List<String> parts) {
        boolean dated = parts.size() < 2 || parts.get(1).isEmpty() || isDate(parts.get(1));
        return parts.size() <= 3 && !parts.get(0).isEmpty() && dated;
    }

    private static int pathOf(String address) {
        return address.indexOf('/', address.indexOf("://") + 3);
    }

    /** The origin as it is listed; {PLACEHOLDERS} stay. */
    String origin(String key, String address) {
        StringBuilder filled = new StringBuilder();
        for (int i = 0; i < address.length(); i++) {
            int end = address.charAt(i) == '{' ? address.indexOf('}', i) : -1;
            boolean placeholder = end > i && isVariable(address.substring(i + 1, end));
            filled.append(placeholder ? 'x' : address.charAt(i));
            i = placeholder ? end : i;
        }
        try {
            String origin = Origin.parse(filled.toString()).toString();
            int path = pathOf(address);
            String written = path < 0 ? address : address.substring(0, path);
            return written.indexOf('{') < 0 ? origin : written;
        } catch (ConfigurationException refused) {
            throw bad(key, "is refused. " + refused.getMessage());
        }
    }

    /** The key that has most in common at both ends. */
    private static String nearest(String key) {
        String best = "";
        int most = Integer.MIN_VALUE;
        for (String known : KEYS) {
            int shorter = Math.min(key.length(), known.length());
            int front = 0;
            while (front < shorter && key.charAt(front) == known.charAt(front)) {
                front++;
            }
            int back = 0;
            while (back < shorter - front
                    && key.regionMatches(key.length() - 1 - back, known, known.length() - 1 - back, 1)) {
                back++;
            }
            int common = 2 * (front + back) - Math.abs(key.length() - known.length());
            best = common > most ? known : best;
            most = Math.max(common, most);
        }
        return best;
    }

    static List<String> split(String value, String separator) {
        List<String> parts = new ArrayList<>();
        for (String part : value.split(separator, -1)) {
            parts.add(part.strip());
        }
        return parts;
    }

    private ConfigurationException bad(String key, String fault) {
        return refused("bad_row_value", "Service '" + service + "': '" + key + "' " + fault);
    }

    /** With its anchor in docs/errors.md. */
    static ConfigurationException refused(String code, String message) {
        return new ConfigurationException(
                message, ChatException.Details.builder().code(code).build());
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeParseException noDate) {
            return false;
        }
    }

    private static boolean isPlainName(String name) {
        return !name.isEmpty() && consistsOf(name.toLowerCase(Locale.ROOT), LOWER_CASE + "_");
    }

    private static boolean isVariable(String name) {
        return isPlainName(name) && name.indexOf('-') < 0 && !Character.isDigit(name.charAt(0));
    }

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean consistsOf(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
