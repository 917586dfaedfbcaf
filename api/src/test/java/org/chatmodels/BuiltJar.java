package org.chatmodels;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A jar that a test compiles and writes, whole or broken as it likes. */
final class BuiltJar {
    private static final Path API = place(ChatModels.class);

    /** What jars are compiled and run with: the api and what it needs. */
    static final String LIBRARIES = API + File.pathSeparator + place(org.slf4j.Logger.class);

    private final Path folder;
    private final String name;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final List<String> removed = new ArrayList<>();
    private String packageName = "jar";

    private static Path place(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    BuiltJar(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /** Where classes go that follow; {@code jar} unless set. */
    BuiltJar in(String name) {
        packageName = name;
        return this;
    }

    /** Source of a class. */
    BuiltJar source(String className, String text) {
        sources.put(
                className,
                "package " + packageName + "; import org.chatmodels.*; import org.chatmodels.provider.*;\n" + text);
        return this;
    }

    /** A provider that answers with its class name; {@code body} goes into the class. */
    BuiltJar provider(String className, String names, String body) {
        return source(
                        className,
                        "@ChatProvider(names = {" + names + "}, apiLevel = 1)\n" + providerSource(className, body))
                .line(packageName + "." + className);
    }

    static String providerSource(String className, String body) {
        return "public class " + className + " implements ChatModelProvider {\n" + body
                + "\n public ChatModel open(ModelLocation location, ProviderContext context) {\n"
                + "  return ChatModel.of(location, request -> ChatResponse.of(\"" + className + "\"));\n }\n}\n";
    }

    /** A line of the services file of providers. */
    BuiltJar line(String line) {
        return text(ServiceFile.PATH, line);
    }

    /** A line of the table of services. */
    BuiltJar row(String line) {
        return text(ServiceTable.PATH, line);
    }

    BuiltJar text(String path, String line) {
        byte[] before = entries.getOrDefault(path, new byte[0]);
        entries.put(path, (new String(before, StandardCharsets.UTF_8) + line + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** An entry that is no text; a path that ends with a slash is a folder. */
    BuiltJar bytes(String path, byte[] bytes) {
        entries.put(path, bytes.clone());
        return this;
    }

    /** All classes of the api go into the jar too. */
    BuiltJar withApi() throws IOException {
        for (Path compiled : classes(API)) {
            bytes(API.relativize(compiled).toString(), Files.readAllBytes(compiled));
        }
        return this;
    }

    /** The jar is a module of its own; classes are compiled on the module path. */
    BuiltJar module(String descriptor) {
        sources.put("module-info", descriptor);
        return this;
    }

    /** The compiled class does not go into the jar. */
    BuiltJar without(String className) {
        removed.add("jar/" + className + ".class");
        return this;
    }

    URL build() throws IOException {
        return build(bytes -> bytes);
    }

    /** {@code change} sees the bytes of every class. */
    URL build(UnaryOperator<byte[]> change) throws IOException {
        Path work = Files.createDirectories(folder.resolve(name + "-classes"));
        compile(work);
        Path jar = folder.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                add(zip, entry.getKey(), entry.getValue());
            }
            for (Path compiled : classes(work)) {
                String path = work.relativize(compiled).toString();
                if (!removed.contains(path)) {
                    add(zip, path, change.apply(Files.readAllBytes(compiled)));
                }
            }
        }
        return url(jar);
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }

    private static List<Path> classes(Path work) throws IOException {
        try (var files = Files.walk(work)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    private void compile(Path work) throws IOException {
        String path = sources.containsKey("module-info") ? "-p" : "-cp";
        List<String> arguments = new ArrayList<>(List.of("-d", work.toString(), "-proc:none", path, LIBRARIES));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = work.resolve(source.getKey() + ".java");
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        if (!sources.isEmpty()
                && ToolProvider.findFirst("javac")
                                .orElseThrow()
                                .run(System.out, System.err, arguments.toArray(new String[0]))
                        != 0) {
            throw new IllegalStateException("a test's source does not compile");
        }
    }

    private static void add(ZipOutputStream zip, String path, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(path));
        zip.write(bytes);
        zip.closeEntry();
    }
}
