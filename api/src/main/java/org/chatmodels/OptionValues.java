package org.chatmodels;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.chatmodels.provider.HeaderNames;
import org.jspecify.annotations.Nullable;

/** The options that are set, by the names of their accessors; itself filled by one builder, then never changed. */
final class OptionValues {
    private final Map<String, Object> values = new LinkedHashMap<>();

    OptionValues copy() {
        OptionValues copy = new OptionValues();
        copy.values.putAll(values);
        return copy;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** An immutable value; an empty list or map is as good as none. */
    void put(String option, Object value) {
        if (value instanceof Collection<?> list && list.isEmpty() || value instanceof Map<?, ?> map && map.isEmpty()) {
            values.remove(option);
        } else {
            values.put(option, value);
        }
    }

    /** Lays these over weaker ones: a value, list or map replaces; headers and extra merge. */
    OptionValues over(OptionValues weaker) {
        OptionValues merged = weaker.copy();
        merged.values.putAll(values);
        if (values.containsKey("extra")) {
            merged.values.put("extra", JsonValues.merge(map("extra"), weaker.map("extra")));
        }
        if (values.containsKey("headers")) {
            merged.values.put("headers", headers(map("headers"), weaker.map("headers")));
        }
        return merged;
    }

    /** Names are equal in any case; that of the stronger stays as it is written there. */
    static Map<String, String> headers(Map<String, String> strong, Map<String, String> weak) {
        TreeMap<String, String> merged = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        merged.putAll(strong);
        for (Map.Entry<String, String> header : weak.entrySet()) {
            merged.putIfAbsent(header.getKey(), header.getValue());
        }
        return Collections.unmodifiableMap(merged);
    }

    static Map<String, String> header(String name, String value, Map<String, String> weak) {
        String fault = HeaderNames.fault(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(fault);
        }
        return headers(Map.of(name, value), weak);
    }

    static Map<String, Integer> biases(Map<String, Integer> biases) {
        for (Map.Entry<String, Integer> bias : biases.entrySet()) {
            Arguments.notBlank(bias.getKey(), "token id of logitBias");
            Arguments.between(-100, 100, bias.getValue(), "logitBias");
        }
        return Map.copyOf(biases);
    }

    static Map<String, Object> extra(String jsonName, @Nullable Object value, Map<String, Object> weak) {
        Arguments.notBlank(jsonName, "name of extra");
        return JsonValues.with(weak, jsonName, JsonValues.copy(value, "extra." + jsonName));
    }

    OptionalDouble decimal(String option) {
        Object value = values.get(option);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of((Double) value);
    }

    OptionalInt integer(String option) {
        Object value = values.get(option);
        return value == null ? OptionalInt.empty() : OptionalInt.of((Integer) value);
    }

    OptionalLong whole(String option) {
        Object value = values.get(option);
        return value == null ? OptionalLong.empty() : OptionalLong.of((Long) value);
    }

    @SuppressWarnings("unchecked")
    <T> Optional<T> value(String option) {
        return Optional.ofNullable((T) values.get(option));
    }

    /** Empty if not set. */
    List<String> list(String option) {
        return this.<List<String>>value(option).orElse(List.of());
    }

    /** Empty if not set. */
    <V> Map<String, V> map(String option) {
        return this.<Map<String, V>>value(option).orElse(Map.of());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OptionValues && values.equals(((OptionValues) other).values);
    }

    /** By names only, as those of headers are equal in any case. */
    @Override
    public int hashCode() {
        return values.keySet().hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        values.forEach((option, value) -> {
            text.append(text.length() > 1 ? ", " : "").append(option);
            if (option.equals("extra") || option.equals("headers")) {
                text.append(((Map<?, ?>) value).keySet());
            } else if (value instanceof Collection<?> list) {
                text.append('[').append(list.size()).append(']');
            } else if (value instanceof Map<?, ?> map) {
                text.append('[').append(map.size()).append(']');
            } else if (!option.equals("userId") && !option.equals("previousResponse")) {
                text.append('=').append(value);
            }
        });
        return text.append(']').toString();
    }
}
