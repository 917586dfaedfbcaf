package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Providers are found from every thread, on the class path and as modules: each in a JVM of its own. */
@Timeout(120)
class LookupTest {
    /** Opens each name from the main thread, from threads without a useful loader and from the common pool. */
    private static final String PROBE = """
            public class Probe {
                public static void main(String[] names) throws Exception {
                    System.out.println("parallelism " + java.util.concurrent.ForkJoinPool.getCommonPoolParallelism());
                    for (String name : names) {
                        tell("main", name);
                        run(new Thread(() -> tell("without", name)), null);
                        run(new Thread(() -> tell("platform", name)), ClassLoader.getPlatformClassLoader());
                        for (int i = 0; i < 4; i++) {
                            java.util.concurrent.ForkJoinPool.commonPool().submit(() -> tell("pool", name)).get();
                        }
                    }
                }
                private static void run(Thread thread, ClassLoader context) throws Exception {
                    thread.setContextClassLoader(context);
                    thread.start();
                    thread.join();
                }
                private static synchronized void tell(String where, String name) {
                    String answer;
                    try {
                        answer = ChatModels.open(name + ":m").ask("hi") + " by " + ChatModels.registry().hashCode();
                    } catch (RuntimeException e) {
                        answer = e.getMessage().replace('\\n', ' ');
                    }
                    System.out.println(where + " " + name + ": " + answer);
                }
            }
            """;

    @TempDir
    static Path folder;

    private static String probe;
    private static String probeModule;
    private static String plain;
    private static String named;
    private static String lacking;

    @BeforeAll
    static void build() throws IOException {
        probe = path(new BuiltJar(folder, "probe-1.jar").in("probe").source("Probe", PROBE));
        probeModule = path(new BuiltJar(folder, "probe-module-1.jar")
                .in("probe")
                .source("Probe", PROBE)
                .module("module probe { requires org.chatmodels; }"));
        plain = path(new BuiltJar(folder, "plain-plugin-1.0.jar").in("plain").provider("Plain", "\"plain\"", ""));
        named = path(module("named")
                .module(descriptor("named") + " provides"
                        + " org.chatmodels.provider.ChatModelProvider with named.Named; }"));
        lacking = path(module("lacking").module(descriptor("lacking") + " }"));
    }

    private static BuiltJar module(String name) {
        String className = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        return new BuiltJar(folder, name + "-1.0.jar").in(name).provider(className, '"' + name + '"', "");
    }

    private static String descriptor(String name) {
        return "module plugin." + name + " { requires org.chatmodels;";
    }

    private static String path(BuiltJar jar) throws IOException {
        URL url = jar.build();
        return Path.of(url.getPath()).toString();
    }

    private static String join(String... entries) {
        return String.join(File.pathSeparator, entries);
    }

    /** What the probe says in a JVM started so. */
    private static List<String> said(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=4");
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(text).isZero();
            return text.lines().toList();
        } finally {
            process.destroy();
        }
    }

    /** The same registry answered everywhere. */
    private static void assertEverywhere(List<String> said, String name, String answer) {
        List<String> lines =
                said.stream().filter(line -> line.contains(" " + name + ": ")).toList();
        assertThat(lines).hasSize(7).allMatch(line -> line.contains(": " + answer + " by "), answer);
        assertThat(lines.stream().map(line -> line.substring(line.lastIndexOf(' '))))
                .containsOnly(lines.get(0).substring(lines.get(0).lastIndexOf(' ')));
        assertThat(said).contains("parallelism 4");
    }

    @Test
    void onTheClassPathFromEveryThread() throws Exception {
        List<String> said = said("-cp", join(BuiltJar.LIBRARIES, probe, plain, named), "probe.Probe", "plain", "named");
        assertEverywhere(said, "plain", "Plain");
        assertEverywhere(said, "named", "Named");
    }

    @Test
    void onTheModulePathNamedAndAutomatic() throws Exception {
        List<String> said = said(
                "-p",
                join(BuiltJar.LIBRARIES, probeModule, plain, named, lacking),
                "--add-modules",
                "plugin.lacking",
                "-m",
                "probe/probe.Probe",
                "plain",
                "named",
                "lacking");
        assertEverywhere(said, "plain", "Plain");
        assertEverywhere(said, "named", "Named");
        assertThat(said)
                .filteredOn(line -> line.contains(" lacking: "))
                .hasSize(7)
                .allMatch(line -> line.contains(
                        "Not loaded: lacking (lacking-1.0.jar): its module plugin.lacking lacks \"provides"
                                + " org.chatmodels.provider.ChatModelProvider with lacking.Lacking\": add it"));
    }

    @Test
    void withTheApiAsAModuleAndPluginsOnBothPaths() throws Exception {
        List<String> said = said(
                "-p",
                join(BuiltJar.LIBRARIES, named),
                "--add-modules",
                "org.chatmodels",
                "-cp",
                join(probe, plain),
                "probe.Probe",
                "plain",
                "named");
        assertEverywhere(said, "plain", "Plain");
        assertEverywhere(said, "named", "Named");
    }
}
