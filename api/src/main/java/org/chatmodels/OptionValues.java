package org.chatmodels;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The options that are set, with immutable values; itself filled by one builder, then never changed. */
final class OptionValues {
    private final EnumMap<Option, Object> values;

    OptionValues() {
        values = new EnumMap<>(Option.class);
    }

    private OptionValues(OptionValues from) {
        values = new EnumMap<>(from.values);
    }

    OptionValues copy() {
        return new OptionValues(this);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    void put(Option option, Object value) {
        values.put(option, value);
    }

    /** An empty list or map is as good as none. */
    void put(Option option, Collection<?> value) {
        putOrRemove(option, value, value.isEmpty());
    }

    void put(Option option, Map<?, ?> value) {
        putOrRemove(option, value, value.isEmpty());
    }

    private void putOrRemove(Option option, Object value, boolean remove) {
        if (remove) {
            values.remove(option);
        } else {
            values.put(option, value);
        }
    }

    /** Lays these over weaker ones: a value, list or map replaces; headers and extra merge. */
    OptionValues over(OptionValues weaker) {
        OptionValues merged = weaker.copy();
        for (Map.Entry<Option, Object> entry : values.entrySet()) {
            Option option = entry.getKey();
            merged.values.put(option, merged(option, entry.getValue(), weaker.values.get(option)));
        }
        return merged;
    }

    private static Object merged(Option option, Object strong, @Nullable Object weak) {
        if (weak == null) {
            return strong;
        }
        return switch (option) {
            case EXTRA -> JsonValues.merge(asMap(strong), asMap(weak));
            case HEADERS -> HeaderNames.merge(asMap(strong), asMap(weak));
            default -> strong;
        };
    }

    OptionalDouble decimal(Option option) {
        Object value = values.get(option);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of((Double) value);
    }

    OptionalInt integer(Option option) {
        Object value = values.get(option);
        return value == null ? OptionalInt.empty() : OptionalInt.of((Integer) value);
    }

    OptionalLong whole(Option option) {
        Object value = values.get(option);
        return value == null ? OptionalLong.empty() : OptionalLong.of((Long) value);
    }

    <T> Optional<T> value(Option option, Class<T> type) {
        return Optional.ofNullable(type.cast(values.get(option)));
    }

    /** Empty if not set. */
    @SuppressWarnings("unchecked")
    List<String> list(Option option) {
        Object value = values.get(option);
        return value == null ? List.of() : (List<String>) value;
    }

    /** Empty if not set. */
    <V> Map<String, V> map(Option option) {
        Object value = values.get(option);
        return value == null ? Map.of() : asMap(value);
    }

    @SuppressWarnings("unchecked")
    private static <V> Map<String, V> asMap(Object value) {
        return (Map<String, V>) value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OptionValues && values.equals(((OptionValues) other).values);
    }

    /** Without headers, whose names are equal in any case but hash by theirs. */
    @Override
    public int hashCode() {
        int hash = 0;
        for (Map.Entry<Option, Object> entry : values.entrySet()) {
            Option option = entry.getKey();
            hash = 31 * hash + option.ordinal();
            hash = 31 * hash + (option == Option.HEADERS ? 0 : entry.getValue().hashCode());
        }
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (Map.Entry<Option, Object> entry : values.entrySet()) {
            text.append(text.length() > 1 ? ", " : "");
            print(entry.getKey(), entry.getValue(), text);
        }
        return text.append(']').toString();
    }

    private static void print(Option option, Object value, StringBuilder text) {
        text.append(option.text);
        switch (option.shown) {
            case VALUE -> text.append('=').append(value);
            case KEYS -> text.append(((Map<?, ?>) value).keySet());
            case SIZE -> text.append('[').append(size(value)).append(']');
            case NAME -> {}
        }
    }

    private static int size(Object value) {
        return value instanceof Map<?, ?> map ? map.size() : ((Collection<?>) value).size();
    }
}
