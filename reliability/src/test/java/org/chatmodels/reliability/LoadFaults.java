package org.chatmodels.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ConfigurationException;
import org.chatmodels.ProviderLoadException;
import org.chatmodels.canary.Canary;

/** H: jars whose providers cannot be loaded. Each leaves the good provider, which answers afterwards, alone. */
final class LoadFaults {
    private static final String LINE = "META-INF/services/org.chatmodels.provider.ChatModelProvider";
    private static final Outcome GOOD = Outcome.answer(Answers.TEXT);

    private LoadFaults() {}

    static List<Fault> cases() {
        return Catalogue.all(unloadable(), unusable(), claims(), loaders());
    }

    private static String name(Class<?> type) {
        return type.getName();
    }

    /** A folder of classes with such a services file, in front of everything. */
    private static Fault.Settings lines(String... lines) {
        return (builder, server) -> builder.classLoader(loader(folder(String.join("\n", lines))));
    }

    private static Path folder(String services) {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "broken");
            Path file = folder.resolve(LINE);
            Files.createDirectories(file.getParent());
            Files.writeString(file, services);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassLoader loader(Path folder) {
        try {
            return new URLClassLoader(new URL[] {folder.toUri().toURL()}, LoadFaults.class.getClassLoader());
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Fault opened(String id, String what, String location, Fault.Settings settings) {
        return Fault.of(id, what)
                .settings(settings)
                .drill(bench -> bench.outcome(() -> bench.registry.open(location), Canary.PROMPT))
                .attempts(0)
                .also(bench -> assertThat(bench.ask()).isEqualTo(GOOD));
    }

    private static Fault fails(String id, String what, Class<?> provider, Class<? extends ChatException> with) {
        return opened(id, what, "broken:m", lines(name(provider)))
                .fails(with)
                .notSent()
                .says(name(provider));
    }

    private static List<Fault> unloadable() {
        return List.of(
                opened("H1", "a class that is missing", "broken:m", lines("org.acme.Missing"))
                        .fails(ConfigurationException.class)
                        .notSent()
                        .says("org.acme.Missing", "class not found"),
                opened("H8", "a class of a newer Java", "broken:m", changed(LoadFaults::newer))
                        .fails(ConfigurationException.class)
                        .notSent()
                        .says("Lat3", "newer Java"),
                opened("H9", "half a class", "broken:m", changed(bytes -> Arrays.copyOf(bytes, bytes.length / 2)))
                        .fails(ConfigurationException.class)
                        .notSent()
                        .says("Lat3"),
                opened("H10", "a line that is no class", "broken:m", lines("no class, is it", name(Broken.Slow.class)))
                        .fails(ConfigurationException.class)
                        .notSent()
                        .says("no class"));
    }

    /** The class Late under another name, as no loader above knows it, with its bytes changed. */
    private static Fault.Settings changed(UnaryOperator<byte[]> change) {
        String late = name(Broken.Late.class);
        String other = late.replace("Late", "Lat3");
        return (builder, server) -> {
            Path folder = folder(other);
            Path file = folder.resolve(other.replace('.', '/') + ".class");
            try (InputStream in = LoadFaults.class.getResourceAsStream("Broken$Late.class")) {
                String renamed = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).replace("$Late", "$Lat3");
                Files.createDirectories(file.getParent());
                Files.write(file, change.apply(renamed.getBytes(StandardCharsets.ISO_8859_1)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return builder.classLoader(loader(folder));
        };
    }

    private static byte[] newer(byte[] bytes) {
        byte[] changed = bytes.clone();
        changed[7] = (byte) (Runtime.version().feature() + 44 + 10);
        return changed;
    }

    private static List<Fault> unusable() {
        return List.of(
                fails("H2", "a constructor that fails", Broken.Constructor.class, ProviderLoadException.class),
                fails("H3", "a class that it needs is missing", Broken.Dependency.class, ProviderLoadException.class)
                        .says("org/acme/Missing"),
                fails(
                        "H4",
                        "a class that cannot be initialised",
                        Broken.Initialiser.class,
                        ProviderLoadException.class),
                fails("H5", "a class that is no provider", Broken.Stranger.class, ConfigurationException.class),
                opened("H6", "a constructor that nobody may call", "broken:m", lines(name(Broken.Hidden.class)))
                        .fails(ConfigurationException.class)
                        .notSent()
                        .says("Not loaded: broken (broken", "public constructor"),
                fails("H7", "a constructor without end", Broken.Endless.class, ProviderLoadException.class));
    }

    private static List<Fault> claims() {
        return List.of(
                opened(
                                "H11",
                                "two classes with one name",
                                "broken:m",
                                lines(name(Broken.Constructor.class), name(Broken.Endless.class)))
                        .fails(ConfigurationException.class)
                        .notSent()
                        .says(name(Broken.Constructor.class), name(Broken.Endless.class)),
                opened(
                                "H11",
                                "one class twice",
                                "reentrant:m",
                                lines(name(Broken.Reentrant.class), name(Broken.Reentrant.class)))
                        .answers("Reentrant"),
                Fault.of("H12", "a provider that claims a service with a key")
                        .settings(lines(name(Broken.Claimer.class)))
                        .drill(LoadFaults::claimed)
                        .attempts(0)
                        .answers("openai-compatible"));
    }

    /** Who would serve the name, and what is said of who wanted to. */
    private static Outcome claimed(Bench bench) {
        assertThat(bench.registry.providers().toString()).contains("may not take the name 'openai'");
        return bench.registry.services().stream()
                .filter(service -> service.name().equals("openai"))
                .map(service -> Outcome.answer(service.provider()))
                .findFirst()
                .orElseThrow();
    }

    private static List<Fault> loaders() {
        return List.of(
                Fault.of("H13", "a context loader that is null or knows nothing")
                        .drill(LoadFaults::underLoaders)
                        .attempts(2),
                Fault.of("H14", "sixty-four threads open a first model at once")
                        .only(Mode.SYNC)
                        .drill(LoadFaults::allAtOnce)
                        .attempts(64)
                        .within(20_000),
                opened(
                                "H14",
                                "a provider that opens a model while it is made",
                                "reentrant:m",
                                lines(name(Broken.Reentrant.class)))
                        .answers("Reentrant"),
                Fault.of("H15", "a provider that takes a second to be made: others do not wait")
                        .settings(lines(name(Broken.Slow.class)))
                        .drill(LoadFaults::besidesASlowOne)
                        .within(700)
                        .kept());
    }

    private static Outcome underLoaders(Bench bench) throws Exception {
        Outcome last = GOOD;
        for (ClassLoader context : new ClassLoader[] {null, ClassLoader.getPlatformClassLoader()}) {
            last = Caller.start(() -> {
                        Thread.currentThread().setContextClassLoader(context);
                        return askAnew(bench);
                    })
                    .outcome();
            assertThat(last).isEqualTo(GOOD);
        }
        return last;
    }

    /** In a registry of its own. */
    private static Outcome askAnew(Bench bench) {
        try (ChatModelRegistry registry =
                ChatModelRegistry.builder().environment(Map.of()).build()) {
            return bench.outcome(() -> registry.open("openai-compatible:m?base_url=" + bench.base), Canary.PROMPT);
        }
    }

    private static Outcome allAtOnce(Bench bench) throws Exception {
        try (ChatModelRegistry registry =
                ChatModelRegistry.builder().environment(Map.of()).build()) {
            CountDownLatch start = new CountDownLatch(1);
            List<Caller<Outcome>> callers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                callers.add(Caller.start(() -> {
                    start.await();
                    return bench.outcome(
                            () -> registry.open("openai-compatible:m?base_url=" + bench.base), Canary.PROMPT);
                }));
            }
            start.countDown();
            for (Caller<Outcome> caller : callers) {
                assertThat(caller.outcome()).isEqualTo(GOOD);
            }
        }
        return GOOD;
    }

    private static Outcome besidesASlowOne(Bench bench) throws Exception {
        Caller<Outcome> slow = Caller.start(() -> {
            bench.registry.open("slow:m");
            return GOOD;
        });
        slow.awaitBlocked();
        bench.startClock();
        Outcome outcome = bench.ask();
        bench.stopClock();
        slow.outcome();
        return outcome;
    }

    static List<Remark> remarks() {
        return List.of(
                Remark.elsewhere("H3", "jars that lack a class, before and behind good ones", "api/BrokenJarsTest"),
                Remark.elsewhere("H10", "services files of every kind", "api/WorseJarsTest"),
                Remark.elsewhere("H12", "who may take whose name", "api/OwnershipTest"),
                Remark.elsewhere(
                        "H16",
                        "a loader that is given up is collected",
                        "provider-openai-compatible/openaicompatible/LoaderLeakTest"),
                Remark.elsewhere("H17", "on the module path", "examples/examples/ModulePathTest"));
    }
}
