package org.chatmodels;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Spliterator;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.JsonBinding;
import org.chatmodels.provider.Origin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What surrounds the models of one registry: its configuration, environment, services, keys, proxy, trust and JSON. */
final class Surroundings {
    private static final Logger LOG = LoggerFactory.getLogger(ChatModelRegistry.class);
    private static final int PATIENCE = 100;

    final Configuration configuration;
    final Credentials credentials;
    final SharedObjects shared;
    final RunningCalls calls = new RunningCalls();
    private final Configuration.Environment environment;
    private final Map<Class<?>, Object> given;
    private final List<ClassLoader> loaders;
    private final FirstUse<Services> services;
    private final FirstUse<Optional<JsonBinding>> binding;

    /** {@code loaders} are searched unless discovery is off; for a JSON binding always. */
    Surroundings(ChatModelRegistry.Builder from, Configuration configuration, List<ClassLoader> loaders) {
        FirstUse.Waits waits = new FirstUse.Waits();
        Map<String, ChatModelProvider> providers = Map.copyOf(from.providers);
        List<ClassLoader> searched = from.discovery ? loaders : List.of();
        this.configuration = configuration;
        this.environment = from.environment;
        this.credentials = new Credentials(configuration, environment, from.credentials);
        this.given = new HashMap<>(from.objects);
        this.loaders = loaders;
        this.shared = new SharedObjects(waits);
        this.services = new FirstUse<>(waits, () -> new Services(searched, providers, configuration, waits));
        this.binding = new FirstUse<>(waits, this::findBinding);
    }

    Services services() {
        return services.value();
    }

    /** Of a service without a model. */
    TargetPlan planOf(String service) {
        return new TargetPlan(new NamedTarget(service), ChatOptions.NONE, OpenPolicy.TRUSTED, this);
    }

    /** An environment variable that is set to something. */
    Optional<Configuration.Value> variable(String name) {
        String text = environment.lookup().apply(name);
        return text == null || text.isBlank()
                ? Optional.empty()
                : Optional.of(new Configuration.Value(text, "environment " + name));
    }

    /** What was given, what is configured, or the JSON binding that a loader of this registry has. */
    <T> Optional<T> lookup(Class<T> type) {
        Object known = given.get(type);
        if (known == null && type == ProxySelector.class) {
            known = proxy();
        }
        if (known == null && type == JsonBinding.class) {
            known = binding.value().orElse(null);
        }
        return type.isInstance(known) ? Optional.of(type.cast(known)) : Optional.empty();
    }

    private @Nullable ProxySelector proxy() {
        Configuration.Value value = configuration.plain("proxy").orElse(null);
        if (value == null || value.text().equals("none")) {
            return null;
        }
        if (value.text().equals("system")) {
            return ProxySelector.getDefault();
        }
        try {
            Origin proxy = Origin.parse(value.text());
            if (proxy.scheme().equals("http")) {
                return ProxySelector.of(InetSocketAddress.createUnresolved(proxy.host(), proxy.port()));
            }
        } catch (ConfigurationException e) {
            LOG.debug("{} is unreadable", value.origin());
        }
        throw new ConfigurationException(
                "chatmodels.proxy (" + value.origin() + "): write system, none or http://host:port");
    }

    private Optional<JsonBinding> findBinding() {
        JsonBinding[] found = new JsonBinding[1];
        for (ClassLoader loader : loaders) {
            Spliterator<ServiceLoader.Provider<JsonBinding>> entries =
                    ServiceLoader.load(JsonBinding.class, loader).stream().spliterator();
            boolean more = true;
            for (int step = 0; more && found[0] == null && step < PATIENCE; step++) {
                try {
                    more = entries.tryAdvance(entry -> found[0] = entry.get());
                } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                    LOG.debug("A JSON binding was skipped", e);
                }
            }
        }
        return Optional.ofNullable(found[0]);
    }
}
