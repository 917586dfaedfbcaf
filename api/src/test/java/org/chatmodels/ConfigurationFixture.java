package org.chatmodels;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chatmodels.Configuration.Environment;
import org.junit.jupiter.api.io.TempDir;

/** The sources of a configuration, as tests fill them. */
class ConfigurationFixture {
    @TempDir
    Path folder;

    final Map<String, String> builder = new HashMap<>();
    final Map<String, String> system = new HashMap<>();
    final Map<String, String> variables = new HashMap<>();

    Configuration load(ClassLoader... loaders) {
        return Configuration.load(builder, system, Environment.of(variables), List.of(loaders));
    }

    Path file(String name, String... lines) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, String.join("\n", lines));
    }

    Configuration loadFile(String... lines) throws IOException {
        system.put("chatmodels.config", file("named.properties", lines).toString());
        return load();
    }

    static URLClassLoader classPath(Path root) throws MalformedURLException {
        return new URLClassLoader(new URL[] {root.toUri().toURL()}, null);
    }
}
