package org.chatmodels;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Supplier;
import org.chatmodels.provider.Origin;
import org.chatmodels.provider.Secret;
import org.chatmodels.provider.Service;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key of one target and the origins it may go to; read anew for each attempt from where references say: "env:NAME",
 * "file:PATH", "sysprop:NAME" or "resolver:NAME". Messages name references, never keys.
 */
final class KeyBinding {
    private static final Logger LOG = LoggerFactory.getLogger(ChatModelRegistry.class);
    private static final int LARGEST = 64 * 1024;

    private final Service service;
    private final ChatModelRegistry registry;
    private final List<String> references;
    private final String name;

    /** Where it may go, as {@link Origin#toString()} prints them. */
    final Set<String> origins = new LinkedHashSet<>();

    /**
     * @param references the first that has a key wins
     * @param name for messages
     */
    KeyBinding(ChatModelRegistry registry, Service service, List<String> references, String name) {
        this.registry = registry;
        this.service = service;
        this.references = references;
        this.name = name;
    }

    /** A declared credential with the origins of its own setting; ConfigurationException when nobody declared it. */
    static KeyBinding declared(String name, Service service, ChatModelRegistry registry) {
        Configuration configuration = registry.configuration;
        Configuration.Value credential = configuration.credential(name).orElse(null);
        if (credential == null && !registry.resolvers.containsKey(Names.normal(name))) {
            throw new ConfigurationException(
                    "unknown_credential",
                    "No credential '" + name + "' is declared: write chatmodels.credential."
                            + name + " = env:VARIABLE (or file:PATH) in the configuration."
                            + Names.suggestion(name, configuration.credentials().keySet()));
        }
        String reference = credential == null ? "resolver:" + name : credential.text();
        KeyBinding binding = new KeyBinding(registry, service, List.of(reference.strip()), "credential '" + name + "'");
        if (credential != null) {
            binding.origins.addAll(configuration.origins(name));
        }
        return binding;
    }

    /** {@link MissingKeyException} when one is needed there and none is set; empty where none may go. */
    Optional<Secret> secret(URI target) {
        if (references.isEmpty() || whyNone(Origin.of(target)).isPresent()) {
            return Optional.empty();
        }
        for (String reference : references) {
            Optional<Secret> secret = secret(reference);
            if (secret.isPresent()) {
                return secret;
            }
        }
        if (service.keyRequired()) {
            throw new MissingKeyException(
                    "No key for " + service.name() + ": " + remedy(),
                    ChatException.Details.builder().code("missing_key").build());
        }
        return Optional.empty();
    }

    /** Why no key may go there, as a sentence; empty if one may or if there is none anyway. */
    Optional<String> whyNone(Origin target) {
        if (references.isEmpty()) {
            return Optional.empty();
        }
        if (!origins.contains(target.toString())) {
            return Optional.of("No key was sent: " + name + " goes to "
                    + (origins.isEmpty() ? "no address yet" : String.join(", ", origins)) + " only, not to " + target
                    + "; to send one there " + declare(target));
        }
        if (target.scheme().equals("http") && !target.isLoopback()) {
            return Optional.of("No key was sent: over plain http a key goes to this machine only; write https");
        }
        return Optional.empty();
    }

    /** Whether there is a key that may go there. */
    boolean isSetFor(Origin target) {
        boolean set = false;
        for (String reference : references) {
            set |= isSet(reference, registry);
        }
        return set && whyNone(target).isEmpty();
    }

    /** Why a call went to that origin without a key; empty if one went along. */
    Optional<String> whyNothingWasSent(Origin target) {
        Optional<String> none = whyNone(target);
        if (none.isPresent() || service.auth().equals("none") && references.isEmpty()) {
            return none;
        }
        if (references.isEmpty()) {
            return Optional.of("No key was sent: " + service.name() + " has none; " + declare(target));
        }
        for (String reference : references) {
            if (secret(reference).isPresent()) {
                return Optional.empty();
            }
        }
        return Optional.of("No key was sent: " + remedy());
    }

    private static String declare(Origin target) {
        return "declare chatmodels.credential.NAME = env:VARIABLE and chatmodels.credential.NAME.origins = " + target
                + ", and add credential=NAME";
    }

    /** "env:GROQ_API_KEY, set", all that are not set, or why none is sent to that origin. */
    String shown(Optional<Origin> target) {
        Optional<String> none = target.isPresent() ? whyNone(target.get()) : Optional.empty();
        if (none.isPresent()) {
            return "none. " + none.get();
        }
        if (references.isEmpty()) {
            return "none";
        }
        StringJoiner all = new StringJoiner("; ");
        for (String reference : references) {
            if (isSet(reference, registry)) {
                return shown(reference);
            }
            all.add(shown(reference));
        }
        return all + (service.keyRequired() ? "" : " (optional)");
    }

    private String remedy() {
        StringJoiner remedies = new StringJoiner(" or ");
        for (String reference : references) {
            remedies.add(remedy(reference));
        }
        return remedies.toString();
    }

    /** The key without blanks around it; empty when there is none. ConfigurationException when it cannot be a key. */
    private Optional<Secret> secret(String reference) {
        String text = text(reference, registry);
        String key = trimmed(text);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        if (key.length() != text.length() && registry.warned.add(reference)) {
            LOG.warn("Blanks or line ends around the key from {} were cut off; remove them there", reference);
        }
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) <= ' ' || key.charAt(i) > '~' || key.charAt(i) == '"') {
                throw new ConfigurationException(
                        "bad_key",
                        "The key from " + reference
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
    static boolean isSet(String reference, ChatModelRegistry registry) {
        return reference.startsWith("resolver:")
                || !trimmed(text(reference, registry)).isEmpty();
    }

    /** Reference and whether there is a key, never the key. */
    private String shown(String reference) {
        if (reference.startsWith("resolver:")) {
            boolean registered = registry.resolvers.containsKey(Names.normal(name(reference)));
            return reference + (registered ? ", asked at each call" : ", not registered");
        }
        return reference + (isSet(reference, registry) ? ", set" : ", not set");
    }

    private static String name(String reference) {
        return reference.substring(reference.indexOf(':') + 1).strip();
    }

    private static String text(String reference, ChatModelRegistry registry) {
        String name = name(reference);
        String text;
        if (reference.startsWith("env:")) {
            text = registry.environment.lookup().apply(name);
        } else if (reference.startsWith("sysprop:")) {
            text = name.isEmpty() ? null : System.getProperty(name);
        } else if (reference.startsWith("file:")) {
            text = file(name);
        } else {
            text = ask(reference, registry.resolvers.get(Names.normal(name)));
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
                    "resolver_failed",
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
