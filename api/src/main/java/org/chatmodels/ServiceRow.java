package org.chatmodels;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.provider.Service;

/**
 * A service that can be opened: a row of a jar patched by configuration.
 *
 * @param service after configuration
 * @param shipped before it; empty for one that configuration alone declares
 * @param keys the row's keys with their origins
 * @param settings what configuration says below its name that is no key of a row: values of placeholders, defaults of
 *     options
 */
record ServiceRow(
        Service service,
        Optional<Service> shipped,
        Map<String, Configuration.Value> keys,
        Map<String, Configuration.Value> settings) {

    /** Its name and its aliases. */
    List<String> names() {
        List<String> names = new ArrayList<>(List.of(service.name()));
        names.addAll(list(service.row().getOrDefault("aliases", "")));
        return names;
    }

    boolean fromJar() {
        return shipped.isPresent();
    }

    /** Where its first key stands; a provider may be without row. */
    String origin() {
        return keys.isEmpty()
                ? "configuration"
                : keys.values().iterator().next().origin();
    }

    /** The parts of a comma list without blanks around them. */
    static List<String> list(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            String part = text.substring(start, end).strip();
            if (!part.isEmpty()) {
                parts.add(part);
            }
            start = end + 1;
        }
        return parts;
    }
}
