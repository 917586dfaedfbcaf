package org.chatmodels;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.chatmodels.provider.Origin;
import org.chatmodels.provider.Service;

/**
 * A row with its placeholders filled.
 *
 * @param service with the row's own address
 * @param origins that a credential named by the row may go to
 * @param shippedOrigins those of the row before configuration
 */
record FilledService(Service service, Set<String> origins, Set<String> shippedOrigins) {
    /** ConfigurationException names the placeholder that has no value, but only if the row's own address is used. */
    static FilledService of(
            ServiceRow row, boolean ownAddress, Function<String, Optional<Configuration.Value>> environment) {
        Function<String, Optional<Configuration.Value>> values =
                name -> setting(row, name).or(() -> environment.apply(name));
        Map<String, String> texts = new LinkedHashMap<>(row.service().row());
        String address = texts.get("base_url");
        if (address != null && ownAddress) {
            texts.put(
                    "base_url",
                    BaseUrl.checked(
                            BaseUrl.filled(address, row.service().name(), values),
                            row.service().name()));
        }
        Service service = Service.of(row.service().name(), texts);
        Set<String> shipped =
                row.shipped().map(before -> filled(before, values)).orElse(Set.of());
        return new FilledService(service, filled(row.service(), values), shipped);
    }

    /** The same service at another address, to which its key is not bound, over another protocol. */
    Service with(Optional<String> baseUrl, Optional<String> api) {
        if (baseUrl.isEmpty() && api.isEmpty()) {
            return service;
        }
        Map<String, String> texts = new LinkedHashMap<>(service.row());
        if (baseUrl.isPresent()) {
            texts.put("base_url", baseUrl.get());
            if (!service.origins().isEmpty()) {
                texts.put("origins", String.join(",", service.origins()));
            }
        }
        api.ifPresent(protocol -> texts.put("api", protocol));
        return Service.of(service.name(), texts);
    }

    private static Optional<Configuration.Value> setting(ServiceRow row, String name) {
        for (Map.Entry<String, Configuration.Value> setting : row.settings().entrySet()) {
            if (Names.same(setting.getKey(), name)) {
                return Optional.of(setting.getValue());
            }
        }
        return Optional.empty();
    }

    /** Origins whose placeholders have values; the others are nowhere. */
    private static Set<String> filled(Service service, Function<String, Optional<Configuration.Value>> values) {
        Set<String> filled = new LinkedHashSet<>();
        for (String origin : service.origins()) {
            boolean known = BaseUrl.placeholders(origin).stream()
                    .allMatch(name -> values.apply(name).isPresent());
            if (known) {
                filled.add(Origin.parse(BaseUrl.filled(origin, service.name(), values))
                        .toString());
            }
        }
        return filled;
    }
}
