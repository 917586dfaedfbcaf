package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jars that nobody would build on purpose, before a good one and behind it. */
@Timeout(60)
class WorseJarsTest {
    private static final String NO_NAME = "is no class name: write one full class name on each line";

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

    /** The good one works, and of the other class or line this is said. */
    private static void assertSaid(JarPlace place, URL bad, String className, String problem) throws IOException {
        try (URLClassLoader loader = place.loader(bad, good);
                ChatModelRegistry registry = JarPlace.registry(loader)) {
            assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
            ProviderStatus status = JarPlace.status(registry, className);
            assertThat(status.problem().orElseThrow()).contains(problem);
            assertThat(status.jar()).startsWith("bad-");
            assertThat(registry.validate()).isNotEmpty();
            assertThatThrownBy(() -> registry.open("bad:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(problem);
        }
    }

    /** Both work and nothing is said. */
    private static void assertWorks(JarPlace place, URL odd, String location) throws IOException {
        try (URLClassLoader loader = place.loader(odd, good);
                ChatModelRegistry registry = JarPlace.registry(loader)) {
            assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
            assertThat(registry.open(location).ask("hi")).isNotEmpty();
            assertThat(registry.validate()).isEmpty();
        }
    }

    /** Two annotations whose default values hold each other, which the compiler refuses when it sees both. */
    @ParameterizedTest
    @EnumSource
    void annotationsThatHoldEachOther(JarPlace place) throws IOException {
        String runtime = "@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) ";
        Path first = folder.resolve("first-" + place + ".jar-classes/jar/Two.class");
        new BuiltJar(folder, "first-" + place + ".jar")
                .source("One", runtime + "public @interface One {}")
                .source("Two", runtime + "public @interface Two { One one() default @One; }")
                .build();
        URL bad = jar().source("Two", runtime + "public @interface Two {}")
                .source("One", runtime + "public @interface One { Two two() default @Two; }")
                .source("Bad", "@One " + BrokenJarsTest.ADD + BuiltJar.providerSource("Bad", ""))
                .line("jar.Bad")
                .without("Two")
                .bytes("jar/Two.class", Files.readAllBytes(first))
                .build();
        assertSaid(place, bad, "jar.Bad", "its @ChatProvider cannot be read: StackOverflowError; mend");
    }

    @ParameterizedTest
    @EnumSource
    void annotationWithAConstantThatFails(JarPlace place) throws IOException {
        URL bad = jar().source(
                        "Mark",
                        "@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)"
                                + " public @interface Mark { Color value(); }")
                .source("Color", "public enum Color { RED; static int x = 1 / Integer.parseInt(\"0\"); }")
                .source("Bad", "@Mark(Color.RED) " + BrokenJarsTest.ADD + BuiltJar.providerSource("Bad", ""))
                .line("jar.Bad")
                .build();
        assertSaid(place, bad, "jar.Bad", "its @ChatProvider cannot be read: ExceptionInInitializerError");
    }

    @ParameterizedTest
    @EnumSource
    void otherAnnotationsWhoseClassesAreMissing(JarPlace place) throws IOException {
        URL odd = jar().source(
                        "Mark",
                        "@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)"
                                + " public @interface Mark { Class<?>[] value(); }")
                .source("Gone", "public class Gone {}")
                .source(
                        "Bad",
                        "@Deprecated @Mark({Gone.class, Bad.class}) " + BrokenJarsTest.ADD
                                + BuiltJar.providerSource("Bad", ""))
                .line("jar.Bad")
                .without("Gone")
                .without("Mark")
                .build();
        assertWorks(place, odd, "bad:m");
    }

    @ParameterizedTest
    @EnumSource
    void moreBrokenLinesThanPatience(JarPlace place) throws IOException {
        BuiltJar bad = jar();
        for (int i = 0; i < 300; i++) {
            bad.line("gone.Number" + i);
        }
        assertSaid(place, bad.build(), "gone.Number299", "class not found");
    }

    @ParameterizedTest
    @EnumSource
    void servicesFileLargerThanAnybodyReads(JarPlace place) throws IOException {
        URL huge = jar().line("#".repeat((1 << 20) + 1))
                .provider("Huge", "\"huge\"", "")
                .build();
        assertSaid(place, huge, ServiceFile.PATH, "it is larger than 1 MiB; mend");
        try (URLClassLoader loader = place.loader(huge, good);
                ChatModelRegistry registry = JarPlace.registry(loader)) {
            assertThat(registry.open("huge:m").ask("hi")).isEqualTo("Huge");
        }
    }

    @ParameterizedTest
    @EnumSource
    void lineOfTenThousandLetters(JarPlace place) throws IOException {
        assertSaid(place, jar().line("x".repeat(10_000)).build(), "x".repeat(100) + "…", "class not found");
        assertSaid(place, jar().line("x ".repeat(5_000)).build(), "x ".repeat(50) + "…", NO_NAME);
        assertSaid(place, jar().line("x".repeat(70_000)).build(), "x".repeat(100) + "…", "mend or remove that jar");
    }

    @ParameterizedTest
    @EnumSource
    void servicesFileThatIsAFolder(JarPlace place) throws IOException {
        URL inJar = jar().bytes(ServiceFile.PATH + "/", new byte[0]).build();
        Path root = Files.createDirectories(folder.resolve("folder-" + place));
        Files.createDirectories(root.resolve(ServiceFile.PATH).resolve("no class, is it"));
        for (URL bad : List.of(inJar, root.toUri().toURL())) {
            try (URLClassLoader loader = place.loader(bad, good);
                    ChatModelRegistry registry = JarPlace.registry(loader)) {
                assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
                assertThat(registry.validate()).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherAlphabetsAndMarks(JarPlace place) throws IOException {
        byte[] latin = "# Übung\njar.Bad\n".getBytes(StandardCharsets.ISO_8859_1);
        BuiltJar works = jar().provider("Bad", "\"bad\"", "");
        assertWorks(place, works.bytes(ServiceFile.PATH, latin).build(), "bad:m");
        byte[] spaces = "\r\n\t jar.Bad \t# why\r\r\n".getBytes(StandardCharsets.UTF_8);
        assertWorks(place, works.bytes(ServiceFile.PATH, spaces).build(), "bad:m");

        byte[] marked = "\uFEFFjar.Bad\n".getBytes(StandardCharsets.UTF_8);
        assertSaid(place, works.bytes(ServiceFile.PATH, marked).build(), "\uFEFFjar.Bad", "without a byte order mark");
        byte[] name = "jar.Bäd\n".getBytes(StandardCharsets.ISO_8859_1);
        assertSaid(place, works.bytes(ServiceFile.PATH, name).build(), "jar.B\uFFFDd", NO_NAME);
        byte[] wide = "jar.Bad\n".getBytes(StandardCharsets.UTF_16LE);
        assertSaid(place, works.bytes(ServiceFile.PATH, wide).build(), "j a r . B a d", NO_NAME);
        byte[] blank = "jar.Bad\u2003\n".getBytes(StandardCharsets.UTF_8);
        assertSaid(place, works.bytes(ServiceFile.PATH, blank).build(), "jar.Bad\u2003", NO_NAME);
        byte[] terminal = "jar.Bad\u001b[2J\n".getBytes(StandardCharsets.UTF_8);
        assertSaid(place, works.bytes(ServiceFile.PATH, terminal).build(), "jar.Bad [2J", NO_NAME);
    }

    @ParameterizedTest
    @EnumSource
    void namesThatNoJarMayHave(JarPlace place) throws IOException {
        URL forbidden =
                jar().text("java/evil/Bad.class", "x").line("java.evil.Bad").build();
        assertSaid(place, forbidden, "java.evil.Bad", "SecurityException");
        assertSaid(place, jar().line("java.lang.String").build(), "java.lang.String", "does not implement");
        String own = "org.chatmodels.provider.ChatModelProvider";
        assertSaid(place, jar().line(own).build(), own, "is abstract");
        assertSaid(place, jar().line("jar..Bad").build(), "jar..Bad", NO_NAME);
        assertSaid(place, jar().line("int").build(), "int", "class not found");
        byte[] other = Files.readAllBytes(folder.resolve("good-1.2.jar-classes/jar/Good.class"));
        URL misplaced = jar().bytes("jar/Bad.class", other).line("jar.Bad").build();
        assertSaid(place, misplaced, "jar.Bad", "mend or remove that jar");
    }

    @ParameterizedTest
    @EnumSource
    void recordsAreProvidersToo(JarPlace place) throws IOException {
        URL odd = jar().source(
                        "Bad",
                        BrokenJarsTest.ADD + BuiltJar.providerSource("Bad", "").replace("class Bad", "record Bad()"))
                .line("jar.Bad")
                .build();
        assertWorks(place, odd, "bad:m");
    }

    @ParameterizedTest
    @EnumSource
    void jarsThatAreNone(JarPlace place) throws IOException {
        Path text = Files.writeString(folder.resolve("text-" + place + ".jar"), "no zip");
        Path cut = folder.resolve("cut-" + place + ".jar");
        byte[] whole = Files.readAllBytes(folder.resolve("good-1.2.jar"));
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
        Path missing = folder.resolve("missing.jar");
        for (Path path : List.of(text, cut, missing)) {
            try (URLClassLoader loader = place.loader(path.toUri().toURL(), good);
                    ChatModelRegistry registry = JarPlace.registry(loader)) {
                assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void jarThatGoesAwayUnderItsLoader(JarPlace place) throws IOException {
        String name = "bad-gone-" + place + ".jar";
        URL gone = new BuiltJar(folder, name).provider("Bad", "\"bad\"", "").build();
        try (URLClassLoader loader = place.loader(gone, good);
                ChatModelRegistry registry = JarPlace.registry(loader)) {
            assertThat(loader.getResource("jar/Bad.class")).isNotNull();
            Files.delete(folder.resolve(name));
            assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
            ProviderStatus status = JarPlace.status(registry, ServiceFile.PATH);
            assertThat(status.problem().orElseThrow())
                    .contains("cannot be read: ")
                    .contains("mend or remove");
            assertThat(status.toString()).contains(name).doesNotContain(folder.toString());
        }
    }

    @Test
    void loaderThatIsClosedOrFailsAlways() throws IOException {
        URLClassLoader closed = JarPlace.loader(List.of(good));
        closed.close();
        ClassLoader failing = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                if (name.contains("services/")) {
                    throw new IOException("never");
                }
                throw new IllegalStateException("never");
            }
        };
        try (URLClassLoader other = JarPlace.loader(List.of(good))) {
            for (ClassLoader bad : List.of(closed, failing)) {
                try (ChatModelRegistry registry = ChatModelRegistry.builder()
                        .loaders(List.of(bad, other))
                        .environment(Map.of())
                        .build()) {
                    assertThat(registry.open("good:m").ask("hi")).isEqualTo("Good");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void brokenJsonBindingLeavesTheGoodOneAlone(JarPlace place) throws IOException {
        String path = "META-INF/services/org.chatmodels.provider.JsonBinding";
        String binding = " public String write(Object value) { return \"\"; }"
                + " public Object read(String json, java.lang.reflect.Type type) { return \"read\"; }";
        BuiltJar bad = jar().source("Bad", "public class Bad {}").text(path, "jar.Bad");
        for (int i = 0; i < 150; i++) {
            bad.text(path, "gone.Number" + i);
        }
        URL fine = new BuiltJar(folder, "binding-" + place + ".jar")
                .source("Binding", "public class Binding implements JsonBinding {" + binding + "}")
                .text(path, "jar.Binding")
                .build();
        try (URLClassLoader loader = place.loader(bad.build(), fine);
                ChatModelRegistry registry = JarPlace.registry(loader)) {
            assertThat(registry.lookup(org.chatmodels.provider.JsonBinding.class))
                    .isPresent();
        }
    }
}
