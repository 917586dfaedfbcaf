package org.chatmodels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which provider answers to which name. What the application registered itself has its names for sure. Of several
 * classes that claim one name, the one whose jar ships rows for it keeps it; without one the name is refused when it is
 * opened.
 */
final class ProviderCatalogue {
    private final Map<String, List<FoundProvider>> claims = new LinkedHashMap<>();
    private final Map<String, FoundProvider> given;
    private final Map<FoundProvider, String> refused = new HashMap<>();
    private final List<FoundProvider> found;
    private final List<ProviderStatus> broken;

    /** {@code given} by {@link Names#normal normal} name. */
    ProviderCatalogue(Discovery discovery, Map<String, FoundProvider> given, List<RowFiles.Row> rows) {
        this.given = given;
        this.found = discovery.found();
        this.broken = discovery.broken();
        for (FoundProvider provider : found) {
            for (String name : provider.names()) {
                List<FoundProvider> claimants = claims.computeIfAbsent(Names.normal(name), any -> new ArrayList<>());
                if (!claimants.contains(provider)) {
                    claimants.add(provider);
                }
            }
        }
        claims.forEach((name, claimants) -> keepOwner(name, claimants, rows));
    }

    /** Takes names of services away from providers that do not serve them: nobody gets a key by its name. */
    void protect(List<ServiceRow> services) {
        for (ServiceRow service : services) {
            for (String name : service.names()) {
                for (FoundProvider claimant : List.copyOf(claims.getOrDefault(Names.normal(name), List.of()))) {
                    if (service.fromJar() && !serves(claimant, service)) {
                        refuse(claimant, name, "a service of " + service.origin());
                    }
                }
            }
        }
    }

    /** The provider of that name, by any spelling; ConfigurationException when two classes claim it. */
    Optional<FoundProvider> named(String name) {
        String normal = Names.normal(name);
        FoundProvider own = given.get(normal);
        if (own != null) {
            return Optional.of(own);
        }
        List<FoundProvider> claimants = claims.getOrDefault(normal, List.of());
        if (claimants.size() > 1) {
            throw new ConfigurationException(
                    "Two providers claim '" + name + "': " + claimants.get(0).description() + " and "
                            + claimants.get(1).description() + "; remove one jar");
        }
        return claimants.isEmpty() ? Optional.empty() : Optional.of(claimants.get(0));
    }

    /** The one that the application registered under this name. */
    @Nullable
    FoundProvider given(String name) {
        return given.get(Names.normal(name));
    }

    boolean has(String name) {
        return given.containsKey(Names.normal(name))
                || !claims.getOrDefault(Names.normal(name), List.of()).isEmpty();
    }

    /** Whether that row lies in the jar of the provider it names: it was shipped with it. */
    boolean owns(RowFiles.Row row) {
        List<FoundProvider> claimants = claims.getOrDefault(Names.normal(row.provider()), List.of());
        return claimants.size() == 1 && claimants.get(0).ships(row);
    }

    /** All that can be used, those of the application first. */
    List<FoundProvider> usable() {
        Set<FoundProvider> all = new LinkedHashSet<>(given.values());
        all.addAll(found);
        return List.copyOf(all);
    }

    /** All of them, the broken ones last. */
    List<ProviderStatus> statuses() {
        List<ProviderStatus> statuses = new ArrayList<>();
        for (FoundProvider provider : usable()) {
            statuses.add(provider.status(problem(provider)));
        }
        statuses.addAll(broken);
        return List.copyOf(statuses);
    }

    private @Nullable String problem(FoundProvider provider) {
        String problem = refused.get(provider);
        for (List<FoundProvider> claimants : claims.values()) {
            if (problem == null && claimants.size() > 1 && claimants.contains(provider)) {
                FoundProvider other = claimants.get(claimants.get(0) == provider ? 1 : 0);
                problem = "claims a name of " + other.description() + " too: remove one jar";
            }
        }
        return problem;
    }

    private void keepOwner(String name, List<FoundProvider> claimants, List<RowFiles.Row> rows) {
        List<FoundProvider> owners = new ArrayList<>();
        for (FoundProvider claimant : claimants) {
            if (claimants.size() > 1 && shipsRowsFor(claimant, name, rows)) {
                owners.add(claimant);
            }
        }
        if (owners.size() == 1) {
            for (FoundProvider claimant : List.copyOf(claimants)) {
                if (claimant != owners.get(0)) {
                    refuse(claimant, name, "a provider of " + owners.get(0).jar());
                }
            }
        }
    }

    private static boolean shipsRowsFor(FoundProvider claimant, String name, List<RowFiles.Row> rows) {
        for (RowFiles.Row row : rows) {
            if (Names.normal(row.provider()).equals(name) && claimant.ships(row)) {
                return true;
            }
        }
        return false;
    }

    private boolean serves(FoundProvider claimant, ServiceRow service) {
        return isNamed(claimant, service.service().provider())
                || isNamed(claimant, service.service().row().getOrDefault("preferred", ""));
    }

    private boolean isNamed(FoundProvider claimant, String name) {
        return claims.getOrDefault(Names.normal(name), List.of()).contains(claimant);
    }

    private void refuse(FoundProvider claimant, String name, String owner) {
        claims.getOrDefault(Names.normal(name), new ArrayList<>()).remove(claimant);
        refused.put(
                claimant,
                "may not take the name '" + name + "' of " + owner
                        + ": give it another name, or register it in code with Builder.provider(\"" + name
                        + "\", provider)");
    }
}
