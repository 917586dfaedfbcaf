package org.chatmodels;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One target of a route: a location or an alias, with its parameters as written. Equal without regard to the column;
 * {@code toString()} parses to an equal one.
 *
 * @param column where it begins in the text, from 1
 * @param name provider of a location (lower-case, '_' read as '-'), else name of the alias as written
 * @param model empty for an alias
 * @param parameters decoded values by name as first written; the lists are never empty
 */
record Target(int column, String name, Optional<String> model, Map<String, List<String>> parameters) {
    private static final String HEX = "0123456789ABCDEF";

    boolean isAlias() {
        return model.isEmpty();
    }

    /** The location; IllegalStateException for an alias. */
    ModelLocation location() {
        if (isAlias()) {
            throw new IllegalStateException("an alias");
        }
        return new ModelLocation(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Target
                && name.equals(((Target) other).name)
                && model.equals(((Target) other).model)
                && parameters.equals(((Target) other).parameters);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + model.hashCode();
    }

    /** With as few %XX as can be. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name);
        if (model.isPresent()) {
            encode(model.get(), true, text.append(':'));
        }
        char separator = '?';
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            for (String value : parameter.getValue()) {
                text.append(separator).append(parameter.getKey()).append('=');
                encode(value, false, text);
                separator = '&';
            }
        }
        return text.toString();
    }

    private static void encode(String part, boolean model, StringBuilder text) {
        byte[] octets = part.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < octets.length; i++) {
            char c = (char) (octets[i] & 0xff);
            boolean placeholder = c == '$' && i + 1 < octets.length && octets[i + 1] == '{';
            if (model ? LocationReader.standsInModel(c) : LocationReader.standsInValue(c) && c != ';' && !placeholder) {
                text.append(c);
            } else {
                text.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
            }
        }
    }
}
