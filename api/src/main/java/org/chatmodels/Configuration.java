package org.chatmodels;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All keys below {@code chatmodels.} from all sources, the strongest value of each with its origin. Immutable; only an
 * environment that cannot be listed is asked later, name by name.
 */
final class Configuration {
    private final ConfigurationReader found;

    private Configuration(ConfigurationReader found) {
        this.found = found;
    }

    /**
     * Reads every source. ConfigurationException when a file that was named is missing or unreadable; every other fault
     * is one of {@link #problems()}.
     *
     * @param builder keys with their prefix
     * @param system system properties, of which those below {@code chatmodels.} and {@code user.home} count
     * @param loaders whose class path has {@code chatmodels.properties}, strongest first; none for no discovery
     */
    static Configuration load(
            Map<String, String> builder,
            Map<String, String> system,
            Environment environment,
            List<ClassLoader> loaders) {
        ConfigurationReader reader = new ConfigurationReader(environment);
        reader.read(builder, system, loaders);
        return new Configuration(reader);
    }

    /** By any spelling; asks the environment too when that cannot be listed. */
    Optional<Value> alias(String name) {
        return value(new ConfigurationKey(ConfigurationKey.ALIAS, name, ""));
    }

    /** By name as declared; aliases of an environment that cannot be listed are missing. */
    Map<String, Value> aliases() {
        return names(ConfigurationKey.ALIAS);
    }

    /**
     * What configuration says of a service, by row key; empty when nothing. By any spelling, also from an environment
     * that cannot be listed.
     */
    Map<String, Value> service(String name) {
        Map<String, Value> parts = new LinkedHashMap<>();
        found.all().forEach((key, value) -> {
            if (key.section().equals(ConfigurationKey.SERVICE) && Names.same(key.name(), name)) {
                parts.put(key.part(), value);
            }
        });
        if (found.environment.variables().isEmpty()) {
            for (String part : ConfigurationKey.partsOfVariables(ConfigurationKey.SERVICE)) {
                value(new ConfigurationKey(ConfigurationKey.SERVICE, name, part))
                        .ifPresent(value -> {
                            parts.keySet().removeIf(other -> Names.same(other, part));
                            parts.put(part, value);
                        });
            }
        }
        return parts;
    }

    /** An environment variable that is set to something; that of another tool counts where a row says so. */
    Optional<Value> variable(String name) {
        String text = found.environment.lookup().apply(name);
        return text == null || text.isBlank() ? Optional.empty() : Optional.of(new Value(text, "environment " + name));
    }

    /** Names of all services that configuration says something about, as declared. */
    List<String> services() {
        return List.copyOf(names(ConfigurationKey.SERVICE).keySet());
    }

    /** Where the key is: "env:NAME", "file:PATH", "sysprop:NAME" or "resolver:NAME"; found as {@link #alias} is. */
    Optional<Value> credential(String name) {
        return value(new ConfigurationKey(ConfigurationKey.CREDENTIAL, name, ""));
    }

    /** References of the credentials that can be listed, by name as declared. */
    Map<String, Value> credentials() {
        Map<String, Value> credentials = new LinkedHashMap<>();
        for (String name : names(ConfigurationKey.CREDENTIAL).keySet()) {
            credential(name).ifPresent(value -> credentials.put(name, value));
        }
        return credentials;
    }

    /** "proxy", "log", "config" or "user_config": what stands right below {@code chatmodels.}. */
    Optional<Value> plain(String key) {
        return value(new ConfigurationKey("", key, ""));
    }

    /** Files that were read, strongest first: paths or URLs. */
    List<String> files() {
        return Collections.unmodifiableList(found.files);
    }

    List<Problem> problems() {
        return Collections.unmodifiableList(found.problems);
    }

    /** The origins that a credential's own setting lists, well written or not. */
    Optional<Value> origins(String name) {
        return value(new ConfigurationKey(ConfigurationKey.CREDENTIAL, name, ConfigurationKey.ORIGINS));
    }

    /** What a section declares, by name as declared, with one value each. */
    Map<String, Value> names(String section) {
        Set<String> seen = new HashSet<>();
        Map<String, Value> names = new LinkedHashMap<>();
        found.all().forEach((key, value) -> {
            if (key.section().equals(section) && seen.add(Names.normal(key.name()))) {
                names.put(key.name(), value);
            }
        });
        return names;
    }

    /** Builder and system properties, then the environment, then files. */
    Optional<Value> value(ConfigurationKey key) {
        Value value = found.strong.get(key);
        if (value == null) {
            value = asked(key);
        }
        return Optional.ofNullable(value == null ? found.weak.get(key) : value);
    }

    /** From an environment that cannot be listed: MY_FAST, else MYFAST, for my-fast. */
    private @Nullable Value asked(ConfigurationKey key) {
        if (found.environment.variables().isPresent() || !ConfigurationKey.isName(key.name())) {
            return null;
        }
        for (String spelling : List.of(key.name(), Names.normal(key.name()))) {
            Value value = found.variable(new ConfigurationKey(key.section(), spelling, key.part()));
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /**
     * A value and where it stands: "environment CHATMODELS_ALIAS_FAST", "alias fast in /etc/app/chatmodels.properties
     * line 3".
     *
     * @param source of what is weaker than the environment: {@link #NAMED_FILE}, {@link #USER_FILE}, {@link #CLASS_PATH}
     *     or {@link #JAR}, the row of a jar; 0 for everything else
     */
    record Value(String text, String origin, int source) {
        static final int NAMED_FILE = 1;
        static final int USER_FILE = 2;
        static final int CLASS_PATH = 3;
        static final int JAR = 4;

        Value(String text, String origin) {
            this(text, origin, 0);
        }

        /** Whether whoever runs the program wrote it; any jar may have a file of the class path. */
        boolean isOperators() {
            return source < CLASS_PATH;
        }

        /** The origin. */
        @Override
        public String toString() {
            return origin;
        }
    }

    /** The environment: a look-up and, where it can be listed, all of it. */
    static final class Environment {
        private final Function<String, @Nullable String> lookup;
        private final Optional<Map<String, String>> variables;

        private Environment(Function<String, @Nullable String> lookup, Optional<Map<String, String>> variables) {
            this.lookup = lookup;
            this.variables = variables;
        }

        static Environment of(Map<String, String> variables) {
            Map<String, String> copy = Map.copyOf(variables);
            return new Environment(copy::get, Optional.of(copy));
        }

        static Environment of(Function<String, @Nullable String> lookup) {
            return new Environment(lookup, Optional.empty());
        }

        Function<String, @Nullable String> lookup() {
            return lookup;
        }

        Optional<Map<String, String>> variables() {
            return variables;
        }
    }
}
