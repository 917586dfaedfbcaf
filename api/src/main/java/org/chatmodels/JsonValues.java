package org.chatmodels;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as values: String, Number, Boolean, List, Map and null. Complaints name the place, never the value. */
final class JsonValues {
    /** Deeper than any reader of answers goes, so that what a server sends is never refused here. */
    private static final int DEEPEST = 256;

    private JsonValues() {}

    /** An immutable deep copy; IllegalArgumentException for what is no JSON value. */
    static @Nullable Object copy(@Nullable Object value, String path) {
        return copy(value, path, 0);
    }

    /** An immutable deep copy in the same order. */
    static Map<String, Object> copyMap(Map<?, ?> map, String path) {
        return copyMap(map, path, 0);
    }

    private static @Nullable Object copy(@Nullable Object value, String path, int depth) {
        Arguments.check(depth < DEEPEST, path, "is nested too deeply: write at most " + DEEPEST + " levels");
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Map<?, ?> map) {
            return copyMap(map, path, depth);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            for (Object item : list) {
                copy.add(copy(item, path + "[" + copy.size() + "]", depth + 1));
            }
            return Collections.unmodifiableList(copy);
        }
        Arguments.check(
                isJsonNumber(value),
                path,
                "is a " + value.getClass().getName()
                        + ": write a String, a finite Number of the JDK, a Boolean, a List, a Map or null");
        return value;
    }

    private static Map<String, Object> copyMap(Map<?, ?> map, String path, int depth) {
        Map<String, Object> copy = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Arguments.check(entry.getKey() instanceof String, path, "has a name that is no String");
            String name = (String) entry.getKey();
            put(copy, name, copy(entry.getValue(), path + "." + name, depth + 1));
        }
        return Collections.unmodifiableMap(copy);
    }

    private static boolean isJsonNumber(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return Double.isFinite(((Number) value).doubleValue());
        }
        return value instanceof Integer
                || value instanceof Long
                || value instanceof BigDecimal
                || value instanceof BigInteger
                || value instanceof Short
                || value instanceof Byte;
    }

    /** The copy of an immutable object with one field set. */
    static Map<String, Object> with(Map<String, Object> object, String name, @Nullable Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(object);
        put(copy, name, value);
        return Collections.unmodifiableMap(copy);
    }

    /** Lays one immutable object over another: objects merge, all else replaces; a null stays, it removes on the wire. */
    static Map<String, Object> merge(Map<String, Object> strong, Map<String, Object> weak) {
        Map<String, Object> merged = new LinkedHashMap<>(weak);
        for (Map.Entry<String, Object> entry : strong.entrySet()) {
            put(merged, entry.getKey(), merged(entry.getValue(), weak.get(entry.getKey())));
        }
        return Collections.unmodifiableMap(merged);
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Object merged(@Nullable Object strong, @Nullable Object weak) {
        if (strong instanceof Map && weak instanceof Map) {
            return merge((Map<String, Object>) strong, (Map<String, Object>) weak);
        }
        return strong;
    }

    /** JSON null is a value here. */
    @SuppressWarnings("NullAway")
    private static void put(Map<String, Object> object, String name, @Nullable Object value) {
        object.put(name, value);
    }
}
