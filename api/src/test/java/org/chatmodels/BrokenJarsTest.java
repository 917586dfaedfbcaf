package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One broken jar never hurts another, before it on the class path or behind it, and says what is wrong and what to do. */
class BrokenJarsTest {
    static final String ADD = "@ChatProvider(names = \"bad\", apiLevel = 1)\n";

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

    private static BuiltJar bad(String body) {
        return jar().provider("Bad", "\"bad\"", body);
    }

    /** A class that does not extend what providers of tests extend, with a services line. */
    private static BuiltJar written(String source) {
        return jar().source("Bad", source).line("jar.Bad");
    }

    private static Stream<Arguments> everywhere(List<Arguments> cases) {
        List<Arguments> all = new ArrayList<>();
        for (Arguments one : cases) {
            for (JarPlace place : JarPlace.values()) {
                List<Object> values = new ArrayList<>(List.of(one.get()));
                values.add(1, place);
                all.add(Arguments.of(values.toArray()));
            }
        }
        return all.stream();
    }

    /** What discovery sees without running anything: the jar, a part of the problem and what to do. */
    static Stream<Arguments> seen() throws IOException {
        List<Arguments> cases = new ArrayList<>(unloadable());
        cases.addAll(unusable());
        cases.addAll(misdescribed());
        return everywhere(cases);
    }

    private static List<Arguments> unloadable() throws IOException {
        String mend = "; mend or remove that jar";
        URL child = jar().source("Base", "public class Base {}")
                .source("Bad", ADD + BuiltJar.providerSource("Bad extends Base", ""))
                .line("jar.Bad")
                .without("Base")
                .build();
        URL newer = bad("").build(BrokenJarsTest::newer);
        URL cut = bad("").build(bytes -> Arrays.copyOf(bytes, bytes.length / 2));
        URL empty = bad("").build(bytes -> new byte[0]);
        return List.of(
                Arguments.of("missing class", jar().line("jar.Bad").build(), List.of("class not found", mend)),
                Arguments.of(
                        "missing superclass",
                        child,
                        List.of("NoClassDefFoundError: jar/Base", ": add the jar that has")),
                Arguments.of(
                        "newer class file", newer, List.of("built for a newer Java than", "or take an older version")),
                Arguments.of("truncated class file", cut, List.of("ClassFormatError", mend)),
                Arguments.of("empty class file", empty, List.of("ClassFormatError", mend)));
    }

    private static List<Arguments> unusable() throws IOException {
        URL hidden = bad("private Bad() {}").build();
        URL asking = bad("public Bad(int size) {}").build();
        URL abstraction = written(ADD + "public abstract class Bad implements ChatModelProvider {}")
                .build();
        URL face = written(ADD + "public interface Bad extends ChatModelProvider {}")
                .build();
        URL constants = written(ADD + BuiltJar.providerSource("Bad", "ONE;").replace("class", "enum"))
                .build();
        return List.of(
                Arguments.of(
                        "wrong type",
                        written("public class Bad {}").build(),
                        List.of("does not implement org.chatmodels", "mend or remove that jar")),
                Arguments.of(
                        "private constructor", hidden, List.of("public constructor without parameters", "add one")),
                Arguments.of("constructor with a parameter", asking, List.of("public constructor without", "add one")),
                Arguments.of("abstract class", abstraction, List.of("is abstract", "name a class that can be made")),
                Arguments.of("interface", face, List.of("is abstract", "name a class that can be made")),
                Arguments.of("enum", constants, List.of("public constructor without parameters", "add one")));
    }

    private static List<Arguments> misdescribed() throws IOException {
        String level = "@ChatProvider(names = \"bad\", apiLevel = 2)\n";
        URL higher = written(level + BuiltJar.providerSource("Bad", "")).build();
        URL nameless = jar().provider("Bad", "", "").build();
        String write = "write 2 to 64 of a-z";
        return List.of(
                Arguments.of("higher level", higher, List.of("built for level 2", "take a matching chatmodels-api")),
                Arguments.of(
                        "no annotation",
                        written(BuiltJar.providerSource("Bad", "")).build(),
                        List.of("no @ChatProvider", "add @ChatProvider(names")),
                Arguments.of("no names", nameless, List.of("names nothing", "write names =")),
                Arguments.of("blank in the name", named("a b"), List.of("bad name", write)),
                Arguments.of("empty name", named(""), List.of("bad name", write)),
                Arguments.of("long name", named("x".repeat(65)), List.of("bad name", write)),
                Arguments.of("name of a location", named("bad:m"), List.of("bad name", write)));
    }

    private static URL named(String name) throws IOException {
        return jar().provider("Bad", "\"" + name + "\"", "").build();
    }

    /** What shows only when the provider is opened. */
    static Stream<Arguments> whenOpened() throws IOException {
        List<Arguments> cases = new ArrayList<>(unmakeable());
        cases.addAll(careless());
        return everywhere(cases);
    }

    private static List<Arguments> unmakeable() throws IOException {
        URL throwing = bad("public Bad() { throw new IllegalStateException(\"sorry\"); }")
                .build();
        URL endless = bad("public Bad() { this(1); } Bad(int a) { new Bad(); }").build();
        URL needy = bad("public Bad() { new Needed(); }")
                .source("Needed", "public class Needed {}")
                .without("Needed")
                .build();
        URL failing = bad("public Bad() { assert false; throw new AssertionError(\"no\"); }")
                .build();
        return List.of(
                Arguments.of("throwing constructor", throwing, "IllegalStateException: sorry"),
                Arguments.of(
                        "failing static block",
                        bad("static int x = 1 / Integer.parseInt(\"0\");").build(),
                        "ArithmeticException"),
                Arguments.of("stack overflow in the constructor", endless, "StackOverflowError"),
                Arguments.of("missing dependency", needy, "NoClassDefFoundError: jar/Needed: add the jar"),
                Arguments.of("error in the constructor", failing, "AssertionError: no"));
    }

    private static List<Arguments> careless() throws IOException {
        String options = "public java.util.List<OptionInfo> options() { ";
        URL missing = jar().source("Needed", "public class Needed {}")
                .source("Bad", opening("new Needed(); return null;"))
                .line("jar.Bad")
                .without("Needed")
                .build();
        return List.of(
                Arguments.of(
                        "throwing options",
                        bad(options + "throw new RuntimeException(\"o\"); }").build(),
                        "RuntimeException: o"),
                Arguments.of(
                        "endless options", bad(options + "return options(); }").build(), "StackOverflowError"),
                Arguments.of("no options", bad(options + "return null; }").build(), "NullPointerException"),
                Arguments.of("opens nothing", written(opening("return null;")).build(), "opened nothing"),
                Arguments.of("missing class when opened", missing, "NoClassDefFoundError: jar/Needed: add the jar"),
                Arguments.of(
                        "throws when opened",
                        written(opening("throw new IllegalStateException(\"odd\");"))
                                .build(),
                        "cannot open a model: IllegalStateException: odd"),
                Arguments.of(
                        "endless when opened",
                        written(opening("return open(l, c);")).build(),
                        "cannot open a model: StackOverflowError"),
                Arguments.of(
                        "fails to find a service of its own",
                        written(opening("throw new java.util.ServiceConfigurationError(\"mine\");"))
                                .build(),
                        "cannot open a model: ServiceConfigurationError: mine"));
    }

    private static String opening(String body) {
        return ADD + "public class Bad implements ChatModelProvider {"
                + " public ChatModel open(ModelLocation l, ProviderContext c) { " + body + " } }";
    }

    @ParameterizedTest(name = "{0} {1} the good one")
    @MethodSource("seen")
    void isReportedAndLeavesOthersAlone(String what, JarPlace place, URL bad, List<String> said) throws IOException {
        try (URLClassLoader loader = place.loader(bad, good);
                ChatModelRegistry registry = JarPlace.registry(loader)) {
            assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
            ProviderStatus status = JarPlace.status(registry, "jar.Bad");
            assertThat(status.problem().orElseThrow()).contains(said);
            assertThat(status.jar()).startsWith("bad-").endsWith("-0.3.jar");
            String title = status.names().isEmpty() ? "jar.Bad" : "bad";
            assertThatThrownBy(() -> registry.open("bad:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("Available: good (good 1.2)")
                    .hasMessageContaining("Not loaded: " + title + " (" + status.jar() + "): ")
                    .hasMessageContainingAll(said.toArray(String[]::new));
            assertThat(registry.validate()).anyMatch(found -> found.where().equals(status.jar()));
            assertThat(registry.providers()).hasSize(2);
        }
    }

    @ParameterizedTest(name = "{0} {1} the good one")
    @MethodSource("whenOpened")
    void failsAloneWhenItIsOpened(String what, JarPlace place, URL bad, String problem) throws IOException {
        try (URLClassLoader loader = place.loader(bad, good);
                ChatModelRegistry registry = JarPlace.registry(loader)) {
            assertThat(JarPlace.status(registry, "jar.Bad").problem()).isEmpty();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> registry.open("bad:m"))
                        .isInstanceOf(ProviderLoadException.class)
                        .hasMessageContaining("jar.Bad (bad-")
                        .hasMessageContaining(problem)
                        .hasMessageMatching("(?s).*(; mend or remove that jar|: add the jar that has this class)");
            }
            assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
            assertThat(registry.providers()).hasSize(2);
        }
    }

    @Test
    void whatCannotBeMadeIsToldByProvidersFromThenOn() throws IOException {
        URL bad = bad("public Bad() { throw new IllegalStateException(\"sorry\"); }")
                .build();
        try (URLClassLoader loader = JarPlace.BEFORE.loader(bad, good);
                ChatModelRegistry registry = JarPlace.registry(loader)) {
            assertThatThrownBy(() -> registry.open("bad:m")).isInstanceOf(ProviderLoadException.class);
            assertThat(JarPlace.status(registry, "jar.Bad").problem())
                    .contains("cannot be made: IllegalStateException: sorry; mend or remove that jar");
            assertThatThrownBy(() -> registry.open("unknown:m"))
                    .hasMessageContaining("Not loaded: bad (bad-")
                    .hasMessageContaining("sorry");
        }
    }

    @ParameterizedTest
    @MethodSource("org.chatmodels.JarPlace#values")
    void aMalformedLineCostsItsOwnFileAlone(JarPlace place) throws IOException {
        URL bad = jar().provider("Lost", "\"lost\"", "").line("no class").build();
        try (URLClassLoader loader = place.loader(bad, good);
                ChatModelRegistry registry = JarPlace.registry(loader)) {
            assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
            ProviderStatus line = JarPlace.status(registry, "no class");
            assertThat(line.problem().orElseThrow()).contains("line 2").contains("write one full class name");
            assertThat(line.jar()).startsWith("bad-");
            assertThat(JarPlace.status(registry, "jar.Lost").problem().orElseThrow())
                    .contains("another line")
                    .contains("mend that line");
            assertThatThrownBy(() -> registry.open("lost:m")).hasMessageContaining("Not loaded: no class (bad-");
        }
    }

    private static byte[] newer(byte[] classFile) {
        byte[] changed = classFile.clone();
        int major = Integer.parseInt(System.getProperty("java.class.version").replace(".0", ""));
        changed[6] = (byte) (major + 1 >> 8);
        changed[7] = (byte) (major + 1);
        return changed;
    }
}
