package org.chatmodels;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One target of a text, its aliases followed.
 *
 * @param column where it begins in its text; 0 when nowhere
 * @param location with the parameters of all layers, the strongest of each
 * @param layers parameters of the text, then of the aliases that led here
 */
record NamedTarget(int column, ModelLocation location, List<Layer> layers) {
    static NamedTarget of(Target target, List<Layer> layers) {
        Map<String, List<String>> merged = new LinkedHashMap<>();
        Set<String> seen = new LinkedHashSet<>();
        for (Layer layer : layers) {
            Set<String> own = new LinkedHashSet<>();
            layer.parameters().forEach((name, values) -> {
                if (!seen.contains(Parameters.key(name))) {
                    merged.put(name, values);
                    own.add(Parameters.key(name));
                }
            });
            seen.addAll(own);
        }
        ModelLocation location =
                ModelLocation.read(target.name(), target.model().orElseThrow(), Collections.unmodifiableMap(merged));
        return new NamedTarget(target.column(), location, List.copyOf(layers));
    }

    /** A service without a model: for what it offers beside chatting, and to check its row. */
    static NamedTarget serviceItself(String name) {
        ModelLocation location = ModelLocation.read(ProviderNames.spelling(name), "", Map.of());
        return new NamedTarget(0, location, List.of(new Layer("location", Map.of())));
    }

    /** Parameters as written in one place. */
    record Layer(String origin, Map<String, List<String>> parameters) {}
}
