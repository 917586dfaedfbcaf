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
    private static final int LARGEST = 16 * 1024;
    private static final int LONGEST_NAME = 24;

    private final Service service;
    private final ChatModelRegistry registry;
    private final List<String> references;
    private final String name;

    /** The call that a thread is in. */
    private final ThreadLocal<Use> current = new ThreadLocal<>();

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

    /** A declared credential that goes nowhere yet; ConfigurationException when nobody declared it. */
    static KeyBinding declared(String name, Service service, ChatModelRegistry registry) {
        Configuration configuration = registry.configuration;
        boolean maybeKey = name.length() > LONGEST_NAME;
        Configuration.Value credential = configuration.credential(name).orElse(null);
        if (credential == null && !registry.resolvers.containsKey(Names.normal(name))) {
            String shown = maybeKey ? "NAME" : name;
            throw new ConfigurationException(
                    "unknown_credential",
                    "No credential " + (maybeKey ? "of that name" : "'" + name + "'")
                            + " is declared: write chatmodels.credential." + shown
                            + " = env:VARIABLE (or file:PATH) in the configuration, and credential=" + shown + "."
                            + Names.suggestion(name, configuration.credentials().keySet()));
        }
        String reference = credential == null ? "resolver:" + name : credential.text();
        String fault = ConfigurationReader.reference(reference);
        if (!fault.isEmpty()) {
            throw new ConfigurationException("bad_credential", "credential '" + name + "': " + fault);
        }
        return new KeyBinding(registry, service, List.of(reference.strip()), "credential '" + name + "'");
    }

    /** "env:NAME" and its like; never keys. */
    List<String> references() {
        return references;
    }

    /** {@link MissingKeyException} when one is needed there and none is set; empty where none may go. */
    Optional<Secret> secret(URI target) {
        if (references.isEmpty() || whyNone(Origin.of(target)).isPresent()) {
            return Optional.empty();
        }
        Use use = current.get();
        if (use != null) {
            use.asked = true;
            if (use.renewed.isPresent()) {
                return use.renewed;
            }
        }
        for (String reference : references) {
            Optional<Secret> secret = secret(reference, registry);
            if (secret.isPresent()) {
                if (use != null) {
                    use.taken = secret;
                }
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
            return Optional.of("No key was sent: " + name
                    + (origins.isEmpty() ? " goes nowhere yet" : " goes to " + String.join(", ", origins) + " only")
                    + ", not to " + target
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

    /** This thread is in a call, whose key comes to stand in {@code use}, until {@link #end}. */
    void begin(Use use) {
        current.set(use);
    }

    void end() {
        current.remove();
    }

    /** The key of one call. */
    final class Use {
        private boolean asked;
        private Optional<Secret> taken = Optional.empty();
        private Optional<Secret> renewed = Optional.empty();

        /**
         * Asks once more for a key that comes from a resolver or a file; whether it is another one than that which the
         * call took. The call gets it from now on. What goes wrong here goes along with {@code refused}.
         */
        boolean renew(ChatException refused) {
            String reference = references.isEmpty() ? "" : references.get(0);
            if (taken.isEmpty() || !reference.startsWith("resolver:") && !reference.startsWith("file:")) {
                return false;
            }
            try {
                renewed = secret(reference, registry);
            } catch (ChatException e) {
                if (e instanceof CancelledException) {
                    throw e;
                }
                refused.addSuppressed(e);
            }
            return renewed.isPresent()
                    && !renewed.get().reveal().equals(taken.get().reveal());
        }

        /** The refusal with why it went to that origin without a key, if it did. */
        AuthenticationException explained(AuthenticationException refused, Optional<Origin> target) {
            Optional<String> why = target.flatMap(this::whyNothingWasSent);
            if (why.isEmpty()) {
                return refused;
            }
            String message = String.valueOf(refused.getMessage());
            AuthenticationException explained = new AuthenticationException(
                    message + (message.endsWith(".") ? " " : ". ") + why.get(), refused.details());
            explained.setStackTrace(refused.getStackTrace());
            return explained;
        }

        private Optional<String> whyNothingWasSent(Origin target) {
            boolean elsewhere = !asked && isSetFor(target);
            return taken.isPresent() || elsewhere ? Optional.empty() : KeyBinding.this.whyNothingWasSent(target);
        }
    }

    private Optional<String> whyNothingWasSent(Origin target) {
        Optional<String> none = whyNone(target);
        if (none.isPresent() || service.auth().equals("none") && references.isEmpty()) {
            return none;
        }
        if (references.isEmpty()) {
            return Optional.of("No key was sent: " + service.name() + " has none; " + declare(target));
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
        try {
            for (String reference : references) {
                if (isSet(reference, registry)) {
                    return shown(reference);
                }
                all.add(shown(reference));
            }
        } catch (ConfigurationException unusable) {
            return String.valueOf(unusable.getMessage());
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
    static Optional<Secret> secret(String reference, ChatModelRegistry registry) {
        String text = text(reference, registry);
        String key = trimmed(text);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        if (key.length() != text.length() && registry.told.add(reference)) {
            LOG.warn("Blanks or line ends around the key from {} were cut off; remove them there", reference);
        }
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c <= ' ' || c > '~' || c == '"' || c == '\'') {
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
            return "write the key into the file " + path(name);
        }
        return reference.startsWith("sysprop:")
                ? "set the system property " + name
                : "give the registry a value with Builder.credential(\"" + name + "\", …)";
    }

    /** Whether there is a key; one that a resolver has to be asked for counts. */
    static boolean isSet(String reference, ChatModelRegistry registry) {
        return reference.startsWith("resolver:")
                ? registry.resolvers.containsKey(Names.normal(name(reference)))
                : !trimmed(text(reference, registry)).isEmpty();
    }

    /** Reference and whether there is a key, never the key. */
    private String shown(String reference) {
        if (reference.startsWith("resolver:")) {
            boolean registered = registry.resolvers.containsKey(Names.normal(name(reference)));
            return reference + (registered ? ", asked at each call" : ", not registered");
        }
        return reference + (secret(reference, registry).isPresent() ? ", set" : ", not set");
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

    /** Looked at before it is opened: whoever opens a pipe waits for its other end. */
    private static String file(String name) {
        Path path = path(name);
        if (!Files.exists(path)) {
            return "";
        }
        if (!Files.isRegularFile(path)) {
            throw unusable(path, "is no file: name one that holds the key alone");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw unusable(path, "is longer than any key: name one that holds the key alone");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unusable(path, "can't be read: let the user of this process read it");
        }
    }

    private static MissingKeyException unusable(Path path, String why) {
        return new MissingKeyException(
                "The key's file " + path + " " + why,
                ChatException.Details.builder().code("key_file").build());
    }

    /** A leading "~/" is the home of the user; what is relative is so to the working directory. */
    private static Path path(String name) {
        try {
            return Path.of(name.startsWith("~/") ? System.getProperty("user.home", "~") + name.substring(1) : name)
                    .toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new ConfigurationException("bad_credential", "A key's file has no path: write file:/PATH/OF/FILE");
        }
    }

    /** The cause is left out: nobody knows what its message holds. Sneaked checked exceptions count too. */
    private static @Nullable String ask(String reference, @Nullable Supplier<String> resolver) {
        try {
            return resolver == null ? null : resolver.get();
        } catch (ChatException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof InterruptedException || e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new CancelledException(
                        "Interrupted while " + reference + " was asked for the key: nothing was sent",
                        ChatException.Details.NONE);
            }
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
        return c == '\uFEFF' || Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
