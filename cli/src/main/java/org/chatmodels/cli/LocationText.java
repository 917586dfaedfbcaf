package org.chatmodels.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Lays parameters over those of a location's text, for options of the command line. */
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
