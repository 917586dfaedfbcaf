package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.chatmodels.canary.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Listeners that were given, and those that jars bring. */
@Timeout(60)
class FoundListenersTest {
    private static final String SERVICES = "META-INF/services/org.chatmodels.ChatListener";

    @TempDir
    static Path folder;

    private final LogLines lines = LogLines.of("org.chatmodels.ChatListener");

    @AfterEach
    void close() {
        lines.close();
    }

    private static BuiltJar jar() {
        return new BuiltJar(folder, "ears-" + System.nanoTime() + ".jar");
    }

    private static BuiltJar ear(BuiltJar jar, String className, String body) {
        return jar.source(
                        className,
                        "public class " + className + " implements ChatListener {\n" + body
                                + "\n public Call started(CallInfo info) { return Call.NONE; } }")
                .text(SERVICES, "jar." + className);
    }

    private static List<String> names(ChatModelRegistry registry) {
        return registry.listeners().stream()
                .map(listener -> listener.getClass().getName())
                .toList();
    }

    @Test
    void thoseGivenComeFirstInTheirOrder() throws IOException {
        ChatListener one = new HeardCalls();
        ChatListener two = info -> ChatListener.Call.NONE;
        URL ears = ear(ear(jar(), "Left", ""), "Right", "").build();
        try (URLClassLoader loader = JarPlace.loader(List.of(ears));
                ChatModelRegistry registry = ChatModelRegistry.builder()
                        .classLoader(loader)
                        .environment(Map.of())
                        .listener(one)
                        .listener(two)
                        .build()) {
            List<ChatListener> all = registry.listeners();
            assertThat(all).startsWith(one, two);
            assertThat(names(registry)).endsWith("jar.Left", "jar.Right").hasSize(4);
            assertThat(registry.listeners()).isSameAs(all);
        }
    }

    @Test
    void withoutDiscoveryThereAreThoseGivenAlone() throws IOException {
        ChatListener given = new HeardCalls();
        URL ears = ear(jar(), "Left", "").build();
        try (URLClassLoader loader = JarPlace.loader(List.of(ears));
                ChatModelRegistry registry = ChatModelRegistry.builder()
                        .discovery(false)
                        .classLoader(loader)
                        .listener(given)
                        .build()) {
            assertThat(registry.listeners()).containsExactly(given);
        }
    }

    @Test
    void nullIsNoListener() {
        assertThatNullPointerException()
                .isThrownBy(() -> ChatModelRegistry.builder().listener(null));
    }

    @Test
    void nothingIsLookedForBeforeItIsNeeded() throws IOException {
        String trace = "chatmodels-test-ears";
        URL ears = ear(jar(), "Loud", "public Loud() { System.setProperty(\"" + trace + "\", \"made\"); }")
                .build();
        try (URLClassLoader loader = JarPlace.loader(List.of(ears));
                ChatModelRegistry registry = JarPlace.registry(loader)) {
            registry.providers();
            registry.validate();
            assertThat(System.getProperty(trace)).isNull();
            registry.listeners();
            assertThat(System.getProperty(trace)).isEqualTo("made");
        } finally {
            System.clearProperty(trace);
        }
    }

    @Test
    void oneClassThatTwoLoadersHaveCountsOnce() throws IOException {
        URL ears = ear(jar(), "Left", "").text(SERVICES, "jar.Left # again").build();
        try (URLClassLoader loader = JarPlace.loader(List.of(ears));
                ChildFirst own = new ChildFirst(loader, ears)) {
            for (List<? extends ClassLoader> loaders : List.of(List.of(loader, loader), List.of(own, loader))) {
                try (ChatModelRegistry registry = ChatModelRegistry.builder()
                        .loaders(List.copyOf(loaders))
                        .environment(Map.of())
                        .build()) {
                    assertThat(names(registry)).containsExactly("jar.Left");
                }
            }
        }
        assertThat(lines.lines()).isEmpty();
    }

    private void assertLeftOut(JarPlace place, URL broken, String said) throws IOException {
        URL good = ear(jar(), "Good", "").build();
        try (URLClassLoader loader = place.loader(broken, good);
                URLClassLoader below = new URLClassLoader(new URL[0], loader);
                ChatModelRegistry registry = ChatModelRegistry.builder()
                        .loaders(List.of(below, loader))
                        .environment(Map.of())
                        .build()) {
            assertThat(names(registry)).containsExactly("jar.Good");
            registry.listeners();
        }
        assertThat(lines.lines())
                .map(line -> line.replaceFirst("jar:file:.*ChatListener:", "jar:FILE:"))
                .containsExactly("WARN " + said);
    }

    private static String skipped(String why) {
        return "No listener: ServiceConfigurationError: org.chatmodels.ChatListener: " + why
                + "; mend or remove its jar";
    }

    @ParameterizedTest
    @EnumSource
    void oneThatCannotBeMadeHarmsNoOther(JarPlace place) throws IOException {
        String body = "public Bad() { throw new AssertionError(\"sk-canary-in-a-message\"); }";
        assertLeftOut(
                place,
                ear(jar(), "Bad", body).build(),
                "Listener jar.Bad threw java.lang.AssertionError: mend or remove it");
    }

    @ParameterizedTest
    @EnumSource
    void oneThatIsNotThereHarmsNoOther(JarPlace place) throws IOException {
        assertLeftOut(place, jar().text(SERVICES, "jar.Gone").build(), skipped("Provider jar.Gone not found"));
    }

    @ParameterizedTest
    @EnumSource
    void oneThatIsNoListenerHarmsNoOther(JarPlace place) throws IOException {
        URL broken = jar().source("Deaf", "public class Deaf {}")
                .text(SERVICES, "jar.Deaf")
                .build();
        assertLeftOut(place, broken, skipped("jar.Deaf not a subtype"));
    }

    @ParameterizedTest
    @EnumSource
    void aMalformedLineHarmsNoOther(JarPlace place) throws IOException {
        assertLeftOut(
                place,
                jar().text(SERVICES, "no class name").build(),
                skipped("jar:FILE:1: Illegal configuration-file syntax"));
    }

    @ParameterizedTest
    @EnumSource
    void oneOfALibraryThatIsMissingHarmsNoOther(JarPlace place) throws IOException {
        URL broken = ear(jar().source("Base", "public class Base {}"), "Bad", "Base base = new Base();")
                .without("Base")
                .build();
        assertLeftOut(place, broken, "Listener jar.Bad threw java.lang.NoClassDefFoundError: mend or remove it");
    }

    @Test
    void aLoaderGoesWhenItsRegistryIsForgotten() throws Exception {
        DefaultRegistriesTest.assertGone(forgotten(ear(jar(), "Left", "").build()));
    }

    private static WeakReference<ClassLoader> forgotten(URL ears) throws IOException {
        try (URLClassLoader loader = JarPlace.loader(List.of(ears));
                ChatModelRegistry registry = JarPlace.registry(loader)) {
            CallListeners told = CallListeners.started(
                    registry.listeners(), CallInfo.of(ModelLocation.of("any", "m"), ChatRequest.of("hi"), false));
            told.completed(ChatResponse.of("yes"));
            assertThat(registry.listeners()).hasSize(1);
            return new WeakReference<>(loader);
        }
    }
}
