package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jars that are whole, each by itself, and get into each other's way. */
@Timeout(60)
class JarsTogetherTest {
    /** Where provider code of a test leaves traces and finds what it waits for. */
    private static final String TRACE = "chatmodels-test-trace";

    @TempDir
    static Path folder;

    private static URL good;

    @BeforeAll
    static void buildTheGoodOne() throws IOException {
        good = jar("good-1.2.jar").provider("Good", "\"good\"", "").build();
    }

    @AfterEach
    void forget() {
        System.getProperties().remove(TRACE);
    }

    private static BuiltJar jar(String name) {
        return new BuiltJar(folder, name);
    }

    private static BuiltJar jar() {
        return jar("other-" + System.nanoTime() + "-0.3.jar");
    }

    @ParameterizedTest
    @EnumSource
    void openingOneNameRunsNoCodeOfAnother(JarPlace place) throws IOException {
        String spring = "System.setProperty(\"" + TRACE + "\", \"sprung\");";
        URL trap = jar().provider(
                        "Trap",
                        "\"trap\"",
                        "static { " + spring + " } { " + spring + " }"
                                + " public java.util.List<OptionInfo> options() { " + spring
                                + " return java.util.List.of(); }")
                .row("springs.provider = trap")
                .build();
        try (URLClassLoader loader = place.loader(trap, good);
                ChatModelRegistry registry = JarPlace.registry(loader)) {
            registry.open("good:m").ask("hi");
            registry.explain("good:m");
            registry.options("good");
            registry.providers();
            registry.services();
            registry.validate();
            assertThatThrownBy(() -> registry.open("grap:m")).hasMessageContaining("trap");
            assertThat(System.getProperty(TRACE)).isNull();
            registry.open("springs:m");
            assertThat(System.getProperty(TRACE)).isEqualTo("sprung");
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneNameOfTwoClassesIsAnErrorWhenOpened(JarPlace place) throws IOException {
        URL one =
                jar("one-1.0.jar").provider("One", "\"same\",\"only-one\"", "").build();
        URL two = jar("two-1.0.jar").provider("Two", "\"Sa_Me\"", "").build();
        List<URL> jars = place == JarPlace.BEFORE ? List.of(one, two, good) : List.of(good, two, one);
        try (URLClassLoader loader = JarPlace.loader(jars);
                ChatModelRegistry registry = JarPlace.registry(loader)) {
            assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
            assertThat(registry.open("only-one:m").ask("hi")).isEqualTo("One");
            assertThatThrownBy(() -> registry.open("same:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("jar.One (one-1.0.jar)")
                    .hasMessageContaining("jar.Two (two-1.0.jar)")
                    .hasMessageEndingWith("remove one jar");
            assertThat(JarPlace.status(registry, "jar.One").problem().orElseThrow())
                    .contains("jar.Two (two-1.0.jar)");
            assertThat(JarPlace.status(registry, "jar.Two").problem().orElseThrow())
                    .contains("jar.One (one-1.0.jar)");
        }
    }

    @Test
    void theSameClassTwiceCountsOnce() throws IOException {
        URL copy = jar("good-copy.jar")
                .provider("Good", "\"good\"", "")
                .line("jar.Good")
                .line("jar.Good # again")
                .build();
        try (URLClassLoader loader = JarPlace.loader(List.of(good, copy));
                URLClassLoader child = new URLClassLoader(new URL[] {copy}, loader);
                ChildFirst own = new ChildFirst(loader, copy)) {
            for (List<? extends ClassLoader> loaders :
                    List.of(List.of(child), List.of(child, loader), List.of(own, loader))) {
                try (ChatModelRegistry registry = registry(loaders)) {
                    assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
                    assertThat(registry.providers()).hasSize(1);
                    assertThat(registry.validate()).isEmpty();
                }
            }
        }
    }

    private static ChatModelRegistry registry(List<? extends ClassLoader> loaders) {
        return ChatModelRegistry.builder()
                .loaders(List.copyOf(loaders))
                .environment(Map.of())
                .build();
    }

    @Test
    void aBrokenCopyInOneLoaderLeavesTheGoodOneOfAnotherAlone() throws IOException {
        URL broken = jar("good-broken.jar").line("jar.Good").build();
        URL cut =
                jar("good-cut.jar").provider("Good", "\"good\"", "").build(bytes -> java.util.Arrays.copyOf(bytes, 40));
        try (URLClassLoader loader = JarPlace.loader(List.of(good));
                URLClassLoader without = JarPlace.loader(List.of(broken));
                ChildFirst child = new ChildFirst(loader, cut)) {
            for (ClassLoader first : List.of(without, child)) {
                try (ChatModelRegistry registry = registry(List.of(first, loader))) {
                    assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
                    assertThat(registry.providers()).hasSize(2);
                    assertThat(registry.providers().get(1).jar()).startsWith("good-");
                    assertThat(registry.providers().get(1).problem()).isPresent();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBundledCopyOfTheApiIsNamedWhereItIsInTheWayAndElseHarmless(JarPlace place) throws IOException {
        URL bundle = jar("bundle-2.jar")
                .provider("Bundled", "\"bundled\"", "")
                .withApi()
                .build();
        try (URLClassLoader loader = place.loader(bundle, good);
                ChatModelRegistry registry = JarPlace.registry(loader)) {
            assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
            assertThat(registry.open("bundled:m").ask("hi")).isEqualTo("Bundled");
        }
        URL[] order = place == JarPlace.BEFORE ? new URL[] {bundle, good} : new URL[] {good, bundle};
        try (ChildFirst loader = new ChildFirst(getClass().getClassLoader(), order);
                URLClassLoader parent = JarPlace.loader(List.of(good));
                ChatModelRegistry registry = registry(List.of(loader, parent))) {
            assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
            ProviderStatus status = JarPlace.status(registry, "jar.Bundled");
            assertThat(status.jar()).isEqualTo("bundle-2.jar");
            assertThat(status.problem().orElseThrow())
                    .contains("implements another copy of ChatModelProvider")
                    .contains("take chatmodels-api out of that jar");
            assertThatThrownBy(() -> registry.open("bundled:m")).hasMessageContaining("take chatmodels-api out");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aJarThatSquatsOpenaiGetsNeitherNameNorKey(JarPlace place) throws IOException {
        String telling = "public ChatModel open(ModelLocation location, ProviderContext context) {"
                + " boolean key = context.credential(java.net.URI.create(\"https://api.openai.test\")).isPresent();"
                + " return ChatModel.of(location, request -> ChatResponse.of(getClass().getSimpleName() + key)); }";
        String annotation =
                "@ChatProvider(names = \"%s\", apiLevel = 1) public class %s implements ChatModelProvider {";
        URL house = jar("house-1.jar")
                .in("org.chatmodels.house")
                .source("House", annotation.formatted("openai-compatible", "House") + telling + "}")
                .line("org.chatmodels.house.House")
                .row("openai.provider = openai-compatible")
                .row("openai.base_url = https://api.openai.test/v1")
                .row("openai.key_env = OPENAI_API_KEY")
                .build();
        URL squatter = jar("squatter-6.jar")
                .source("Squatter", annotation.formatted("OpenAI", "Squatter") + telling + "}")
                .line("jar.Squatter")
                .build();
        try (URLClassLoader loader = place.loader(squatter, house)) {
            ChatModelRegistry.Builder builder =
                    ChatModelRegistry.builder().classLoader(loader).environment(Map.of("OPENAI_API_KEY", "sk-canary"));
            try (ChatModelRegistry registry = builder.build()) {
                assertThat(registry.open("openai:m").ask("hi")).isEqualTo("Housetrue");
                ProviderStatus status = JarPlace.status(registry, "jar.Squatter");
                assertThat(status.jar()).isEqualTo("squatter-6.jar");
                assertThat(status.problem().orElseThrow())
                        .contains("may not take the name 'openai'")
                        .contains("Builder.provider(\"openai\", provider)");
            }
        }
    }

    @Test
    void aSlowConstructorHoldsUpNobodyButWhoWantsIt() throws Exception {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        System.getProperties().put(TRACE, List.of(making, release));
        URL slow = jar("slow-0.3.jar")
                .provider(
                        "Slow",
                        "\"slow\"",
                        "@SuppressWarnings(\"unchecked\") public Slow() throws Exception { var latches = (java.util.List<java.util.concurrent.CountDownLatch>)"
                                + " System.getProperties().get(\"" + TRACE + "\");"
                                + " latches.get(0).countDown(); latches.get(1).await(); }")
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (URLClassLoader loader = JarPlace.BEFORE.loader(slow, good);
                ChatModelRegistry registry = ChatModelRegistry.builder()
                        .classLoader(loader)
                        .environment(Map.of())
                        .patience(20)
                        .build()) {
            Future<String> maker = threads.submit(() -> registry.open("slow:m").ask("hi"));
            making.await();
            assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
            assertThat(registry.providers()).hasSize(2);
            assertThat(registry.validate()).isEmpty();
            assertThatThrownBy(() -> registry.open("slow:m"))
                    .isInstanceOf(ProviderLoadException.class)
                    .hasMessageContaining("Provider jar.Slow (slow-0.3.jar) is still being made by another thread")
                    .hasMessageContaining("its constructor must do nothing");
            release.countDown();
            assertThat(maker.get(30, TimeUnit.SECONDS)).isEqualTo("Slow");
            assertThat(registry.open("slow:m").ask("hi")).isEqualTo("Slow");
        } finally {
            release.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void aConstructorMayOpenAnotherModel() throws IOException {
        URL nested = jar().source(
                        "Nested",
                        "@ChatProvider(names = \"nested\", apiLevel = 1) public class Nested implements ChatModelProvider {"
                                + " final String other = ChatModels.open(\"good:m\").ask(\"hi\");"
                                + " public ChatModel open(ModelLocation location, ProviderContext context) {"
                                + " return ChatModel.of(location, request -> ChatResponse.of(\"after \" + other)); } }")
                .line("jar.Nested")
                .build();
        assertThat(openedBy(nested, "nested:m")).isEqualTo("after Good");
    }

    @Test
    void aConstructorThatOpensItselfIsAnErrorAndNoDeadlock() throws IOException {
        URL self = jar("self-0.3.jar")
                .provider("Self", "\"self\"", "public Self() { ChatModels.open(\"self:m\"); }")
                .build();
        assertThatThrownBy(() -> openedBy(self, "self:m"))
                .isInstanceOf(ProviderLoadException.class)
                .hasMessageContaining("Provider jar.Self (self-0.3.jar) needs itself before it is made")
                .hasMessageContaining("let it open models in open()");
    }

    private static String openedBy(URL jar, String location) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = JarPlace.BEFORE.loader(jar, good)) {
            thread.setContextClassLoader(loader);
            String answer = ChatModels.open(location).ask("hi");
            assertThat(ChatModels.open("good:m").ask("hi")).isEqualTo("Good");
            return answer;
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
