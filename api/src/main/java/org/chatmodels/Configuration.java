package org.chatmodels;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All keys below {@code chatmodels.} from all sources, the strongest value of each with its origin. Immutable. */
final class Configuration {
    private Configuration() {}

    /** Reads every source. ConfigurationException when a file that was named is missing or unreadable, or when aliases run in a circle. */
    static Configuration load(Sources sources) {
        throw new AssertionError();
    }

    /** By any spelling; asks the environment too when that cannot be listed. */
    Optional<Value> alias(String name) {
        throw new AssertionError();
    }

    /** By name as declared; aliases of an environment that cannot be listed are missing. */
    Map<String, Value> aliases() {
        throw new AssertionError();
    }

    /** What configuration says of a service, by row key; empty when nothing. By any spelling, also from an environment that cannot be listed. */
    Map<String, Value> service(String name) {
        throw new AssertionError();
    }

    /** Names of all services that configuration says something about, as declared. */
    List<String> services() {
        throw new AssertionError();
    }

    Optional<Credential> credential(String name) {
        throw new AssertionError();
    }

    List<Credential> credentials() {
        throw new AssertionError();
    }

    /** "proxy" or "log": what stands right below {@code chatmodels.}. */
    Optional<Value> plain(String key) {
        throw new AssertionError();
    }

    /** Files that were read, strongest first: paths or URLs. */
    List<String> files() {
        throw new AssertionError();
    }

    List<Problem> problems() {
        throw new AssertionError();
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

    /** A declared credential: reference is "env:NAME", "file:PATH", "sysprop:NAME" or "resolver:NAME"; origins as in Origin's toString. */
    record Credential(String name, Value reference, List<String> origins) {}

    /** Where to look; nothing else is asked. */
    record Sources(
            Map<String, String> builder,
            Map<String, String> system,
            Environment environment,
            List<ClassLoader> loaders) {}

    /** The environment: a look-up and, where it can be listed, all of it. */
    record Environment(Function<String, @Nullable String> lookup, Optional<Map<String, String>> variables) {
        static Environment of(Map<String, String> variables) {
            return new Environment(variables::get, Optional.of(Map.copyOf(variables)));
        }

        static Environment of(Function<String, @Nullable String> lookup) {
            return new Environment(lookup, Optional.empty());
        }
    }
}
