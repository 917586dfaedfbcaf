package org.chatmodels;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Opaque JSON that a provider must get back unchanged (signatures, encrypted thoughts, item ids, cache marks), by the
 * name it chose. Others ignore it; it survives the JSON of a conversation. {@code toString()} prints names only.
 */
public final class Metadata {
    /** Nothing attached. */
    public static final Metadata NONE = new Metadata(Map.of());

    final Map<String, String> jsonByName;

    private Metadata(Map<String, String> jsonByName) {
        this.jsonByName = jsonByName;
    }

    /** One piece of JSON under a name, which is never blank. */
    public static Metadata of(String name, String json) {
        return NONE.with(name, json);
    }

    /** These and one more, which replaces the one of that name. */
    public Metadata with(String name, String json) {
        Map<String, String> more = new LinkedHashMap<>(jsonByName);
        more.put(Arguments.notBlank(name, "name"), Objects.requireNonNull(json, "json"));
        return new Metadata(Collections.unmodifiableMap(more));
    }

    /** The JSON under a name, as it came. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(jsonByName.get(Objects.requireNonNull(name, "name")));
    }

    /** Equal when the same names have the same JSON, character for character. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Metadata && jsonByName.equals(((Metadata) other).jsonByName);
    }

    @Override
    public int hashCode() {
        return jsonByName.hashCode();
    }

    @Override
    public String toString() {
        return "Metadata" + jsonByName.keySet();
    }
}
