package org.chatmodels;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;

/** Where a jar stands on a class path of two, and what is opened from that path. */
enum JarPlace {
    BEFORE,
    BEHIND;

    /** A loader below the tests' own one. */
    URLClassLoader loader(URL jar, URL other) {
        return loader(this == BEFORE ? List.of(jar, other) : List.of(other, jar));
    }

    static URLClassLoader loader(List<URL> jars) {
        return new URLClassLoader(jars.toArray(new URL[0]), JarPlace.class.getClassLoader());
    }

    static ChatModelRegistry registry(ClassLoader loader) {
        return ChatModelRegistry.builder()
                .classLoader(loader)
                .environment(Map.of())
                .build();
    }

    /** What is known of that class, or of that line; AssertionError when nothing is. */
    static ProviderStatus status(ChatModelRegistry registry, String className) {
        return registry.providers().stream()
                .filter(status -> status.className().equals(className))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no status of " + className + " in " + registry.providers()));
    }
}
