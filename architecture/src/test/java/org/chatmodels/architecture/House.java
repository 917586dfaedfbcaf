package org.chatmodels.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the house stands on disk: its modules and their sources. */
final class House {
    static final List<String> MODULES = List.of(
            "api",
            "spi",
            "testkit",
            "provider-openai-compatible",
            "provider-ollama",
            "provider-openrouter",
            "provider-demo",
            "gateway",
            "cli",
            "examples",
            "examples/provider-eliza",
            "architecture");

    private House() {}

    /** The folder of the root pom: the nearest one above that has a bom beside it. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("bom/pom.xml"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("run the tests inside the checkout");
            }
        }
        return folder;
    }

    static Path module(String name) {
        return root().resolve(name);
    }

    /** Every Java file below {@code src/main} and {@code src/test} of every module, and of what tests all of them. */
    static List<Path> sources() {
        return Stream.concat(MODULES.stream(), Stream.of("canary", "reliability"))
                .flatMap(module -> Stream.concat(
                        javaFiles(module(module).resolve("src/main")).stream(),
                        javaFiles(module(module).resolve("src/test")).stream()))
                .toList();
    }

    static List<Path> mainSources(String module) {
        return javaFiles(module(module).resolve("src/main"));
    }

    private static List<Path> javaFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
