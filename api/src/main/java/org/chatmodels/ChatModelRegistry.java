package org.chatmodels;

import java.net.ProxySelector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ChatProvider;
import org.chatmodels.provider.JsonBinding;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.Service;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds providers, holds the configuration and what providers share. Thread-safe. Whoever builds one closes it:
 * {@code close()} ends running calls with {@link CancelledException} and frees connections. A closed one opens nothing
 * more (IllegalStateException), and models that it opened fail with CancelledException.
 */
public final class ChatModelRegistry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChatModelRegistry.class);

    final Configuration configuration;
    final Configuration.Environment environment;

    /** By {@link Names#normal normal} name. */
    final Map<String, Supplier<String>> resolvers;

    /** What is logged once: references of keys with blanks around them, services that were opened. */
    final Set<String> told = ConcurrentHashMap.newKeySet();

    final Lifetime lifetime;
    final Health health = new Health();
    final Pace pace;
    private final Map<Class<?>, Object> given;
    private final List<ClassLoader> loaders;
    private final FirstUse<Services> found;
    private final FirstUse<Optional<JsonBinding>> binding;
    private final FirstUse<List<ChatListener>> listeners;
    final Catalogue catalogue;

    private ChatModelRegistry(Builder from, Configuration configuration, List<ClassLoader> loaders) {
        FirstUse.Waits waits = new FirstUse.Waits(from.patience);
        Map<String, ChatModelProvider> providers = Map.copyOf(from.providers);
        List<ClassLoader> searched = from.discovery ? loaders : List.of();
        List<ChatListener> added = List.copyOf(from.listeners);
        this.configuration = configuration;
        this.environment = from.environment;
        this.resolvers = Map.copyOf(from.credentials);
        this.given = new HashMap<>(from.objects);
        this.loaders = loaders;
        this.pace = from.pace;
        this.lifetime = new Lifetime(waits);
        this.catalogue = new Catalogue(configuration, searched);
        this.found = new FirstUse<>(
                waits, "The search for providers", () -> new Services(searched, providers, configuration, waits));
        this.binding = new FirstUse<>(waits, "The JSON binding", this::findBinding);
        this.listeners = new FirstUse<>(waits, "The search for listeners", () -> CallListeners.find(added, searched));
    }

    /** Starts with discovery on, the process's environment and system properties. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Opens a location, an alias or a route. Cheap: no network, no key. Fails with {@link ConfigurationException}, which
     * says what to write instead, or {@link ProviderLoadException}.
     */
    public ChatModel open(String location) {
        return open(location, ChatOptions.NONE, OpenPolicy.TRUSTED);
    }

    /** {@code options} are stronger than those in the location and weaker than those of a request. */
    public ChatModel open(String location, ChatOptions options) {
        return open(location, Objects.requireNonNull(options, "options"), OpenPolicy.TRUSTED);
    }

    /** For texts that the application did not write: see {@link OpenPolicy#untrusted}. */
    public ChatModel open(String location, OpenPolicy policy) {
        return open(location, ChatOptions.NONE, Objects.requireNonNull(policy, "policy"));
    }

    private ChatModel open(String location, ChatOptions options, OpenPolicy policy) {
        return new OpenedModel(OpenedTarget.all(resolve(location, policy), options, policy, this), this);
    }

    private List<NamedTarget> resolve(String location, OpenPolicy policy) {
        checkOpen();
        return NamedTarget.resolve(Objects.requireNonNull(location, "location"), policy, this);
    }

    /** Every provider that was found, the broken ones too. Runs no provider's code. */
    public List<ProviderStatus> providers() {
        checkOpen();
        return found().providers.statuses();
    }

    /** Every service row, in order of name. */
    public List<Service> services() {
        checkOpen();
        List<Service> rows = new ArrayList<>();
        for (ServiceRow row : found().table.rows()) {
            rows.add(row.service());
        }
        rows.sort(Comparator.comparing(Service::name));
        return List.copyOf(rows);
    }

    /** Every parameter that a location of this provider or service takes; instantiates that provider alone. */
    public List<OptionInfo> options(String name) {
        checkOpen();
        Objects.requireNonNull(name, "name");
        Services services = found();
        return services.serving(services.find(new NamedTarget(name)), name)
                .parameters()
                .all();
    }

    /**
     * Asks the service over the network which models it has; empty when it has no list, in its own order. Fails as a call
     * does, and once: nothing is asked again.
     */
    public List<ModelInfo> models(String service) {
        checkOpen();
        return new Listing(planOf(Objects.requireNonNull(service, "service")), this).models();
    }

    /** What a service offers beside chatting, such as a {@link ModelStore} or a {@link ServiceCheck}; cheap, no network. */
    public <T> Optional<T> service(String name, Class<T> type) {
        checkOpen();
        Objects.requireNonNull(type, "type");
        TargetPlan plan = planOf(Objects.requireNonNull(name, "name"));
        plan.checkRow();
        Optional<T> service = plan.ask("cannot offer a service", provider -> provider.service(type, plan));
        return service == null ? Optional.empty() : service;
    }

    /** What {@code open} would do and why; no network, secrets redacted. Fails where a name or parameter is unknown. */
    public Resolution explain(String location) {
        List<TargetPlan> plans = new ArrayList<>();
        for (NamedTarget target : resolve(location, OpenPolicy.TRUSTED)) {
            plans.add(new TargetPlan(target, ChatOptions.NONE, OpenPolicy.TRUSTED, this));
        }
        return new Resolution(plans, this);
    }

    /**
     * What the strongest source says of a key, "chatmodels.log"; empty when none does. ConfigurationException for a key
     * that nothing reads.
     */
    public Optional<String> property(String key) {
        return configuration.value(ConfigurationKey.parse(key)).map(Configuration.Value::text);
    }

    /** Checks the whole configuration without network; empty when all is well. */
    public List<Problem> validate() {
        checkOpen();
        return new Validation(this).run();
    }

    /**
     * Interrupts calls that are inside a provider, whose threads leave it with the flag cleared; then ends running
     * streams, then what providers share, last first. From any thread, any number of times.
     */
    @Override
    public void close() {
        lifetime.close();
    }

    /** Providers and services, looked for once. */
    Services found() {
        return found.value();
    }

    /** In the order in which they were given, then those that were found; looked for once, at the first call. */
    List<ChatListener> listeners() {
        return listeners.value();
    }

    /** Of a service without a model. */
    TargetPlan planOf(String service) {
        return new TargetPlan(new NamedTarget(service), ChatOptions.NONE, OpenPolicy.TRUSTED, this);
    }

    /** What was given, what is configured, or the JSON binding that a loader of this registry has. */
    <T> Optional<T> lookup(Class<T> type) {
        Object known = given.get(type);
        if (known == null && type == ProxySelector.class) {
            known = ConfiguredProxy.of(configuration);
        }
        if (known == null && type == JsonBinding.class) {
            known = binding.value().orElse(null);
        }
        return type.isInstance(known) ? Optional.of(type.cast(known)) : Optional.empty();
    }

    /** {@code what} goes before the complaint that there is none. */
    JsonBinding binding(String what) {
        return lookup(JsonBinding.class)
                .orElseThrow(() -> new ConfigurationException(
                        "no_json_binding", what + "needs a JSON binding: add chatmodels-spi to the class path"));
    }

    private Optional<JsonBinding> findBinding() {
        JsonBinding[] found = new JsonBinding[1];
        for (ClassLoader loader : loaders) {
            ProviderCatalogue.offer(JsonBinding.class, loader, entry -> {
                found[0] = found[0] == null ? entry.get() : found[0];
                return found[0] == null;
            });
        }
        return Optional.ofNullable(found[0]);
    }

    boolean isClosed() {
        return lifetime.isClosed();
    }

    private void checkOpen() {
        if (isClosed()) {
            throw new IllegalStateException("This registry is closed: build another one");
        }
    }

    /** Everything a registry can be given; what is not given comes from the configuration. */
    public static final class Builder {
        final Map<String, ChatModelProvider> providers = new LinkedHashMap<>();
        private final Map<String, String> properties = new LinkedHashMap<>();
        final Map<String, Supplier<String>> credentials = new HashMap<>();
        private final List<ChatListener> listeners = new ArrayList<>();
        final Map<Class<?>, Object> objects = new HashMap<>();
        Configuration.Environment environment = Configuration.Environment.of(System.getenv());
        private @Nullable List<ClassLoader> loaders;
        boolean discovery = true;
        private long patience = 60_000;
        private Pace pace = Pace.SYSTEM;

        private Builder() {}

        /**
         * A provider without discovery, under the names of its annotation, which may be built-in ones.
         * ConfigurationException without a usable annotation.
         */
        public Builder provider(ChatModelProvider provider) {
            ChatProvider annotation = provider.getClass().getAnnotation(ChatProvider.class);
            String problem = FoundProvider.problem(annotation);
            if (!problem.isEmpty()) {
                throw new ConfigurationException(
                        "bad_annotation", "Provider " + provider.getClass().getName() + ": " + problem);
            }
            for (String name : FoundProvider.names(annotation)) {
                put(name, provider);
            }
            return this;
        }

        /** A provider under one name, which may be a built-in one; it needs no annotation. */
        public Builder provider(String name, ChatModelProvider provider) {
            String spelling = FoundProvider.spelling(name);
            if (!FoundProvider.isName(spelling)) {
                throw new ConfigurationException(
                        "bad_provider_name", "A provider's name is 2 to 64 of a-z, 0-9, '-' and '.'");
            }
            put(spelling, Objects.requireNonNull(provider, "provider"));
            return this;
        }

        private void put(String name, ChatModelProvider provider) {
            ChatModelProvider other = providers.put(name, provider);
            if (other != null && other != provider) {
                throw new ConfigurationException(
                        "name_claimed_twice", "Two providers were given the name '" + name + "': leave one out");
            }
        }

        /** Whether providers, listeners, rows and files on the class path are looked for; true unless set. */
        public Builder discovery(boolean on) {
            discovery = on;
            return this;
        }

        /** The only loader that is searched; the context loader and that of this class unless set. */
        public Builder classLoader(ClassLoader loader) {
            return loaders(List.of(loader));
        }

        Builder loaders(List<ClassLoader> searched) {
            loaders = List.copyOf(searched);
            return this;
        }

        /** How many milliseconds a thread waits for another one that makes a provider. */
        Builder patience(long millis) {
            patience = millis;
            return this;
        }

        /** Time and chance of retries. */
        Builder pace(Pace other) {
            pace = other;
            return this;
        }

        /** One configuration key, "chatmodels.alias.fast"; stronger than system properties. */
        public Builder property(String key, String value) {
            properties.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** Several keys as {@link #property} takes them. */
        public Builder properties(Map<String, String> values) {
            values.forEach(this::property);
            return this;
        }

        /** Replaces the environment for look-ups; null from it means unset. */
        public Builder environment(UnaryOperator<String> lookup) {
            environment = Configuration.Environment.of(Objects.requireNonNull(lookup, "lookup"));
            return this;
        }

        /** Replaces the environment; aliases in it can be listed. */
        public Builder environment(Map<String, String> variables) {
            environment = Configuration.Environment.of(variables);
            return this;
        }

        /** What {@code chatmodels.alias.NAME} says: a location, a route or another alias. */
        public Builder alias(String name, String route) {
            return property("chatmodels.alias." + Objects.requireNonNull(name, "name"), route);
        }

        /** What {@code resolver:NAME} in the configuration refers to; asked for each attempt. */
        public Builder credential(String name, Supplier<String> secret) {
            credentials.put(Names.normal(name), Objects.requireNonNull(secret, "secret"));
            return this;
        }

        /** Hears of every call, in the order in which they are given and before those that are found. */
        public Builder listener(ChatListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /** Chooses the proxy of each address; stronger than {@code chatmodels.proxy}. */
        public Builder proxy(ProxySelector proxy) {
            objects.put(ProxySelector.class, Objects.requireNonNull(proxy, "proxy"));
            return this;
        }

        /** Decides whom to trust on TLS connections; that of the JVM unless set. */
        public Builder sslContext(SSLContext context) {
            objects.put(SSLContext.class, Objects.requireNonNull(context, "context"));
            return this;
        }

        /** Reads the configuration; ConfigurationException when a file that was named is unreadable. */
        public ChatModelRegistry build() {
            List<ClassLoader> searched = searched();
            Map<String, String> system = new HashMap<>();
            for (String name : System.getProperties().stringPropertyNames()) {
                system.put(name, System.getProperty(name, ""));
            }
            Configuration configuration =
                    Configuration.load(Map.copyOf(properties), system, environment, discovery ? searched : List.of());
            return new ChatModelRegistry(this, configuration, searched);
        }

        private List<ClassLoader> searched() {
            if (loaders != null) {
                return loaders;
            }
            ClassLoader own = DefaultRegistries.own();
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            return context == null || context == own ? List.of(own) : List.of(context, own);
        }
    }
}
