package org.chatmodels;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.chatmodels.provider.Service;
import org.jspecify.annotations.Nullable;

/**
 * All services: rows of jars, patched key by key by configuration. A row with a mistake is left out and reported; of two
 * jars with one row the one that brings the row's provider is taken, without one neither. Immutable once made.
 */
final class ServiceTable {
    private final Map<String, ServiceRow> byName = new TreeMap<>();
    private final Map<String, ServiceRow> byAlias = new LinkedHashMap<>();
    private final Map<String, String> disabled = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> owned = new HashSet<>();
    private final ProviderCatalogue providers;
    private final Configuration configuration;

    ServiceTable(RowFiles files, ProviderCatalogue providers, Configuration configuration) {
        this.providers = providers;
        this.configuration = configuration;
        problems.addAll(files.problems());
        Map<String, RowFiles.Row> shipped = unique(files.rows());
        Set<String> guarded = new HashSet<>();
        shipped.forEach((name, row) -> noteOwned(name, row, guarded));
        shipped.values().forEach(row -> guardVariables(row, guarded));
        shipped.forEach((name, row) -> add(row.name(), row));
        for (String name : configuration.services()) {
            String normal = Names.normal(name);
            if (!shipped.containsKey(normal) && !disabled.containsKey(normal)) {
                add(ProviderNames.spelling(name), null);
            }
        }
        for (ServiceRow row : List.copyOf(byName.values())) {
            protectAliases(row);
        }
        byName.values().forEach(this::addAliases);
    }

    /** By name or alias, in any spelling. */
    Optional<ServiceRow> find(String name) {
        ServiceRow row = byName.get(Names.normal(name));
        return Optional.ofNullable(row == null ? byAlias.get(Names.normal(name)) : row);
    }

    /** Why the row of that name cannot be used; empty for an unknown one too. */
    Optional<String> whyDisabled(String name) {
        return Optional.ofNullable(disabled.get(Names.normal(name)));
    }

    /** In order of name. */
    List<ServiceRow> rows() {
        return List.copyOf(byName.values());
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    private Map<String, RowFiles.Row> unique(List<RowFiles.Row> rows) {
        Map<String, RowFiles.Row> unique = new LinkedHashMap<>();
        for (RowFiles.Row row : rows) {
            String name = Names.normal(row.name());
            RowFiles.Row other = unique.get(name);
            if (disabled.containsKey(name) || other != null && other.texts().equals(row.texts())) {
                continue;
            }
            if (other == null || providers.owns(row) && !providers.owns(other)) {
                unique.put(name, row);
            }
            if (other != null) {
                settle(name, other, row, unique);
            }
        }
        return unique;
    }

    private void settle(String name, RowFiles.Row one, RowFiles.Row two, Map<String, RowFiles.Row> unique) {
        boolean first = providers.owns(one);
        boolean second = providers.owns(two);
        if (first == second) {
            unique.remove(name);
            disable(
                    one.name(),
                    one.file(),
                    "Service '" + one.name() + "' stands in " + two.file() + " too: remove one of the two jars");
        } else {
            report(
                    (first ? two : one).file(),
                    "its row '" + one.name() + "' is left out, the name belongs to " + (first ? one : two).file()
                            + ": take another name");
        }
    }

    /** A row of another jar gets no key by naming the variables of a row that came with its provider. */
    private void noteOwned(String name, RowFiles.Row row, Set<String> guarded) {
        if (providers.owns(row)) {
            owned.add(name);
            guarded.addAll(ServiceRow.list(row.texts().getOrDefault("key_env", "")));
        }
    }

    private void guardVariables(RowFiles.Row row, Set<String> guarded) {
        Configuration.Value keys = row.keys().get("key_env");
        if (keys == null || providers.owns(row)) {
            return;
        }
        List<String> own = new ArrayList<>(ServiceRow.list(keys.text()));
        if (own.removeAll(guarded)) {
            problems.add(new Problem(
                    Problem.Severity.WARNING,
                    keys.origin(),
                    "'" + row.name() + "' gets no key from a variable of another service: declare "
                            + "chatmodels.credential.NAME and chatmodels.service." + row.name()
                            + ".credential = NAME"));
            row.keys().put("key_env", new Configuration.Value(String.join(",", own), keys.origin()));
        }
    }

    private void add(String name, RowFiles.@Nullable Row row) {
        Map<String, Configuration.Value> keys = new LinkedHashMap<>(row == null ? Map.of() : row.keys());
        Map<String, Configuration.Value> settings = new LinkedHashMap<>();
        configuration.service(name).forEach((key, value) -> (isRowKey(key) ? keys : settings).put(key, value));
        if (!keys.containsKey("provider") && providers.has(name)) {
            keys.put("provider", new Configuration.Value(name, "its own provider"));
        }
        Map<String, String> texts = new LinkedHashMap<>();
        keys.forEach((key, value) -> texts.put(key, value.text()));
        try {
            Optional<Service> shipped = row == null ? Optional.empty() : Optional.of(Service.of(name, row.texts()));
            byName.put(Names.normal(name), new ServiceRow(Service.of(name, texts), shipped, keys, settings));
        } catch (ConfigurationException e) {
            disable(name, place(String.valueOf(e.getMessage()), keys, name), String.valueOf(e.getMessage()));
        }
    }

    /** Where the key stands that the message names. */
    private static String place(String message, Map<String, Configuration.Value> keys, String name) {
        String longest = "";
        for (String key : keys.keySet()) {
            if (message.contains(key) && key.length() > longest.length()) {
                longest = key;
            }
        }
        Configuration.Value value = keys.get(longest);
        if (value == null && !keys.isEmpty()) {
            value = keys.values().iterator().next();
        }
        return value == null ? "chatmodels.service." + name : value.origin();
    }

    private void disable(String name, String where, String why) {
        disabled.put(Names.normal(name), why + " (" + where + ")");
        report(where, why);
    }

    private void report(String where, String message) {
        problems.add(new Problem(Problem.Severity.ERROR, where, message));
    }

    /** Another jar's row does not take the alias of a row that came with its provider. */
    private void protectAliases(ServiceRow row) {
        if (!owned.contains(Names.normal(row.service().name()))) {
            return;
        }
        for (String alias : row.names()) {
            String normal = Names.normal(alias);
            ServiceRow other = byName.get(normal);
            if (other != null && other != row && other.fromJar() && !owned.contains(normal)) {
                byName.remove(normal);
                report(
                        other.origin(),
                        "its row '" + alias + "' is left out, the name is an alias of '"
                                + row.service().name() + "': take another name");
            }
        }
    }

    private void addAliases(ServiceRow row) {
        for (String alias : row.names()) {
            String normal = Names.normal(alias);
            if (byName.get(normal) == row) {
                continue;
            }
            if (byName.containsKey(normal) || byAlias.containsKey(normal) && byAlias.get(normal) != row) {
                report(
                        row.origin(),
                        "alias '" + alias + "' of service '" + row.service().name() + "' is taken already");
            } else {
                byAlias.put(normal, row);
            }
        }
    }

    /** Whether rows know that key; other settings are placeholders and options. */
    static boolean isRowKey(String key) {
        for (String known : Service.keys()) {
            boolean many = known.endsWith("*") || known.endsWith(".N");
            int prefix = known.length() - (known.endsWith(".N") ? 1 : many ? 1 : 0);
            if (many ? key.startsWith(known.substring(0, prefix)) : key.equals(known)) {
                return true;
            }
        }
        return false;
    }
}
