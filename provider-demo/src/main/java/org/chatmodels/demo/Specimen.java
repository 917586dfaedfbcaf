package org.chatmodels.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chatmodels.provider.JsonBinding;
import org.jspecify.annotations.Nullable;

/**
 * A value that fits a JSON Schema, always the same: the first of an enum and of alternatives, 1 for a number, true, one
 * element in a list; for a text the next of the given words, or else the name of its property. Patterns and uniqueness
 * are not looked at.
 */
final class Specimen {
    /** Nested more deeply, what may be absent is. */
    private static final int DEEP = 4;

    /** Nothing fits a schema that goes on for ever. */
    private static final int ENDLESS = 20;

    private static final Map<String, String> FORMATS = Map.of(
            "date", "2026-01-01",
            "date-time", "2026-01-01T12:00:00Z",
            "time", "12:00:00Z",
            "duration", "PT1H",
            "uuid", "00000000-0000-4000-8000-000000000000",
            "uri", "https://example.com/",
            "email", "someone@example.com");

    /** Single quotes are apostrophes inside words. */
    private static final Pattern QUOTED =
            Pattern.compile("\"([^\"]+)\"|\u201c([^\u201d]+)\u201d|(?<![\\p{L}\\d])'([^']+)'(?![\\p{L}\\d])");

    private final Map<?, ?> root;
    private final Iterator<String> words;

    Specimen(Object schema, Iterator<String> words) {
        this.root = map(schema);
        this.words = words;
    }

    /** A value as JSON, with the words that stand in quotes in a prompt; an object even where the schema takes any. */
    static String json(JsonBinding json, String schema, String prompt) {
        List<String> words = new ArrayList<>();
        Matcher quoted = QUOTED.matcher(prompt);
        while (quoted.find()) {
            words.add(Stream.of(1, 2, 3)
                    .map(quoted::group)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(""));
        }
        Object value = new Specimen(json.read(schema, Object.class), words.iterator()).value();
        return json.write(value instanceof Map<?, ?> ? value : Map.of());
    }

    /** A value of Map, List, String, BigDecimal, Boolean or null. */
    @Nullable
    Object value() {
        return value(root, "value", 0);
    }

    private @Nullable Object value(Map<?, ?> given, String name, int depth) {
        Map<?, ?> schema = resolved(given, depth);
        if (schema.containsKey("const")) {
            return schema.get("const");
        }
        if (schema.get("enum") instanceof List<?> words && !words.isEmpty()) {
            return words.get(0);
        }
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, name, depth);
            case "integer", "number" -> NumberSpecimen.of(schema);
            case "boolean" -> true;
            case "null" -> null;
            default -> text(schema, name);
        };
    }

    /** With what it refers to, all parts of allOf and one of the alternatives. */
    private Map<?, ?> resolved(Map<?, ?> given, int depth) {
        Map<Object, Object> schema = new LinkedHashMap<>(given);
        if (depth > ENDLESS) {
            return Map.of("type", "null");
        }
        if (schema.remove("$ref") instanceof String reference) {
            merge(schema, resolved(target(reference), depth + 1));
        }
        for (Object part : list(schema.remove("allOf"))) {
            merge(schema, resolved(map(part), depth + 1));
        }
        for (String alternatives : List.of("anyOf", "oneOf")) {
            List<?> all = list(schema.remove(alternatives));
            if (!all.isEmpty()) {
                merge(schema, resolved(chosen(all, depth), depth + 1));
            }
        }
        return schema;
    }

    /** The first that is not null; deep down null, if it may be. */
    private static Map<?, ?> chosen(List<?> alternatives, int depth) {
        boolean absent = depth >= DEEP;
        for (Object alternative : alternatives) {
            if ("null".equals(map(alternative).get("type")) == absent) {
                return map(alternative);
            }
        }
        return map(alternatives.get(0));
    }

    private static void merge(Map<Object, Object> schema, Map<?, ?> more) {
        more.forEach((key, value) -> {
            if (key.equals("properties")) {
                Map<Object, Object> all = new LinkedHashMap<>(map(schema.get(key)));
                all.putAll(map(value));
                schema.put(key, all);
            } else {
                schema.putIfAbsent(key, value);
            }
        });
    }

    private Map<?, ?> target(String reference) {
        Object target = root;
        for (String step : reference.substring(1).split("/")) {
            target = step.isEmpty()
                    ? target
                    : map(target).get(step.replace("~1", "/").replace("~0", "~"));
        }
        return map(target);
    }

    private static String type(Map<?, ?> schema) {
        Object type = schema.get("type");
        if (type instanceof List<?> several) {
            return several.stream()
                    .map(String::valueOf)
                    .filter(one -> !one.equals("null"))
                    .findFirst()
                    .orElse("null");
        }
        String known = schema.containsKey("properties") ? "object" : schema.containsKey("items") ? "array" : "string";
        return type == null ? known : type.toString();
    }

    private Object object(Map<?, ?> schema, int depth) {
        Map<Object, Object> object = new LinkedHashMap<>();
        List<?> required = list(schema.get("required"));
        map(schema.get("properties")).forEach((name, property) -> {
            if (depth < DEEP || required.contains(name)) {
                object.put(name, value(map(property), name.toString(), depth + 1));
            }
        });
        return Collections.unmodifiableMap(object);
    }

    private Object array(Map<?, ?> schema, String name, int depth) {
        int least = whole(schema.get("minItems"), depth < DEEP ? 1 : 0);
        int most = whole(schema.get("maxItems"), Integer.MAX_VALUE);
        List<Object> array = new ArrayList<>();
        for (Object item : list(schema.get("prefixItems"))) {
            array.add(value(map(item), name, depth + 1));
        }
        boolean open = schema.get("items") instanceof Map<?, ?>;
        while (open && array.size() < Math.min(least, most)) {
            array.add(value(map(schema.get("items")), name, depth + 1));
        }
        return Collections.unmodifiableList(array);
    }

    private String text(Map<?, ?> schema, String name) {
        String format = FORMATS.get(String.valueOf(schema.get("format")));
        if (format != null) {
            return format;
        }
        StringBuilder text = new StringBuilder(words.hasNext() ? words.next() : name);
        while (text.length() < whole(schema.get("minLength"), 0)) {
            text.append('.');
        }
        text.setLength(Math.min(text.length(), whole(schema.get("maxLength"), Integer.MAX_VALUE)));
        return text.toString();
    }

    private static int whole(@Nullable Object value, int otherwise) {
        return value instanceof BigDecimal number
                ? number.min(BigDecimal.valueOf(1000)).intValue()
                : otherwise;
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
