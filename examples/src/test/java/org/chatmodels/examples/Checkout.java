package org.chatmodels.examples;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The checkout that the tests run in, and processes started in it. */
final class Checkout {
    private static final long PATIENCE_SECONDS = 60;

    private Checkout() {}

    /** How a process ended and what it wrote. */
    record Ended(int code, String out, String err) {}

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("bom/pom.xml"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** The packaged jar of that artifact on this class path; empty where only classes are there. */
    static List<Path> jar(String artifact) {
        List<Path> found = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (path.getFileName().toString().startsWith(artifact + "-") && entry.endsWith(".jar")) {
                found.add(path);
            }
        }
        return found;
    }

    /** This class path without the entries of one module. */
    static String classPathWithout(String module) {
        List<String> kept = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains(module)) {
                kept.add(entry);
            }
        }
        return String.join(File.pathSeparator, kept);
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A process in the checkout, on the tests' own JDK, with an environment that says nothing of models. */
    static Process start(Map<String, String> environment, List<String> command) throws IOException {
        return builder(environment, command)
                .redirectInput(new File("/dev/null"))
                .start();
    }

    /** The same for a process that is written to. */
    static ProcessBuilder builder(Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(root().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CHAT") || name.endsWith("_API_KEY"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CONFIG_HOME", "/nonexistent");
        builder.environment().putAll(environment);
        return builder;
    }

    /** Waits for the end, reading both streams meanwhile. */
    static Ended end(Process process) throws IOException, InterruptedException {
        CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> {
            try {
                return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return "unreadable: " + e;
            }
        });
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after " + PATIENCE_SECONDS + " s");
        }
        return new Ended(process.exitValue(), out, err.join());
    }

    static Ended run(String... command) throws IOException, InterruptedException {
        return end(start(Map.of(), List.of(command)));
    }
}
