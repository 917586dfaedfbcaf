package org.chatmodels.spi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object whose fields the caller's {@code extra} fields may replace, extend or, by null, remove. A field that
 * is empty is not written.
 */
public final class BodyWriter {
    private final JsonWriter json = new JsonWriter();
    private final Map<String, Object> extra;
    private final Map<String, Object> left;

    /** With those fields at last; a null among them removes the field of its name. */
    public BodyWriter(Map<String, Object> extra) {
        this.extra = extra;
        this.left = extra.isEmpty() ? Map.of() : new LinkedHashMap<>(extra);
        json.beginObject();
    }

    /** Starts a field that the caller writes with the returned writer; empty if it is replaced or removed. */
    public Optional<JsonWriter> field(String name) {
        return extra.containsKey(name) ? Optional.empty() : Optional.of(json.name(name));
    }

    /** A string, which may be empty. */
    public void text(String name, String value) {
        if (!extra.containsKey(name)) {
            json.name(name).text(value);
        }
    }

    /** A string; nothing if it is empty, as of all that follow. */
    public void text(String name, Optional<String> value) {
        if (value.isPresent()) {
            text(name, value.get());
        }
    }

    /** A finite number in the shortest form that reads as it. */
    public void number(String name, OptionalDouble value) {
        if (value.isPresent() && !extra.containsKey(name)) {
            json.name(name).number(value.getAsDouble());
        }
    }

    /** A whole number. */
    public void number(String name, OptionalInt value) {
        if (value.isPresent() && !extra.containsKey(name)) {
            json.name(name).number(value.getAsInt());
        }
    }

    /** A whole number. */
    public void number(String name, OptionalLong value) {
        if (value.isPresent() && !extra.containsKey(name)) {
            json.name(name).number(value.getAsLong());
        }
    }

    /** True or false. */
    public void bool(String name, Optional<Boolean> value) {
        if (value.isPresent() && !extra.containsKey(name)) {
            json.name(name).bool(value.get());
        }
    }

    /** Strings; nothing if there are none. */
    public void list(String name, List<String> values) {
        if (!values.isEmpty() && !extra.containsKey(name)) {
            json.name(name).value(values);
        }
    }

    /** An object or what else stands for JSON. */
    @SuppressWarnings("unchecked")
    public void value(String name, Object value) {
        if (value instanceof Map<?, ?>) {
            object(name, (Map<String, ?>) value);
        } else if (!extra.containsKey(name)) {
            json.name(name).value(value);
        }
    }

    /** An object, field by field as the extra ones have it; nothing if it has none. */
    public void object(String name, Map<String, ?> fields) {
        if (fields.isEmpty()) {
            return;
        }
        if (!extra.containsKey(name)) {
            json.name(name).value(fields);
        } else if (extra.get(name) instanceof Map<?, ?> patch) {
            left.remove(name);
            json.name(name).value(merged(fields, patch));
        }
    }

    /** Writes what is left of the extra fields and ends the object. */
    public byte[] finish() {
        for (Map.Entry<String, Object> field : left.entrySet()) {
            Object value = field.getValue();
            if (value != null) {
                json.name(field.getKey()).value(value instanceof Map<?, ?> patch ? merged(Map.of(), patch) : value);
            }
        }
        return json.endObject().toBytes();
    }

    private static Map<String, Object> merged(Map<?, ?> fields, Map<?, ?> patch) {
        Map<String, Object> result = new LinkedHashMap<>();
        fields.forEach((name, value) -> result.put(name.toString(), value));
        patch.forEach((name, value) -> put(result, name.toString(), value));
        return result;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value == null) {
            fields.remove(name);
        } else if (value instanceof Map<?, ?> patch) {
            fields.put(name, merged(fields.get(name) instanceof Map<?, ?> base ? base : Map.of(), patch));
        } else {
            fields.put(name, value);
        }
    }
}
