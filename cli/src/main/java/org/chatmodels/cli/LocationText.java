package org.chatmodels.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chatmodels.ConfigurationException;
import org.chatmodels.ModelLocation;

/** The text of a location, right or wrong: options of the command line laid over its parameters, and what may be shown. */
final class LocationText {
    private LocationText() {}

    /** Sets a parameter on each target of the route, in the place of those with that name; several values stand side by side. */
    static String with(String route, String name, List<String> values) {
        StringBuilder result = new StringBuilder();
        for (String target : route.split("\\|", -1)) {
            result.append(result.length() == 0 ? "" : " | ").append(withOne(target.strip(), name, values));
        }
        return result.toString();
    }

    private static String withOne(String target, String name, List<String> values) {
        int question = target.indexOf('?');
        StringBuilder result = new StringBuilder(question < 0 ? target : target.substring(0, question));
        char separator = '?';
        if (question >= 0) {
            for (String parameter : target.substring(question + 1).split("&", -1)) {
                if (!sameName(parameter, name)) {
                    result.append(separator).append(parameter);
                    separator = '&';
                }
            }
        }
        for (String value : values) {
            result.append(separator).append(name).append('=').append(encoded(value));
            separator = '&';
        }
        return result.toString();
    }

    /** Without the values that may be keys, which some people write there although no location takes one. */
    static String shown(String route) {
        StringBuilder shown = new StringBuilder();
        int from = 0;
        for (int to = end(route, from); from < route.length(); to = end(route, from)) {
            String piece = route.substring(from, to);
            int equals = piece.indexOf('=');
            boolean secret = equals > 0 && isSecret(piece.substring(0, equals), piece.substring(equals + 1));
            shown.append(secret ? piece.substring(0, equals + 1) + "(hidden)" : piece);
            shown.append(route, to, Math.min(to + 1, route.length()));
            from = to + 1;
        }
        return shown.toString();
    }

    private static int end(String route, int from) {
        int end = from;
        while (end < route.length() && "?&|".indexOf(route.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** What the grammar calls a key, and an address with a password. */
    private static boolean isSecret(String name, String value) {
        try {
            ModelLocation.parse("any:model?" + name.strip() + "=x");
        } catch (ConfigurationException e) {
            return e.code().equals(Optional.of("key_in_location"));
        }
        int address = value.indexOf("//");
        return address >= 0 && value.indexOf('@', address) > 0;
    }

    /** Whether a parameter has that name; '-', '_' and case don't count. */
    static boolean sameName(String parameter, String name) {
        int equals = parameter.indexOf('=');
        return plain(equals < 0 ? parameter : parameter.substring(0, equals)).equals(plain(name));
    }

    private static String plain(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** Everything that a value may not hold as it is becomes %XX of its UTF-8 bytes. */
    private static String encoded(String value) {
        StringBuilder text = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7f && "&#|%".indexOf(b) < 0) {
                text.append((char) b);
            } else {
                text.append('%')
                        .append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        return text.toString();
    }
}
