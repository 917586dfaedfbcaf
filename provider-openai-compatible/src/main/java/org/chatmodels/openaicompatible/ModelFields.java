package org.chatmodels.openaicompatible;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Looks fields of listed models up, by any of their names, leniently. */
final class ModelFields {
    private static final int LONGEST_NUMBER = 32;
    private static final int LONGEST_TEXT = 512;

    private ModelFields() {}

    /** Empty for anything but an object. */
    static Map<String, Object> object(@Nullable Object json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                Object value = entry.getValue();
                if (value != null) {
                    fields.put(String.valueOf(entry.getKey()), value);
                }
            }
        }
        return fields;
    }

    /** Empty for anything but an array. */
    static List<?> list(@Nullable Object json) {
        return json instanceof List<?> list ? list : List.of();
    }

    /** The first of these fields in the object itself, else in one of the objects right inside. */
    static @Nullable Object find(Map<String, Object> object, String... names) {
        for (String name : names) {
            Object value = object.get(name);
            if (value != null) {
                return value;
            }
        }
        for (Object value : object.values()) {
            Object inside = value instanceof Map ? find(flat(value), names) : null;
            if (inside != null) {
                return inside;
            }
        }
        return null;
    }

    private static Map<String, Object> flat(Object value) {
        Map<String, Object> fields = object(value);
        fields.values().removeIf(Map.class::isInstance);
        return fields;
    }

    /** The first of these fields of the object itself that holds a short text with something in it. */
    static Optional<String> text(Map<String, Object> object, String... names) {
        for (String name : names) {
            if (object.get(name) instanceof String text && isPlain(text)) {
                return Optional.of(text.strip());
            }
        }
        return Optional.empty();
    }

    private static boolean isPlain(String text) {
        return !text.isBlank() && text.length() <= LONGEST_TEXT && text.chars().noneMatch(Character::isISOControl);
    }

    /** A whole number from 1 on, also as text, of the first of these fields that is there at all. */
    static OptionalLong figure(Map<String, Object> object, String... names) {
        Optional<BigDecimal> number = number(find(object, names));
        try {
            long figure = number.isPresent() ? number.get().longValueExact() : 0;
            return figure > 0 ? OptionalLong.of(figure) : OptionalLong.empty();
        } catch (ArithmeticException fraction) {
            return OptionalLong.empty();
        }
    }

    /** A number of modest length and size, also as text. */
    static Optional<BigDecimal> number(@Nullable Object value) {
        if (value instanceof BigDecimal number) {
            return isModest(number) ? Optional.of(number) : Optional.empty();
        }
        if (!(value instanceof String text) || text.isBlank() || text.length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(text.strip());
            return isModest(number) ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    private static boolean isModest(BigDecimal number) {
        return Math.abs((long) number.scale()) <= LONGEST_NUMBER && number.precision() <= LONGEST_NUMBER;
    }
}
