package org.chatmodels;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.chatmodels.provider.Secret;
import org.chatmodels.provider.Service;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads keys from where references say: "env:NAME", "file:PATH", "sysprop:NAME" or "resolver:NAME"; anew each time.
 * Messages name references, never keys.
 */
final class Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(ChatModelRegistry.class);
    private static final int LARGEST = 64 * 1024;

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

    /** A declared credential with the origins of its own setting; ConfigurationException when nobody declared it. */
    KeyBinding declared(String name, Service service) {
        Configuration.Value credential = configuration.credential(name).orElse(null);
        if (credential == null && !resolvers.containsKey(Names.normal(name))) {
            throw new ConfigurationException("No credential '" + name + "' is declared: write chatmodels.credential."
                    + name + " = env:VARIABLE (or file:PATH) in the configuration."
                    + Names.suggestion(name, configuration.credentials().keySet()));
        }
        String reference = credential == null ? "resolver:" + name : credential.text();
        KeyBinding binding = new KeyBinding(this, service, List.of(reference.strip()), "credential '" + name + "'");
        if (credential != null) {
            binding.origins.addAll(configuration.origins(name));
        }
        return binding;
    }

    /** The key without blanks around it; empty when there is none. ConfigurationException when it cannot be a key. */
    Optional<Secret> secret(String reference) {
        String text = text(reference);
        String key = trimmed(text);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        if (key.length() != text.length() && warned.add(reference)) {
            LOG.warn("Blanks or line ends around the key from {} were cut off; remove them there", reference);
        }
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) <= ' ' || key.charAt(i) > '~' || key.charAt(i) == '"') {
                throw new ConfigurationException("The key from " + reference
                        + " has a blank, a quote or another character that no key has: write the bare key");
            }
        }
        return Optional.of(Secret.of(key));
    }

    /** What to do when there is none. */
    static String remedy(String reference) {
        String name = name(reference);
        if (reference.startsWith("env:")) {
            return "set the environment variable " + name;
        }
        if (reference.startsWith("file:")) {
            return "write the key into the file " + name;
        }
        return reference.startsWith("sysprop:")
                ? "set the system property " + name
                : "give the registry a value with Builder.credential(\"" + name + "\", …)";
    }

    /** Whether there is a key; one that a resolver has to be asked for counts. */
    boolean isSet(String reference) {
        return reference.startsWith("resolver:") || !trimmed(text(reference)).isEmpty();
    }

    /** Reference and whether there is a key, never the key. */
    String shown(String reference) {
        if (reference.startsWith("resolver:")) {
            boolean registered = resolvers.containsKey(Names.normal(name(reference)));
            return reference + (registered ? ", asked at each call" : ", not registered");
        }
        return reference + (isSet(reference) ? ", set" : ", not set");
    }

    private static String name(String reference) {
        return reference.substring(reference.indexOf(':') + 1).strip();
    }

    private String text(String reference) {
        String name = name(reference);
        String text;
        if (reference.startsWith("env:")) {
            text = environment.lookup().apply(name);
        } else if (reference.startsWith("sysprop:")) {
            text = name.isEmpty() ? null : System.getProperty(name);
        } else if (reference.startsWith("file:")) {
            text = file(name);
        } else {
            text = ask(reference, resolvers.get(Names.normal(name)));
        }
        return text == null ? "" : text;
    }

    private static String file(String name) {
        try (InputStream in = Files.newInputStream(Path.of(name))) {
            return new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            return "";
        }
    }

    /** The cause is left out: nobody knows what its message holds. */
    private static @Nullable String ask(String reference, @Nullable Supplier<String> resolver) {
        try {
            return resolver == null ? null : resolver.get();
        } catch (ChatException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ConfigurationException(
                    reference + " failed with " + e.getClass().getName() + ": mend what the registry was given");
        }
    }

    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || c == '\uFEFF' || Character.isWhitespace(c);
    }
}
