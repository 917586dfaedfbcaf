package org.chatmodels;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.chatmodels.provider.Secret;
import org.jspecify.annotations.Nullable;

/** Where a key comes from, "env:NAME", "file:PATH", "sysprop:NAME" or "resolver:NAME"; read anew each time. */
final class KeySource {
    private static final int LARGEST = 64 * 1024;

    private final String reference;
    private final KeyTexts texts;

    KeySource(String reference, KeyTexts texts) {
        this.reference = reference.strip();
        this.texts = texts;
    }

    /** The key without blanks around it; empty when there is none. ConfigurationException when it cannot be a key. */
    Optional<Secret> secret() {
        String text = text();
        String key = text == null ? "" : trimmed(text);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        if (text != null && key.length() != text.length()) {
            texts.warnOnce(reference);
        }
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) <= ' ' || key.charAt(i) > '~' || key.charAt(i) == '"') {
                throw new ConfigurationException("The key from " + reference
                        + " has a blank, a quote or another character that no key has: write" + " the bare key");
            }
        }
        return Optional.of(Secret.of(key));
    }

    /** What to do when there is none. */
    String remedy() {
        String name = reference.substring(reference.indexOf(':') + 1);
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

    /** Reference and whether there is a key, never the key. */
    @Override
    public String toString() {
        if (reference.startsWith("resolver:")) {
            return reference
                    + (texts.resolver(reference.substring(9)) == null ? ", not registered" : ", asked at each call");
        }
        String text = text();
        return reference + (text == null || trimmed(text).isEmpty() ? ", not set" : ", set");
    }

    private @Nullable String text() {
        String name = reference.substring(reference.indexOf(':') + 1).strip();
        if (reference.startsWith("env:")) {
            return texts.environment().lookup().apply(name);
        }
        if (reference.startsWith("sysprop:")) {
            return name.isEmpty() ? null : System.getProperty(name);
        }
        if (reference.startsWith("file:")) {
            return file(name);
        }
        Supplier<String> resolver = texts.resolver(name);
        return resolver == null ? null : ask(resolver);
    }

    private static @Nullable String file(String name) {
        try (InputStream in = Files.newInputStream(Path.of(name))) {
            return new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    /** The cause is left out: nobody knows what its message holds. */
    private @Nullable String ask(Supplier<String> resolver) {
        try {
            return resolver.get();
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

    /** What sources read from, one per registry. */
    interface KeyTexts {
        Configuration.Environment environment();

        @Nullable
        Supplier<String> resolver(String name);

        /** Says once for each name that something around a key was cut off. */
        void warnOnce(String reference);
    }
}
