package org.chatmodels.openaicompatible;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much is thought, in a service's own fields: {@code thinking.type: none=disabled *=enabled; reasoning_effort:
 * none=- xhigh=max}. Each field, a path with dots, takes the effort's word, or what stands behind it or behind
 * {@code *}; {@code -} leaves the field out.
 */
final class ReasoningControl {
    private static final String ANY = "*";
    private static final String NOTHING = "-";

    private final Map<String, Map<String, String>> fields;

    private ReasoningControl(Map<String, Map<String, String>> fields) {
        this.fields = fields;
    }

    /** "none" is no field at all. */
    static ReasoningControl parse(String text) {
        Map<String, Map<String, String>> fields = new LinkedHashMap<>();
        for (String control : text.equals("none") ? new String[0] : text.split(";")) {
            int colon = control.indexOf(':');
            String path = (colon < 0 ? control : control.substring(0, colon)).strip();
            fields.put(path, colon < 0 ? Map.of() : mapping(control.substring(colon + 1)));
        }
        return new ReasoningControl(fields);
    }

    private static Map<String, String> mapping(String text) {
        Map<String, String> mapping = new LinkedHashMap<>();
        for (String pair : text.strip().split("\\s+")) {
            int equals = pair.indexOf('=');
            mapping.put(pair.substring(0, Math.max(equals, 0)), pair.substring(equals + 1));
        }
        return mapping;
    }

    /** What to write instead; null for a good one. */
    @Nullable
    static String fault(String text) {
        for (Map.Entry<String, Map<String, String>> field : parse(text).fields.entrySet()) {
            boolean good = field.getKey().matches("[A-Za-z0-9_]+(\\.[A-Za-z0-9_]+)*");
            for (Map.Entry<String, String> pair : field.getValue().entrySet()) {
                good &= !pair.getKey().isEmpty() && !pair.getValue().isEmpty();
            }
            if (!good) {
                return "is not understood: write, for example, thinking.type: none=disabled *=enabled; reasoning_effort.";
            }
        }
        return null;
    }

    boolean isNone() {
        return fields.isEmpty();
    }

    /** The fields of the body, objects as maps; empty when nothing is said for that effort. */
    Map<String, Object> fields(String effort) {
        Map<String, Object> body = new LinkedHashMap<>();
        fields.forEach((path, mapping) -> value(mapping, effort).ifPresent(value -> put(body, path, value)));
        return body;
    }

    /** What became of the effort, in words; empty if some field takes it as it is. */
    Optional<String> changed(String effort) {
        StringBuilder told = new StringBuilder();
        for (Map.Entry<String, Map<String, String>> field : fields.entrySet()) {
            Optional<Object> value = value(field.getValue(), effort);
            if (value.isPresent() && value.get().equals(effort)) {
                return Optional.empty();
            }
            value.ifPresent(one -> told.append(told.length() == 0 ? "" : " and ")
                    .append(field.getKey())
                    .append('=')
                    .append(one));
        }
        return Optional.of(told.length() == 0 ? "nothing" : told.toString());
    }

    private static Optional<Object> value(Map<String, String> mapping, String effort) {
        String word = mapping.getOrDefault(effort, mapping.getOrDefault(ANY, effort));
        if (word.equals(NOTHING)) {
            return Optional.empty();
        }
        boolean literal = word.equals("true") || word.equals("false");
        return Optional.of(literal ? (Object) word.equals("true") : word);
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> body, String path, Object value) {
        Map<String, Object> object = body;
        String[] names = path.split("\\.");
        for (int i = 0; i < names.length - 1; i++) {
            object = (Map<String, Object>) object.computeIfAbsent(names[i], unused -> new LinkedHashMap<>());
        }
        object.put(names[names.length - 1], value);
    }
}
