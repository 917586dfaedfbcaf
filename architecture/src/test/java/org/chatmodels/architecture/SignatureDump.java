package org.chatmodels.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** The public and protected signatures of a module's exported packages, as the JDK's javap prints them, sorted. */
final class SignatureDump {
    private SignatureDump() {}

    /** Whether the module exports a package to everybody. */
    static boolean hasAny(String module) {
        Path classes = House.module(module).resolve("target/classes");
        try {
            return Files.exists(classes.resolve("module-info.class"))
                    && descriptor(classes).exports().stream().anyMatch(exports -> !exports.isQualified());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String of(String module) throws IOException {
        Path classes = House.module(module).resolve("target/classes");
        StringBuilder dump = new StringBuilder();
        for (Path file : exported(classes)) {
            String text = javap(file);
            if (!text.isEmpty()) {
                dump.append(text).append('\n');
            }
        }
        return dump.toString();
    }

    private static List<Path> exported(Path classes) throws IOException {
        List<Path> files = new ArrayList<>();
        for (ModuleDescriptor.Exports exports : descriptor(classes).exports()) {
            if (exports.isQualified()) {
                continue;
            }
            try (Stream<Path> entries =
                    Files.list(classes.resolve(exports.source().replace('.', '/')))) {
                entries.filter(file -> file.toString().endsWith(".class")
                                && !file.toString().endsWith("package-info.class"))
                        .forEach(files::add);
            }
        }
        files.sort((a, b) -> a.toString().compareTo(b.toString()));
        return files;
    }

    private static ModuleDescriptor descriptor(Path classes) throws IOException {
        try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
            return ModuleDescriptor.read(in);
        }
    }

    private static String javap(Path file) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text, true);
        ToolProvider.findFirst("javap").orElseThrow().run(out, out, "-protected", file.toString());
        List<String> lines = text.toString()
                .lines()
                .filter(line -> !line.startsWith("Compiled from") && !line.isBlank())
                .toList();
        if (lines.isEmpty()
                || !lines.get(0).startsWith("public ") && !lines.get(0).startsWith("protected ")) {
            return "";
        }
        List<String> members = new ArrayList<>();
        for (String line : lines.subList(1, lines.size() - 1)) {
            members.add(line.replace(" synchronized ", " ").replace(" native ", " "));
        }
        members.sort(null);
        return lines.get(0) + "\n" + String.join("\n", members) + (members.isEmpty() ? "" : "\n") + "}\n";
    }
}
