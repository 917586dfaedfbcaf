package org.chatmodels.provider;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.chatmodels.ChatException;
import org.chatmodels.ConfigurationException;

/** What may stand in a row; a fault is a ConfigurationException that names service and key, not the value. */
final class RowRules {
    static final List<String> KEYS = List.of(
            "provider",
            "name",
            "aliases",
            "base_url",
            "chat_path",
            "models_path",
            "responses_path",
            "key_env",
            "key_required",
            "auth",
            "api",
            "origins",
            "credential",
            "header.*",
            "extra.*",
            "dialect.*",
            "preferred",
            "status",
            "retired",
            "successor",
            "example_model",
            "retired_model.*");

    private static final Set<String> PROTOCOLS = Set.of("chat", "responses", "ollama", "auto");

    private final String service;

    RowRules(String service) {
        this.service = service;
    }

    /** As in a location: lower-case, '_' read as '-'. */
    static String spelling(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static boolean isServiceName(String name) {
        return name.length() >= 2 && name.length() <= 64 && consistsOf(name, "abcdefghijklmnopqrstuvwxyz0123456789-.");
    }

    void check(Map<String, String> row) {
        row.forEach(this::check);
        if (!row.containsKey("provider")) {
            throw bad("provider", "is missing: write the name of the provider that serves it, e.g. openai-compatible");
        }
    }

    /** The rules of a prefix stand under "prefix.*". */
    private void check(String key, String value) {
        int dot = key.indexOf('.');
        String rule = dot > 0 && dot < key.length() - 1 ? key.substring(0, dot) + ".*" : key;
        if (!KEYS.contains(rule) || rule.equals(key) && key.endsWith("*")) {
            throw new ConfigurationException(
                    "Service '" + service + "': unknown key '" + key + "'. Did you mean '" + nearest(key) + "'?",
                    ChatException.Details.NONE);
        }
        require(!value.isEmpty() || key.endsWith("_path"), key, "is empty: write a value or leave the key out");
        require(!hasControl(value), key, "has a control character: leave it out");
        if (dot > 0) {
            checkNested(rule, key, value);
        } else {
            checkNames(key, value);
            checkAddresses(key, value);
            checkWords(key, value);
        }
    }

    private void checkNested(String rule, String key, String value) {
        String name = key.substring(key.indexOf('.') + 1);
        if (rule.equals("header.*")) {
            require(HeaderRules.isToken(name), key, "is no header name: write letters, digits and '-'");
            require(!HeaderRules.isFraming(name), key, "is written by the transport: leave it out");
            require(
                    !HeaderRules.isKey(name),
                    key,
                    "carries a key: write auth = header:" + name + " and key_env or credential");
            require(HeaderRules.isValue(value), key, "is not a header's value: write printable ASCII");
        } else if (rule.equals("retired_model.*")) {
            List<String> parts = split(value, ';');
            boolean dated = parts.size() < 2 || parts.get(1).isEmpty() || isDate(parts.get(1));
            require(
                    parts.size() <= 3 && !parts.get(0).isEmpty() && dated,
                    key,
                    "is not 'model; date; successor': write, for example, old-model; 2026-08-16; new-model");
        }
    }

    private void checkNames(String key, String value) {
        switch (key) {
            case "provider":
            case "preferred":
                require(isServiceName(spelling(value)), key, "is no provider's name: write 2 to 64 of a-z 0-9 - .");
                break;
            case "aliases":
                for (String alias : split(value, ',')) {
                    require(
                            isServiceName(spelling(alias)),
                            key,
                            "has a bad name: write 2 to 64 of a-z 0-9 - . with commas between");
                }
                break;
            case "credential":
                require(
                        isPlainName(value),
                        key,
                        "is no credential's name: declare chatmodels.credential.NAME and write NAME");
                break;
            case "key_env":
                for (String variable : split(value, ',')) {
                    require(
                            isVariable(variable),
                            key,
                            "has no variable's name: write NAME or NAME,OTHER_NAME, never a key");
                }
                break;
            default:
        }
    }

    private void checkAddresses(String key, String value) {
        switch (key) {
            case "base_url":
                origin(key, value);
                break;
            case "origins":
                for (String origin : split(value, ',')) {
                    origin(key, origin);
                    boolean path = origin.indexOf('/', origin.indexOf("://") + 3) >= 0;
                    require(!path, key, "has a path: write scheme://host[:port] only");
                }
                break;
            case "chat_path":
            case "models_path":
            case "responses_path":
                require(
                        (value.isEmpty() || value.startsWith("/"))
                                && HeaderRules.isValue(value)
                                && !consistsOfAny(value, " \t\\#"),
                        key,
                        "is no path: write /path, or nothing where the service has none");
                break;
            default:
        }
    }

    private void checkWords(String key, String value) {
        switch (key) {
            case "key_required":
                require(
                        value.equals("true") || value.equals("false"),
                        key,
                        "is neither true nor false: write one of them");
                break;
            case "auth":
                String header = value.startsWith("header:") ? value.substring("header:".length()) : "";
                boolean named = HeaderRules.isToken(header) && !HeaderRules.isFraming(header);
                require(
                        value.equals("bearer") || value.equals("none") || named,
                        key,
                        "is not known: write bearer, header:NAME or none");
                break;
            case "api":
                require(PROTOCOLS.contains(value), key, "is not known: write chat, responses or auto");
                break;
            case "status":
                require(
                        Set.of("active", "retired", "unverified").contains(value),
                        key,
                        "is not known: write active, retired or unverified");
                break;
            case "retired":
                require(isDate(value), key, "is no date: write, for example, 2026-08-16");
                break;
            default:
        }
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
            int path = address.indexOf('/', address.indexOf("://") + 3);
            String written = path < 0 ? address : address.substring(0, path);
            return written.indexOf('{') < 0 ? origin : written;
        } catch (ConfigurationException refused) {
            throw bad(key, "is refused. " + refused.getMessage());
        }
    }

    /** The key that has most in common at both ends. */
    private static String nearest(String key) {
        String best = KEYS.get(0);
        int most = -1;
        for (String known : KEYS) {
            int shorter = Math.min(key.length(), known.length());
            int front = 0;
            while (front < shorter && key.charAt(front) == known.charAt(front)) {
                front++;
            }
            int back = 0;
            while (back < shorter - front
                    && key.charAt(key.length() - 1 - back) == known.charAt(known.length() - 1 - back)) {
                back++;
            }
            int common = 2 * (front + back) - Math.abs(key.length() - known.length());
            if (common > most) {
                best = known;
                most = common;
            }
        }
        return best;
    }

    static List<String> split(String value, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int end = value.indexOf(separator); end >= 0; end = value.indexOf(separator, start)) {
            parts.add(value.substring(start, end).strip());
            start = end + 1;
        }
        parts.add(value.substring(start).strip());
        return parts;
    }

    private void require(boolean holds, String key, String fault) {
        if (!holds) {
            throw bad(key, fault);
        }
    }

    private ConfigurationException bad(String key, String fault) {
        return new ConfigurationException(
                "Service '" + service + "': '" + key + "' " + fault, ChatException.Details.NONE);
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
        return !name.isEmpty() && consistsOf(name.toLowerCase(Locale.ROOT), "abcdefghijklmnopqrstuvwxyz0123456789-_");
    }

    private static boolean isVariable(String name) {
        return isPlainName(name) && name.indexOf('-') < 0 && !Character.isDigit(name.charAt(0));
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private static boolean consistsOf(String text, String characters) {
        return text.chars().allMatch(c -> characters.indexOf(c) >= 0);
    }

    private static boolean consistsOfAny(String text, String characters) {
        return text.chars().anyMatch(c -> characters.indexOf(c) >= 0);
    }
}
