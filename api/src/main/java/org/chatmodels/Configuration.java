package org.chatmodels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.chatmodels.provider.Origin;
import org.jspecify.annotations.Nullable;

/**
 * All keys below {@code chatmodels.} from all sources, the strongest value of each with its origin. Immutable; only an
 * environment that cannot be listed is asked later, name by name.
 */
final class Configuration {
    private final ConfigurationReader found;
    private final List<Problem> problems;

    private Configuration(ConfigurationReader found) {
        this.found = found;
        boolean complete = found.environment().variables().isPresent();
        List<Problem> all = new ArrayList<>(found.problems());
        all.addAll(new AliasGraph(aliases(), complete).check());
        problems = List.copyOf(all);
    }

    /**
     * Reads every source. ConfigurationException when a file that was named is missing or unreadable, or when aliases run
     * in a circle; every other fault is one of {@link #problems()}.
     */
    static Configuration load(Sources sources) {
        return new Configuration(ConfigurationReader.read(sources));
    }

    /** By any spelling; asks the environment too when that cannot be listed. */
    Optional<Value> alias(String name) {
        return value(new ConfigurationKey(ConfigurationKey.Kind.ALIAS, name, ""));
    }

    /** By name as declared; aliases of an environment that cannot be listed are missing. */
    Map<String, Value> aliases() {
        Map<String, Value> aliases = new LinkedHashMap<>();
        for (Entry entry : found.entries(ConfigurationKey.Kind.ALIAS)) {
            aliases.put(entry.key().name(), entry.value());
        }
        return aliases;
    }

    /**
     * What configuration says of a service, by row key; empty when nothing. By any spelling, also from an environment
     * that cannot be listed.
     */
    Map<String, Value> service(String name) {
        Map<String, Entry> bySlot = new LinkedHashMap<>();
        for (Entry entry : found.entries(ConfigurationKey.Kind.SERVICE)) {
            if (Names.same(entry.key().name(), name)) {
                bySlot.put(entry.key().partSlot(), entry);
            }
        }
        if (found.environment().variables().isEmpty()) {
            for (String part : ConfigurationKey.partsOfVariables()) {
                ConfigurationKey key = new ConfigurationKey(ConfigurationKey.Kind.SERVICE, name, part);
                value(key).ifPresent(value -> bySlot.put(key.partSlot(), new Entry(key, value)));
            }
        }
        Map<String, Value> parts = new LinkedHashMap<>();
        bySlot.values().forEach(entry -> parts.put(entry.key().part(), entry.value()));
        return parts;
    }

    /** Names of all services that configuration says something about, as declared. */
    List<String> services() {
        return names(ConfigurationKey.Kind.SERVICE);
    }

    /** By any spelling, as {@link #alias} is found; origins that are not well written are left out. */
    Optional<Credential> credential(String name) {
        Optional<Value> reference = value(new ConfigurationKey(ConfigurationKey.Kind.CREDENTIAL, name, ""));
        return reference.map(value -> new Credential(name, value, origins(name)));
    }

    /** Those that can be listed. */
    List<Credential> credentials() {
        List<Credential> credentials = new ArrayList<>();
        names(ConfigurationKey.Kind.CREDENTIAL).forEach(name -> credential(name).ifPresent(credentials::add));
        return credentials;
    }

    /** "proxy", "log", "config" or "user_config": what stands right below {@code chatmodels.}. */
    Optional<Value> plain(String key) {
        return value(new ConfigurationKey(ConfigurationKey.Kind.PLAIN, key, ""));
    }

    /** Files that were read, strongest first: paths or URLs. */
    List<String> files() {
        return found.files();
    }

    List<Problem> problems() {
        return problems;
    }

    private List<String> origins(String name) {
        ConfigurationKey key = new ConfigurationKey(ConfigurationKey.Kind.CREDENTIAL, name, ConfigurationKey.ORIGINS);
        List<String> origins = new ArrayList<>();
        value(key).ifPresent(value -> {
            for (String origin : value.text().split(",", -1)) {
                if (ConfigurationRules.isOrigin(origin.strip())) {
                    origins.add(Origin.parse(origin.strip()).toString());
                }
            }
        });
        return origins;
    }

    private List<String> names(ConfigurationKey.Kind kind) {
        Map<String, String> names = new LinkedHashMap<>();
        for (Entry entry : found.entries(kind)) {
            names.putIfAbsent(Names.normal(entry.key().name()), entry.key().name());
        }
        return List.copyOf(names.values());
    }

    /** Builder and system properties, then the environment, then files. */
    private Optional<Value> value(ConfigurationKey key) {
        Entry strong = found.strong(key);
        if (strong != null) {
            return Optional.of(strong.value());
        }
        Value environment = asked(key);
        Entry weak = environment == null ? found.weak(key) : null;
        return weak == null ? Optional.ofNullable(environment) : Optional.of(weak.value());
    }

    /** From an environment that cannot be listed: MY_FAST, else MYFAST, for my-fast. */
    private @Nullable Value asked(ConfigurationKey key) {
        if (found.environment().variables().isPresent() || !ConfigurationKey.isName(key.name())) {
            return null;
        }
        for (String spelling : List.of(key.name(), Names.normal(key.name()))) {
            ConfigurationKey asked = new ConfigurationKey(key.kind(), spelling, key.part());
            Value value = found.variable(asked);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /**
     * A value and where it stands: "environment CHATMODELS_ALIAS_FAST", "alias fast in /etc/app/chatmodels.properties
     * line 3".
     */
    record Value(String text, String origin) {
        /** The origin. */
        @Override
        public String toString() {
            return origin;
        }
    }

    /** A key that was found. */
    record Entry(ConfigurationKey key, Value value) {}

    /**
     * A declared credential.
     *
     * @param reference "env:NAME", "file:PATH", "sysprop:NAME" or "resolver:NAME"
     * @param origins as {@link Origin#toString()} spells them; empty when none are declared
     */
    record Credential(String name, Value reference, List<String> origins) {
        Credential {
            origins = List.copyOf(origins);
        }
    }

    /**
     * Where to look; nothing else is asked.
     *
     * @param builder keys with their prefix
     * @param system system properties, of which those below {@code chatmodels.} and {@code user.home} count
     * @param loaders whose class path has {@code chatmodels.properties}, strongest first; none for no discovery
     */
    record Sources(
            Map<String, String> builder,
            Map<String, String> system,
            Environment environment,
            List<ClassLoader> loaders) {}

    /** The environment: a look-up and, where it can be listed, all of it. */
    record Environment(Function<String, @Nullable String> lookup, Optional<Map<String, String>> variables) {
        static Environment of(Map<String, String> variables) {
            Map<String, String> copy = Map.copyOf(variables);
            return new Environment(copy::get, Optional.of(copy));
        }

        static Environment of(Function<String, @Nullable String> lookup) {
            return new Environment(lookup, Optional.empty());
        }
    }
}
