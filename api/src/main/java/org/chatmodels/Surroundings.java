package org.chatmodels;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Spliterator;
import org.chatmodels.provider.JsonBinding;
import org.chatmodels.provider.Origin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What surrounds the providers of one registry: its configuration, environment, keys, proxy, trust and JSON. */
final class Surroundings implements OpenedContext.Known {
    private static final Logger LOG = LoggerFactory.getLogger(ChatModelRegistry.class);
    private static final int PATIENCE = 100;

    private final Configuration configuration;
    private final Configuration.Environment environment;
    private final Credentials credentials;
    private final Map<Class<?>, Object> given;
    private final List<ClassLoader> loaders;
    private final FirstUse<Optional<JsonBinding>> binding;

    /** {@code given} by type: a ProxySelector and an SSLContext, if the application has them. */
    Surroundings(
            Configuration configuration, Configuration.Environment environment, Credentials credentials, Given given) {
        this.configuration = configuration;
        this.environment = environment;
        this.credentials = credentials;
        this.given = new HashMap<>(given.objects());
        this.loaders = List.copyOf(given.loaders());
        this.binding = new FirstUse<>(given.waits(), this::findBinding);
    }

    Configuration configuration() {
        return configuration;
    }

    Credentials credentials() {
        return credentials;
    }

    /** An environment variable that is set to something. */
    Optional<Configuration.Value> variable(String name) {
        String text = environment.lookup().apply(name);
        return text == null || text.isBlank()
                ? Optional.empty()
                : Optional.of(new Configuration.Value(text, "environment " + name));
    }

    /** The first that a loader of this registry has. */
    Optional<JsonBinding> binding() {
        return binding.value();
    }

    @Override
    public <T> Optional<T> lookup(Class<T> type) {
        Object known = given.get(type);
        if (known == null && type == ProxySelector.class) {
            known = proxy();
        }
        if (known == null && type == JsonBinding.class) {
            known = binding().orElse(null);
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
                return new OneProxy(InetSocketAddress.createUnresolved(proxy.host(), proxy.port()));
            }
        } catch (ConfigurationException e) {
            LOG.debug("{} is unreadable", value.origin());
        }
        throw new ConfigurationException(
                "chatmodels.proxy (" + value.origin() + "): write system, none or http://host:port");
    }

    private Optional<JsonBinding> findBinding() {
        for (ClassLoader loader : loaders) {
            Optional<JsonBinding> found = findBinding(
                    ServiceLoader.load(JsonBinding.class, loader).stream().spliterator());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<JsonBinding> findBinding(Spliterator<ServiceLoader.Provider<JsonBinding>> entries) {
        JsonBinding[] found = new JsonBinding[1];
        boolean more = true;
        for (int step = 0; more && found[0] == null && step < PATIENCE; step++) {
            try {
                more = entries.tryAdvance(entry -> found[0] = entry.get());
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                LOG.debug("A JSON binding was skipped", e);
            }
        }
        return Optional.ofNullable(found[0]);
    }

    /** What the application gave the registry. */
    record Given(Map<Class<?>, Object> objects, List<ClassLoader> loaders, FirstUse.Waits waits) {}

    /** The same proxy for everything. */
    private static final class OneProxy extends ProxySelector {
        private final Proxy proxy;

        OneProxy(InetSocketAddress address) {
            this.proxy = new Proxy(Proxy.Type.HTTP, address);
        }

        @Override
        public List<Proxy> select(URI target) {
            return List.of(proxy);
        }

        @Override
        public void connectFailed(URI target, SocketAddress address, java.io.IOException failure) {
            LOG.debug("The proxy {} cannot be reached", address);
        }
    }
}
