package org.chatmodels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chatmodels.Configuration.Value;
import org.chatmodels.provider.Service;
import org.jspecify.annotations.Nullable;

/** A service that can be opened: a row of a jar, then patched by configuration. */
final class ServiceRow {
    /** As it is printed. */
    final String name;

    /** Equal for what lies in one jar; empty for a row that configuration alone declares. */
    final String root;

    /** For messages. */
    final String file;

    /** The row's keys with their origins. */
    final Map<String, Value> keys = new LinkedHashMap<>();

    /** What configuration says below its name that is no key of a row: values of placeholders, defaults of options. */
    final Map<String, Value> settings = new LinkedHashMap<>();

    /** As {@link ProviderCatalogue#rank} says; what stands higher keeps its names and variables. */
    int rank;

    /** Of a provider without row, for which this one was made. */
    @Nullable
    FoundProvider bareFor;

    private @Nullable Service shipped;
    private @Nullable Service service;

    ServiceRow(String name, String root, String file) {
        this.name = name;
        this.root = root;
        this.file = file;
    }

    /**
     * Completes it; ConfigurationException names a bad key.
     *
     * @param served whether a provider has its very name, which is then the default
     */
    void patch(Map<String, Value> configured, boolean served) {
        shipped = isFromJar() ? Service.of(name, texts()) : null;
        for (Map.Entry<String, Value> entry : configured.entrySet()) {
            (isRowKey(entry.getKey()) ? keys : settings).put(entry.getKey(), entry.getValue());
        }
        if (served) {
            keys.putIfAbsent("provider", new Value(name, "its own provider"));
        }
        service = Service.of(name, texts());
    }

    /** After configuration. */
    Service service() {
        return Objects.requireNonNull(service, "service");
    }

    /** Before configuration, which may not send its key elsewhere; of a row that configuration declares the same. */
    Service shipped() {
        return shipped == null ? service() : shipped;
    }

    boolean isFromJar() {
        return !root.isEmpty();
    }

    /** Its name and its aliases. */
    List<String> names() {
        List<String> names = list("aliases");
        names.add(0, name);
        return names;
    }

    /** Where that key stands, else where the first does; a provider may be without row. */
    String origin(String key) {
        Value value = keys.get(key);
        if (value == null && !keys.isEmpty()) {
            value = keys.values().iterator().next();
        }
        return value == null ? "configuration" : value.origin();
    }

    /** Empty when the row does not have that key. */
    String text(String key) {
        Value value = keys.get(key);
        return value == null ? "" : value.text().strip();
    }

    /** The parts of a comma list without blanks around them. */
    List<String> list(String key) {
        List<String> parts = new ArrayList<>();
        for (String part : text(key).split(",")) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    /** The row as written. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Value> entry : keys.entrySet()) {
            texts.put(entry.getKey(), entry.getValue().text());
        }
        return texts;
    }

    /** When the service ended and what to use instead. */
    String retirement() {
        return "Service '" + name + "' was shut down" + ending(text("retired"), text("successor"))
                + " (chatmodels.service." + name + ".status = active opens it all the same)";
    }

    /** The row's word on a model that is gone; empty if it has none. */
    String retired(String model) {
        for (Map.Entry<String, Value> key : keys.entrySet()) {
            String[] parts = (key.getValue().text() + ";;").split(";", -1);
            if (key.getKey().startsWith("retired_model.") && parts[0].strip().equals(model)) {
                return "Model '" + model + "' was retired" + ending(parts[1].strip(), parts[2].strip());
            }
        }
        return "";
    }

    private static String ending(String date, String successor) {
        return (date.isEmpty() ? "" : " on " + date)
                + (successor.isEmpty() ? ": use another one" : ": use " + successor + " instead");
    }

    /** Other settings are placeholders and options. */
    private static boolean isRowKey(String key) {
        for (String known : Service.keys()) {
            int dot = known.indexOf('.');
            if (dot < 0 ? key.equals(known) : key.startsWith(known.substring(0, dot + 1))) {
                return true;
            }
        }
        return false;
    }
}
