package org.chatmodels;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One target of a text, its aliases followed. */
final class NamedTarget {
    /** Where it begins in its text; 0 when nowhere. */
    final int column;

    /** With the parameters of all layers, the strongest of each. */
    final ModelLocation location;

    /** Parameters as written by origin: of the text, then of the aliases that led here. */
    final Map<String, Map<String, List<String>>> layers;

    NamedTarget(Target target, Map<String, Map<String, List<String>>> layers) {
        Map<String, List<String>> merged = new LinkedHashMap<>();
        Set<String> seen = new LinkedHashSet<>();
        for (Map<String, List<String>> layer : layers.values()) {
            Set<String> own = new LinkedHashSet<>();
            layer.forEach((name, values) -> {
                if (!seen.contains(Parameters.key(name))) {
                    merged.put(name, values);
                    own.add(Parameters.key(name));
                }
            });
            seen.addAll(own);
        }
        this.column = target.column();
        this.layers = layers;
        this.location =
                ModelLocation.read(target.name(), target.model().orElse(""), Collections.unmodifiableMap(merged));
    }

    /** A service without a model: for what it offers beside chatting, and to check its row. */
    NamedTarget(String service) {
        this.column = 0;
        this.layers = Map.of(NameResolver.TEXT, Map.of());
        this.location = ModelLocation.read(FoundProvider.spelling(service), "", Map.of());
    }
}
