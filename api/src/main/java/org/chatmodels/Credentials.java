package org.chatmodels;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.chatmodels.provider.Service;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which key a service has and where it may go. A variable of a row goes to the origins of the row as it was shipped,
 * whatever configuration makes of its address; a declared credential goes to the origins of the services that name it
 * and to those of its own setting.
 */
final class Credentials implements KeySource.KeyTexts {
    private static final Logger LOG = LoggerFactory.getLogger(ChatModelRegistry.class);

    private final Configuration configuration;
    private final Configuration.Environment environment;
    private final Map<String, Supplier<String>> resolvers;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    /** {@code resolvers} by {@link Names#normal normal} name. */
    Credentials(
            Configuration configuration,
            Configuration.Environment environment,
            Map<String, Supplier<String>> resolvers) {
        this.configuration = configuration;
        this.environment = environment;
        this.resolvers = Map.copyOf(resolvers);
    }

    /**
     * The key of a target: that of the named credential, else the one the row names, else the row's variables.
     *
     * @param row of the service, before the target's own address
     * @param filled the service with its placeholders filled, otherwise the same
     * @param named credential of the location or alias
     */
    KeyBinding bind(ServiceRow row, FilledService filled, Optional<String> named, ServiceTable table) {
        Optional<String> credential =
                named.or(() -> Optional.ofNullable(row.service().row().get("credential")));
        if (credential.isPresent()) {
            return declared(row.service(), credential.get(), filled, table);
        }
        List<KeySource> sources = new ArrayList<>();
        for (String variable : row.service().keyVariables()) {
            sources.add(source("env:" + variable));
        }
        Set<String> origins = row.fromJar() ? filled.shippedOrigins() : filled.origins();
        return new KeyBinding(
                row.service(), sources, origins, "the key of " + row.service().name());
    }

    private KeyBinding declared(Service service, String name, FilledService filled, ServiceTable table) {
        Optional<Configuration.Credential> credential = configuration.credential(name);
        boolean given = resolvers.containsKey(Names.normal(name));
        if (credential.isEmpty() && !given) {
            throw new ConfigurationException(
                    "No credential '" + name + "' is declared: write chatmodels.credential." + name
                            + " = env:VARIABLE (or file:PATH) in the configuration."
                            + Names.suggestion(name, names()));
        }
        String reference = credential.map(found -> found.reference().text()).orElse("resolver:" + name);
        Set<String> origins = new LinkedHashSet<>(
                credential.map(Configuration.Credential::origins).orElse(List.of()));
        for (ServiceRow row : table.rows()) {
            if (Names.same(row.service().row().getOrDefault("credential", ""), name)) {
                origins.addAll(
                        row.service() == service
                                ? filled.origins()
                                : row.service().origins());
            }
        }
        return new KeyBinding(service, List.of(source(reference)), origins, "credential '" + name + "'");
    }

    KeySource source(String reference) {
        return new KeySource(reference, this);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        configuration.credentials().forEach(credential -> names.add(credential.name()));
        return names;
    }

    @Override
    public Configuration.Environment environment() {
        return environment;
    }

    @Override
    public @Nullable Supplier<String> resolver(String name) {
        return resolvers.get(Names.normal(name));
    }

    @Override
    public void warnOnce(String reference) {
        if (warned.add(reference)) {
            LOG.warn("Blanks or line ends around the key from {} were cut off; remove them there", reference);
        }
    }
}
