package org.chatmodels;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes locations so that {@link LocationReader} reads equal ones, with as few %XX as can be. */
final class LocationWriter {
    private static final String HEX = "0123456789ABCDEF";

    private LocationWriter() {}

    /** A location, or an alias where there is no model. */
    static String write(String name, Optional<String> model, Map<String, List<String>> parameters) {
        StringBuilder text = new StringBuilder(name);
        model.ifPresent(id -> encode(id, true, text.append(':')));
        char separator = '?';
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            for (String value : parameter.getValue()) {
                encode(
                        value,
                        false,
                        text.append(separator).append(parameter.getKey()).append('='));
                separator = '&';
            }
        }
        return text.toString();
    }

    private static void encode(String part, boolean model, StringBuilder text) {
        int plain = 0;
        while (plain < part.length() && isPlain(part, plain, model)) {
            plain++;
        }
        text.append(part, 0, plain);
        for (int i = plain; i < part.length(); i = part.offsetByCodePoints(i, 1)) {
            if (isPlain(part, i, model)) {
                text.append(part.charAt(i));
            } else {
                escape(part.substring(i, part.offsetByCodePoints(i, 1)), text);
            }
        }
    }

    private static boolean isPlain(String part, int index, boolean model) {
        char c = part.charAt(index);
        if (model) {
            return LocationReader.standsInModel(c);
        }
        boolean special = c == ';' || c == '$' && part.startsWith("${", index);
        return LocationReader.standsInValue(c) && !special;
    }

    private static void escape(String character, StringBuilder text) {
        for (byte octet : character.getBytes(StandardCharsets.UTF_8)) {
            text.append('%').append(HEX.charAt(octet >> 4 & 0xf)).append(HEX.charAt(octet & 0xf));
        }
    }
}
