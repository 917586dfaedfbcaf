package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.nio.file.Path;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications with the api inside: a jar merged of several, and two web applications in one JVM. */
class MergedJarTest {
    private static final String SERVICES = "META-INF/services/org.chatmodels.provider.ChatModelProvider";
    private static final String ROWS = "META-INF/chatmodels/services.properties";

    /** Asks for a location, as the application would. */
    private static final String TALK = "public class Talk implements java.util.function.Function<String, String> {"
            + " public String apply(String location) {"
            + " try { return ChatModels.open(location).ask(\"hi\"); } catch (ChatException e) { return e.getMessage(); } } }";

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @TempDir
    Path folder;

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    private BuiltJar application(String name) throws IOException {
        return new BuiltJar(folder, name).source("Talk", TALK).withApi();
    }

    /** A jar of two providers, one a protocol, whose services file and table are what the build made of them. */
    private BuiltJar merged() throws IOException {
        BuiltJar jar = application("merged-1.jar");
        for (String[] provider : new String[][] {{"First", "first"}, {"Protocol", "openai-compatible"}}) {
            jar.source(
                    provider[0],
                    "@ChatProvider(names = \"" + provider[1] + "\", apiLevel = 1)\n"
                            + BuiltJar.providerSource(provider[0], ""));
        }
        return jar;
    }

    private static BuiltJar withRow(BuiltJar jar) {
        return jar.row("groq.provider = openai-compatible").row("groq.base_url = https://groq.test/v1");
    }

    private ChildFirst started(URL jar) {
        ChildFirst loader = new ChildFirst(before, jar);
        Thread.currentThread().setContextClassLoader(loader);
        return loader;
    }

    @SuppressWarnings("unchecked")
    private static Function<String, String> talk(ClassLoader loader) throws ReflectiveOperationException {
        Class<?> type = loader.loadClass("jar.Talk");
        assertThat(type.getClassLoader()).isSameAs(loader);
        return (Function<String, String>) type.getDeclaredConstructor().newInstance();
    }

    private String asked(BuiltJar jar, String location) throws Exception {
        try (ChildFirst loader = started(jar.build())) {
            return talk(loader).apply(location);
        }
    }

    @Test
    void mergedFilesServeAll() throws Exception {
        BuiltJar all = withRow(merged()).line("jar.First").line("jar.Protocol");
        assertThat(asked(all, "first:m")).isEqualTo("First");
        assertThat(asked(all, "groq:m")).isEqualTo("Protocol");
        assertThat(asked(all, "grok:m")).contains("This jar was merged from several: join");
    }

    @Test
    void aProviderWhoseLineWasLostIsToldHowToMerge() throws Exception {
        assertThat(asked(withRow(merged()).line("jar.Protocol"), "first:m"))
                .startsWith("No provider or alias 'first'")
                .contains("Available: groq, openai-compatible (merged 1)")
                .contains("This jar was merged from several: join the lines of all their " + SERVICES
                        + " files (maven-shade-plugin: ServicesResourceTransformer)");
    }

    @Test
    void aRowWhoseProviderWasLostIsToldHowToMerge() throws Exception {
        assertThat(asked(withRow(merged()).line("jar.First"), "groq:m"))
                .startsWith(
                        "Service 'groq' (" + ROWS + " in merged-1.jar line 1) needs the provider 'openai-compatible'")
                .contains("join the lines of all their " + SERVICES
                        + " files (maven-shade-plugin: ServicesResourceTransformer)");
    }

    @Test
    void aServiceWhoseRowWasLostIsToldHowToMerge() throws Exception {
        assertThat(asked(merged().line("jar.First").line("jar.Protocol"), "groq:m"))
                .startsWith("No provider or alias 'groq'")
                .contains("The provider 'openai-compatible' is there and has no row of that name")
                .contains("join all their " + ROWS + " files (maven-shade-plugin: AppendingTransformer)")
                .doesNotContain("Add the artifact");
    }

    @Test
    void withoutAnyLineMergingIsMentionedToo() throws Exception {
        assertThat(asked(merged(), "first:m")).contains("No provider was found").contains(SERVICES);
    }

    @Test
    void applicationsWithTheirOwnApiSeeTheirOwnProvidersOnly() throws Exception {
        URL one = application("one-1.jar")
                .provider("One", "\"one\", \"same\"", "")
                .build();
        URL two = application("two-1.jar")
                .provider("Two", "\"two\", \"same\"", "")
                .build();
        try (ChildFirst first = started(one);
                ChildFirst second = new ChildFirst(before, two)) {
            Function<String, String> ofFirst = talk(first);
            Function<String, String> ofSecond = talk(second);
            for (ClassLoader context : new ClassLoader[] {first, second, before, null}) {
                Thread.currentThread().setContextClassLoader(context);
                assertThat(ofFirst.apply("same:m")).isEqualTo("One");
                assertThat(ofSecond.apply("same:m")).isEqualTo("Two");
                assertThat(ofFirst.apply("two:m")).startsWith("No provider or alias 'two'");
            }
            assertThat(ForkJoinPool.commonPool()
                            .submit(() -> ofSecond.apply("two:m"))
                            .get())
                    .isEqualTo("Two");
        }
    }

    @Test
    void anApplicationThatIsGoneIsNotKept() throws Exception {
        DefaultRegistriesTest.assertGone(usedAndDropped());
    }

    private WeakReference<ClassLoader> usedAndDropped() throws Exception {
        URL jar = application("gone-1.jar").provider("Gone", "\"gone\"", "").build();
        try (ChildFirst loader = started(jar)) {
            assertThat(talk(loader).apply("gone:m")).isEqualTo("Gone");
            Thread.currentThread().setContextClassLoader(before);
            return new WeakReference<>(loader);
        }
    }
}
