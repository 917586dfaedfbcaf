package org.chatmodels;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.chatmodels.Configuration.Value;
import org.chatmodels.provider.Service;
import org.jspecify.annotations.Nullable;

/**
 * All services: rows of jars, patched key by key by configuration. A row with a mistake is left out and reported. Of two
 * jars with one row the one whose row has the higher {@link ProviderCatalogue#rank rank} is taken, of equals the one whose
 * provider the other prefers, else neither.
 */
final class ServiceTable {
    static final String PATH = "META-INF/chatmodels/services.properties";

    /** In the order of loaders and files, those of the highest rank first once it is complete. */
    final List<ServiceRow> read = new ArrayList<>();

    final List<Problem> problems = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final Map<String, ServiceRow> byName = new TreeMap<>();
    private final Map<String, ServiceRow> byAlias = new HashMap<>();
    private final Map<String, String> disabled = new HashMap<>();

    /** Rows that were shipped with their provider, by the variables of their keys in upper case, as Windows has one case. */
    private final Map<String, List<ServiceRow>> owners = new HashMap<>();

    /** By name or alias, in any spelling. */
    @Nullable
    ServiceRow find(String name) {
        ServiceRow row = byName.get(Names.normal(name));
        return row == null ? byAlias.get(Names.normal(name)) : row;
    }

    /** Why the row of that name cannot be used; null for an unknown one too. */
    @Nullable
    String whyDisabled(String name) {
        return disabled.get(Names.normal(name));
    }

    /** In order of name. */
    Iterable<ServiceRow> rows() {
        return byName.values();
    }

    /** Adds the rows of all files that this loader sees, unchecked; a file counts once. */
    void search(ClassLoader loader) {
        try {
            Enumeration<URL> urls = loader.getResources(PATH);
            while (urls.hasMoreElements()) {
                URL url = urls.nextElement();
                if (seen.add(url.toString())) {
                    read(url);
                }
            }
        } catch (IOException | RuntimeException e) {
            report(PATH, "cannot be listed: " + FoundProvider.describe(e));
        }
    }

    private void read(URL url) {
        String file = PATH + " in " + FoundProvider.jar(url, PATH);
        try {
            Map<String, ServiceRow> rows = new LinkedHashMap<>();
            for (PropertyFile.Entry entry : PropertyFile.read(url).entries()) {
                String key = entry.key();
                String origin = file + " line " + entry.line();
                int dot = key.indexOf('.');
                String name = FoundProvider.spelling(dot < 0 ? key : key.substring(0, dot));
                if (dot < 0 || !FoundProvider.isName(name)) {
                    report(origin, "write NAME.key = value, not '" + key + "'");
                    continue;
                }
                ServiceRow row = new ServiceRow(name, FoundProvider.root(url, PATH), file);
                ServiceRow begun = rows.putIfAbsent(Names.normal(name), row);
                (begun == null ? row : begun)
                        .keys.put(key.substring(dot + 1), new Value(entry.value(), origin, Value.JAR));
            }
            read.addAll(rows.values());
        } catch (IOException | RuntimeException e) {
            report(file, "cannot be read: " + FoundProvider.describe(e));
        }
    }

    /** Settles what belongs to whom and adds what configuration says. */
    void complete(ProviderCatalogue providers, Configuration configuration) {
        for (ServiceRow row : read) {
            row.rank = providers.rank(row);
        }
        read.sort((one, other) -> other.rank - one.rank);
        Map<String, ServiceRow> rows = unique();
        guardVariables(rows.values());
        for (String name : configuration.services()) {
            if (whyDisabled(name) == null) {
                rows.putIfAbsent(Names.normal(name), new ServiceRow(FoundProvider.spelling(name), "", ""));
            }
        }
        for (ServiceRow row : rows.values()) {
            add(row, configured(row, configuration), providers.has(row.name));
        }
        for (ServiceRow row : rows.values()) {
            if (byName.get(Names.normal(row.name)) == row) {
                addAliases(row);
            }
        }
    }

    /** What configuration says; what the row's own variable says of its host counts where that says no address. */
    private static Map<String, Value> configured(ServiceRow row, Configuration configuration) {
        Map<String, Value> configured = configuration.service(row.name);
        Value own = configured.getOrDefault("host_env", new Value(row.text("host_env"), ""));
        if (!configured.containsKey("base_url") && !own.text().isEmpty()) {
            configuration
                    .variable(own.text())
                    .flatMap(host -> HostVariable.address(host, row))
                    .ifPresent(address -> configured.put("base_url", address));
        }
        return configured;
    }

    private Map<String, ServiceRow> unique() {
        Map<String, ServiceRow> unique = new LinkedHashMap<>();
        for (ServiceRow row : read) {
            String name = Names.normal(row.name);
            ServiceRow first = unique.putIfAbsent(name, row);
            if (first == null || first.texts().equals(row.texts()) || disabled.containsKey(name)) {
                continue;
            }
            if (first.rank == row.rank && first.yieldsTo(row)) {
                unique.put(name, row);
            } else if (first.rank == row.rank && row.yieldsTo(first)) {
                continue;
            } else if (first.rank == row.rank) {
                disable(
                        first,
                        first.file,
                        "Service '" + row.name + "' stands in " + row.file + " too: remove one of the two jars");
            } else {
                report(
                        row.file,
                        "its row '" + row.name + "' is left out, the name belongs to " + first.file
                                + ": take another name");
            }
        }
        unique.keySet().removeAll(disabled.keySet());
        return unique;
    }

    /** Rows whose key that variable is, whatever configuration says of them. */
    List<ServiceRow> owners(String variable) {
        return owners.getOrDefault(variable.toUpperCase(Locale.ROOT), List.of());
    }

    /** A row of another jar gets no key by naming the variables of a row that stands higher. */
    private void guardVariables(Iterable<ServiceRow> rows) {
        for (ServiceRow row : rows) {
            List<String> own = row.list("key_env");
            for (String variable : row.list("key_env")) {
                List<ServiceRow> others = owners(variable);
                if (!others.isEmpty()
                        && others.get(0).rank > row.rank
                        && !others.get(0).root.equals(row.root)) {
                    own.remove(variable);
                    problems.add(new Problem(
                            Problem.Severity.WARNING,
                            row.origin("key_env"),
                            "'" + row.name + "' gets no key from " + variable + " of '" + others.get(0).name
                                    + "': declare chatmodels.credential.NAME and chatmodels.service." + row.name
                                    + ".credential = NAME"));
                } else if (row.rank > 0) {
                    owners.computeIfAbsent(variable.toUpperCase(Locale.ROOT), name -> new ArrayList<>())
                            .add(row);
                }
            }
            if (own.isEmpty()) {
                row.keys.remove("key_env");
            } else if (own.size() < row.list("key_env").size()) {
                row.keys.put("key_env", new Value(String.join(",", own), row.origin("key_env"), Value.JAR));
            }
        }
    }

    private void add(ServiceRow row, Map<String, Value> configured, boolean served) {
        try {
            row.patch(configured, served);
            byName.put(Names.normal(row.name), row);
        } catch (ConfigurationException e) {
            Map<String, String> faults = new LinkedHashMap<>();
            for (Map.Entry<String, Value> key : row.keys.entrySet()) {
                Map<String, String> one = new HashMap<>(Map.of("provider", "any"));
                one.put(key.getKey(), key.getValue().text());
                faults.putIfAbsent(fault(row.name, one), key.getValue().origin());
            }
            if (row.text("provider").isEmpty()) {
                faults.putIfAbsent(fault(row.name, Map.of()), row.origin(""));
            }
            faults.remove("");
            faults.forEach((fault, place) -> disable(row, place, fault));
        }
    }

    private static String fault(String name, Map<String, String> keys) {
        try {
            Service.of(name, keys);
            return "";
        } catch (ConfigurationException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void disable(ServiceRow row, String where, String why) {
        disabled.putIfAbsent(Names.normal(row.name), why + " (" + where + ")");
        report(where, why);
    }

    private void report(String where, String message) {
        problems.add(new Problem(Problem.Severity.ERROR, where, message));
    }

    /** Rows come by rank: an alias takes a lower row's name, but no name of an equal one. */
    private void addAliases(ServiceRow row) {
        for (String alias : row.names()) {
            String normal = Names.normal(alias);
            ServiceRow other = byName.get(normal);
            if (other != null && other.isFromJar() && other.rank < row.rank) {
                byName.remove(normal);
                report(
                        other.origin("provider"),
                        "its row '" + alias + "' is left out, the name is an alias of '" + row.name
                                + "': take another name");
                other = null;
            }
            if (other == null) {
                other = byAlias.putIfAbsent(normal, row);
            }
            if (other != null && other != row) {
                report(row.origin(""), "alias '" + alias + "' of service '" + row.name + "' is taken already");
            }
        }
    }
}
