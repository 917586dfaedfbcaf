package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One broken jar never hurts another, before it on the class path or behind it. */
class BrokenJarsTest {
    private static final String ADD = "@ChatProvider(names = \"bad\", apiLevel = 1)\n";

    @TempDir
    static Path folder;

    private static URL good;

    @BeforeAll
    static void buildTheGoodOne() throws IOException {
        good = new BuiltJar(folder, "good-1.2.jar")
                .provider("Good", "\"good\"", "")
                .build();
    }

    private static BuiltJar jar() {
        return new BuiltJar(folder, "bad-" + System.nanoTime() + "-0.3.jar");
    }

    /** What discovery sees without running anything, with a part of the problem it names. */
    static Stream<Arguments> seen() throws IOException {
        return Stream.of(unloadable(), unusable(), misdescribed()).flatMap(cases -> cases);
    }

    private static Stream<Arguments> unloadable() throws IOException {
        return Stream.of(
                Arguments.of("missing class", jar().line("jar.Bad").build(), "jar.Bad", "class not found"),
                Arguments.of(
                        "missing superclass",
                        jar().source("Base", "public class Base {}")
                                .source("Bad", ADD + BuiltJar.providerSource("Bad extends Base", ""))
                                .line("jar.Bad")
                                .without("Base")
                                .build(),
                        "jar.Bad",
                        "NoClassDefFoundError: jar/Base"),
                Arguments.of(
                        "newer class file",
                        jar().provider("Bad", "\"bad\"", "").build(BrokenJarsTest::newer),
                        "jar.Bad",
                        "built for a newer Java"),
                Arguments.of(
                        "truncated class file",
                        jar().provider("Bad", "\"bad\"", "").build(bytes -> Arrays.copyOf(bytes, bytes.length / 2)),
                        "jar.Bad",
                        "ClassFormatError"));
    }

    private static Stream<Arguments> unusable() throws IOException {
        return Stream.of(
                Arguments.of(
                        "wrong type",
                        jar().source("Bad", "public class Bad {}")
                                .line("jar.Bad")
                                .build(),
                        "jar.Bad",
                        "does not implement"),
                Arguments.of(
                        "private constructor",
                        jar().provider("Bad", "\"bad\"", "private Bad() {}").build(),
                        "jar.Bad",
                        "public constructor"),
                Arguments.of(
                        "abstract class",
                        jar().source("Bad", ADD + "public abstract class Bad implements ChatModelProvider {}")
                                .line("jar.Bad")
                                .build(),
                        "jar.Bad",
                        "is abstract"),
                Arguments.of(
                        "no annotation",
                        jar().source("Bad", BuiltJar.providerSource("Bad", ""))
                                .line("jar.Bad")
                                .build(),
                        "jar.Bad",
                        "add @ChatProvider(names"));
    }

    private static Stream<Arguments> misdescribed() throws IOException {
        return Stream.of(
                Arguments.of("no names", jar().provider("Bad", "", "").build(), "jar.Bad", "names nothing"),
                Arguments.of("bad name", jar().provider("Bad", "\"a b\"", "").build(), "jar.Bad", "bad name"),
                Arguments.of(
                        "higher level",
                        jar().source(
                                        "Bad",
                                        "@ChatProvider(names = \"bad\", apiLevel = 2)\n"
                                                + BuiltJar.providerSource("Bad", ""))
                                .line("jar.Bad")
                                .build(),
                        "jar.Bad",
                        "built for level 2"),
                Arguments.of(
                        "malformed line",
                        jar().line("# a comment").line("this is no class").build(),
                        "this is no class",
                        "line 2"));
    }

    /** What shows only when the provider is opened. */
    static Stream<Arguments> whenOpened() throws IOException {
        return Stream.concat(unmakeable(), careless());
    }

    private static Stream<Arguments> unmakeable() throws IOException {
        return Stream.of(
                Arguments.of(
                        "throwing constructor",
                        jar().provider("Bad", "\"bad\"", "public Bad() { throw new IllegalStateException(\"sorry\"); }")
                                .build(),
                        "IllegalStateException: sorry"),
                Arguments.of(
                        "failing static block",
                        jar().provider("Bad", "\"bad\"", "static int x = 1 / Integer.parseInt(\"0\");")
                                .build(),
                        "ArithmeticException"),
                Arguments.of(
                        "stack overflow in the constructor",
                        jar().provider("Bad", "\"bad\"", "public Bad() { this(1); } Bad(int a) { new Bad(); }")
                                .build(),
                        "StackOverflowError"),
                Arguments.of(
                        "missing dependency",
                        jar().source("Needed", "public class Needed {}")
                                .provider("Bad", "\"bad\"", "public Bad() { new Needed(); }")
                                .without("Needed")
                                .build(),
                        "NoClassDefFoundError: jar/Needed"));
    }

    private static Stream<Arguments> careless() throws IOException {
        return Stream.of(
                Arguments.of(
                        "throwing options",
                        jar().provider(
                                        "Bad",
                                        "\"bad\"",
                                        "public java.util.List<OptionInfo> options() { throw new RuntimeException(\"o\"); }")
                                .build(),
                        "RuntimeException: o"),
                Arguments.of(
                        "opens nothing",
                        jar().source(
                                        "Bad",
                                        ADD + "public class Bad implements ChatModelProvider { public ChatModel"
                                                + " open(ModelLocation l, ProviderContext c) { return null; } }")
                                .line("jar.Bad")
                                .build(),
                        "opened nothing"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("seen")
    void isReportedAndLeavesOthersAlone(String what, URL bad, String className, String problem) throws IOException {
        for (List<URL> order : List.of(List.of(bad, good), List.of(good, bad))) {
            try (URLClassLoader loader = loader(order);
                    ChatModelRegistry registry = registry(loader)) {
                assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
                ProviderStatus status = status(registry, className);
                assertThat(status.problem()).isPresent();
                assertThat(status.problem().orElseThrow()).contains(problem);
                assertThat(status.jar()).startsWith("bad-").endsWith("-0.3.jar");
                assertThatThrownBy(() -> registry.open("bad:m"))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("Available: good (good 1.2)")
                        .hasMessageContaining("Not loaded: " + className + " (" + status.jar() + "): ");
                assertThat(registry.validate()).anyMatch(found -> found.where().equals(status.jar()));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whenOpened")
    void failsAloneWhenItIsOpened(String what, URL bad, String problem) throws IOException {
        for (List<URL> order : List.of(List.of(bad, good), List.of(good, bad))) {
            try (URLClassLoader loader = loader(order);
                    ChatModelRegistry registry = registry(loader)) {
                assertThat(status(registry, "jar.Bad").problem()).isEmpty();
                for (int i = 0; i < 2; i++) {
                    assertThatThrownBy(() -> registry.open("bad:m"))
                            .isInstanceOf(ProviderLoadException.class)
                            .hasMessageContaining("jar.Bad (bad-")
                            .hasMessageContaining(problem);
                }
                assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
            }
        }
    }

    @Test
    void aMalformedLineCostsItsOwnFileAlone() throws IOException {
        URL bad = jar().provider("Lost", "\"lost\"", "").line("no class").build();
        try (URLClassLoader loader = loader(List.of(bad, good));
                ChatModelRegistry registry = registry(loader)) {
            assertThat(status(registry, "jar.Lost").problem().orElseThrow()).contains("another line");
            assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
        }
    }

    @Test
    void openingOneNameRunsNoCodeOfAnother() throws IOException {
        String trap = "static { System.setProperty(\"chatmodels-test-trap\", \"sprung\"); }";
        URL other = jar().provider("Trap", "\"trap\"", trap).build();
        try (URLClassLoader loader = loader(List.of(other, good));
                ChatModelRegistry registry = registry(loader)) {
            registry.open("good:m").ask("hi");
            registry.providers();
            registry.services();
            registry.validate();
            assertThat(System.getProperty("chatmodels-test-trap")).isNull();
            registry.open("trap:m");
            assertThat(System.getProperty("chatmodels-test-trap")).isEqualTo("sprung");
        } finally {
            System.clearProperty("chatmodels-test-trap");
        }
    }

    @Test
    void oneNameOfTwoClassesIsAnErrorWhenOpened() throws IOException {
        URL one = new BuiltJar(folder, "one-1.0.jar")
                .provider("One", "\"same\",\"only-one\"", "")
                .build();
        URL two = new BuiltJar(folder, "two-1.0.jar")
                .provider("Two", "\"same\"", "")
                .build();
        try (URLClassLoader loader = loader(List.of(one, two, good));
                ChatModelRegistry registry = registry(loader)) {
            assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
            assertThat(registry.open("only-one:m").ask("hi")).isEqualTo("One");
            assertThatThrownBy(() -> registry.open("same:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("one-1.0.jar")
                    .hasMessageContaining("two-1.0.jar");
            assertThat(status(registry, "jar.One").problem().orElseThrow()).contains("two-1.0.jar");
        }
    }

    @Test
    void theSameClassTwiceCountsOnce() throws IOException {
        URL copy = new BuiltJar(folder, "good-copy.jar")
                .provider("Good", "\"good\"", "")
                .build();
        try (URLClassLoader loader = loader(List.of(good, copy));
                URLClassLoader child = new URLClassLoader(new URL[] {copy}, loader);
                ChatModelRegistry registry = registry(child)) {
            assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
            assertThat(registry.providers())
                    .filteredOn(status -> status.className().equals("jar.Good"))
                    .hasSize(1);
        }
    }

    @Test
    void aConstructorThatNeedsItselfIsAnErrorAndNoDeadlock() throws IOException {
        URL bad = jar().provider("Bad", "\"bad\"", "public Bad() { Holder.registry.get().open(\"bad:m\"); }")
                .source(
                        "Holder",
                        "public class Holder { public static java.util.function.Supplier<ChatModelRegistry> registry; }")
                .build();
        try (URLClassLoader loader = loader(List.of(bad, good));
                ChatModelRegistry registry = registry(loader)) {
            java.util.function.Supplier<ChatModelRegistry> supplier = () -> registry;
            loader.loadClass("jar.Holder").getField("registry").set(null, supplier);
            assertThatThrownBy(() -> registry.open("bad:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("needs itself");
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] newer(byte[] classFile) {
        byte[] changed = classFile.clone();
        changed[7] = 120;
        return changed;
    }

    private static URLClassLoader loader(List<URL> jars) {
        return new URLClassLoader(jars.toArray(new URL[0]), BrokenJarsTest.class.getClassLoader());
    }

    private static ChatModelRegistry registry(ClassLoader loader) {
        return ChatModelRegistry.builder()
                .classLoader(loader)
                .environment(Map.of())
                .build();
    }

    private static ProviderStatus status(ChatModelRegistry registry, String className) {
        return registry.providers().stream()
                .filter(status -> status.className().equals(className))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no status of " + className + " in " + registry.providers()));
    }
}
