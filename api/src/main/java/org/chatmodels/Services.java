package org.chatmodels;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.Service;

/** Everything that can be opened, found once per registry: providers, rows, and which serves which. */
final class Services {
    private final ProviderCatalogue providers;
    private final ServiceTable table;
    private final UnknownName unknown;

    private Services(ProviderCatalogue providers, ServiceTable table, Configuration configuration) {
        this.providers = providers;
        this.table = table;
        this.unknown = new UnknownName(providers, table, configuration);
    }

    /** Reads class path and configuration; {@code loaders} empty: only what the application gave. */
    static Services find(
            List<ClassLoader> loaders,
            Map<String, ChatModelProvider> given,
            Configuration configuration,
            FirstUse.Waits waits) {
        Discovery discovery = new Discovery(waits);
        RowFiles files = new RowFiles();
        for (ClassLoader loader : loaders) {
            discovery.search(loader);
            files.search(loader);
        }
        Map<String, FoundProvider> named = new LinkedHashMap<>();
        given.forEach((name, provider) -> named.put(
                Names.normal(name), new FoundProvider(waits, provider.getClass(), List.of(name), () -> provider)));
        ProviderCatalogue providers = new ProviderCatalogue(discovery, named, files.rows());
        ServiceTable table = new ServiceTable(files, providers, configuration);
        providers.protect(table.rows());
        return new Services(providers, table, configuration);
    }

    ProviderCatalogue providers() {
        return providers;
    }

    ServiceTable table() {
        return table;
    }

    /** A service's row or a provider without one; ConfigurationException says why there is none. */
    Found find(NamedTarget target) {
        String name = target.location().provider();
        return find(name)
                .orElseThrow(() -> unknown.of(name, target.location().model().isEmpty() ? "" : ":…", target.column()));
    }

    /** A bare name that is no alias: perhaps a service that lacks its model. */
    ConfigurationException noAlias(Target target) {
        Optional<Found> found = find(target.name());
        return found.isPresent()
                ? UnknownName.modelMissing(target.name(), found.get().row().service())
                : unknown.of(target.name(), "", target.column());
    }

    /** As {@link #find(NamedTarget)}, empty when nothing has that name. */
    Optional<Found> find(String name) {
        Optional<ServiceRow> row = table.find(name);
        FoundProvider given = providers.given(name);
        if (row.isPresent()) {
            return Optional.of(new Found(row.get(), given == null ? serving(row.get()) : given));
        }
        Optional<String> disabled = given == null ? table.whyDisabled(name) : Optional.empty();
        if (disabled.isPresent()) {
            throw new ConfigurationException(disabled.get());
        }
        return providers.named(name).map(provider -> new Found(bare(name, provider), provider));
    }

    private FoundProvider serving(ServiceRow row) {
        Service service = row.service();
        String preferred = service.row().getOrDefault("preferred", "");
        if (!preferred.isEmpty() && providers.has(preferred)) {
            return providers.named(preferred).orElseThrow();
        }
        return providers
                .named(service.provider())
                .orElseThrow(() -> new ConfigurationException(
                        "Service '" + service.name() + "' (" + row.origin() + ") needs the provider '"
                                + service.provider()
                                + "', which no jar on the class path has: add chatmodels-provider-" + service.provider()
                                + "; if jars were merged into one, merge their META-INF/services files too"));
    }

    private static ServiceRow bare(String name, FoundProvider provider) {
        Map<String, String> row = Map.of("provider", provider.names().get(0));
        return new ServiceRow(Service.of(name, row), Optional.empty(), Map.of(), Map.of());
    }

    /** A service and the provider that serves it. */
    record Found(ServiceRow row, FoundProvider provider) {}
}
