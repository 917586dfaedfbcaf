package org.chatmodels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
            String key = rowKey(entry.getKey());
            if (key.isEmpty()) {
                settings.put(entry.getKey(), entry.getValue());
            } else {
                keys.put(key, entry.getValue());
            }
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

    /** Those of the row as shipped, with {PLACEHOLDERS}; none of a row that cannot be used. */
    Set<String> shippedOrigins() {
        Service known = shipped == null ? service : shipped;
        return known == null ? Set.of() : known.origins();
    }

    /** Whether it prefers the provider of that row of its name to its own. */
    boolean yieldsTo(ServiceRow other) {
        return Names.same(text("preferred"), other.text("provider"))
                && !Names.same(text("preferred"), text("provider"));
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
        Map<String, Value> written = keys.isEmpty() ? settings : keys;
        Value value = keys.get(key);
        if (value == null && !written.isEmpty()) {
            value = written.values().iterator().next();
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

    /** As it is listed, by any spelling; empty for other settings, which are placeholders and options. */
    private static String rowKey(String key) {
        for (String known : Service.keys()) {
            int dot = known.indexOf('.');
            boolean longer = dot > 0 && key.length() > dot + 1;
            if (longer ? key.startsWith(known.substring(0, dot + 1)) : Names.same(key, known)) {
                return longer ? key : known;
            }
        }
        return "";
    }

    /** Names in {braces} in its address and in its origins. */
    Set<String> placeholders() {
        return placeholders(text("base_url") + text("origins"));
    }

    private static Set<String> placeholders(String text) {
        Set<String> names = new LinkedHashSet<>();
        int open = text.indexOf('{');
        while (open >= 0) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                return names;
            }
            names.add(text.substring(open + 1, close));
            open = text.indexOf('{', close);
        }
        return names;
    }

    /** The variable of the configuration that gives a placeholder its value, as its other keys have one. */
    String variable(String placeholder) {
        return new ConfigurationKey(ConfigurationKey.SERVICE, name, placeholder).variable();
    }

    /** A placeholder's value: by the configuration, else by the variable of its own name. */
    private Optional<Value> placeholder(String placeholder, ChatModelRegistry registry) {
        Optional<Value> known = Optional.empty();
        for (Map.Entry<String, Value> setting : settings.entrySet()) {
            if (Names.same(setting.getKey(), placeholder)) {
                known = Optional.of(setting.getValue());
            }
        }
        Optional<Value> variable = registry.configuration.variable(variable(placeholder));
        if (variable.isPresent() && (known.isEmpty() || known.get().source() > 0)) {
            return variable;
        }
        return known.isPresent() ? known : registry.configuration.variable(placeholder);
    }

    /** Else a row could send any key of the environment to a name server. */
    private static void refuseKeys(String placeholder, ChatModelRegistry registry) {
        String name = placeholder.toUpperCase(Locale.ROOT);
        boolean secret = name.endsWith("KEY") || Parameters.isSecret(placeholder);
        for (ServiceRow row : registry.found().table.rows()) {
            secret |= row.list("key_env").contains(placeholder);
        }
        for (Value credential : registry.configuration.credentials().values()) {
            secret |= credential.text().toUpperCase(Locale.ROOT).equals("ENV:" + name);
        }
        if (secret) {
            throw new ConfigurationException(
                    "bad_address",
                    "{" + placeholder + "} has the name of a key, and no key stands in an address: take another name");
        }
    }

    /** With values for the names in braces; ConfigurationException names the one that has none or a strange one. */
    String filled(String address, ChatModelRegistry registry) {
        String filled = address;
        for (String placeholder : placeholders(address)) {
            refuseKeys(placeholder, registry);
            Value value = placeholder(placeholder, registry)
                    .orElseThrow(() -> new ConfigurationException(
                            "placeholder_without_value",
                            "Service '" + name + "' needs " + placeholder
                                    + " in its address: set the environment variable " + placeholder
                                    + " or chatmodels.service." + name + "." + placeholder));
            String part = value.text().strip();
            if (!fits(part, address, "{" + placeholder + "}")) {
                throw new ConfigurationException(
                        "bad_placeholder_value",
                        placeholder + " (" + value.origin() + ") goes into the address of '" + name
                                + "': write a plain name of letters, digits and '-', with dots only where it is a whole host"
                                + " or has more of one behind it");
            }
            filled = filled.replace("{" + placeholder + "}", part);
        }
        return filled;
    }

    /** Whether a value stays where it stands: in its segment of a path, or below the domain behind it. */
    private static boolean fits(String part, String address, String braces) {
        int host = address.indexOf("://") + 3;
        int slash = address.indexOf('/', host);
        for (int at = address.indexOf(braces); at >= 0; at = address.indexOf(braces, at + 1)) {
            boolean inPath = slash >= 0 && at > slash;
            String rest = address.substring(at + braces.length()) + "/";
            boolean whole = at == host && (rest.charAt(0) == '/' || rest.charAt(0) == ':');
            String marks = inPath ? "-_." : whole || rest.charAt(0) == '.' ? "-." : "-";
            if (part.isEmpty() || !Names.isPlain(part, marks) || ("." + part + ".").contains("..")) {
                return false;
            }
        }
        return true;
    }

    /** Whether a file of the class path, which any jar may have, chooses the domain: no variable's key goes there. */
    boolean isSteered(ChatModelRegistry registry) {
        String address = text("base_url");
        int slash = address.indexOf('/', address.indexOf("://") + 3);
        String host = slash < 0 ? address : address.substring(0, slash);
        boolean steered = false;
        for (String name : placeholders(host)) {
            steered |= !host.contains("{" + name + "}.")
                    && placeholder(name, registry)
                            .filter(value -> value.source() == Value.CLASS_PATH)
                            .isPresent();
        }
        return steered && isFromJar();
    }
}
