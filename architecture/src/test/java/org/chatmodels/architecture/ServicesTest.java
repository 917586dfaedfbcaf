package org.chatmodels.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a module says of itself, it says once more for the class path; both must agree. */
class ServicesTest {
    @Test
    void everyJarHasAModuleDescriptorNamedForItsPackages() throws IOException {
        for (String module : published()) {
            ModuleDescriptor descriptor = descriptor(module);
            for (String name : packages(module)) {
                assertThat(name).as(module).startsWith(descriptor.name());
            }
        }
    }

    @Test
    void descriptorsAndServiceFilesProvideTheSame() throws IOException {
        for (String module : published()) {
            Map<String, Set<String>> provided = new HashMap<>();
            descriptor(module)
                    .provides()
                    .forEach(service -> provided.put(service.service(), new TreeSet<>(service.providers())));
            assertThat(serviceFiles(module)).as(module).isEqualTo(provided);
        }
    }

    @Test
    void noPackageIsInTwoJars() throws IOException {
        Map<String, String> owners = new HashMap<>();
        List<String> shared = new ArrayList<>();
        for (String module : published()) {
            for (String name : packages(module)) {
                String other = owners.put(name, module);
                if (other != null) {
                    shared.add(name + " in " + other + " and " + module);
                }
            }
        }
        assertThat(shared).isEmpty();
    }

    private static List<String> published() {
        return House.MODULES.stream()
                .filter(module -> !module.equals("architecture") && !module.equals("examples"))
                .toList();
    }

    private static ModuleDescriptor descriptor(String module) throws IOException {
        Path file = House.module(module).resolve("target/classes/module-info.class");
        try (InputStream in = Files.newInputStream(file)) {
            return ModuleDescriptor.read(in);
        }
    }

    private static Set<String> packages(String module) {
        Set<String> packages = new HashSet<>();
        Path sources = House.module(module).resolve("src/main/java");
        for (Path file : House.mainSources(module)) {
            Path folder = sources.relativize(file).getParent();
            if (folder != null) {
                packages.add(folder.toString().replace('/', '.').replace('\\', '.'));
            }
        }
        return packages;
    }

    private static Map<String, Set<String>> serviceFiles(String module) throws IOException {
        Path folder = House.module(module).resolve("target/classes/META-INF/services");
        Map<String, Set<String>> services = new HashMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    services.put(file.getFileName().toString(), new TreeSet<>(Files.readAllLines(file)));
                }
            }
        }
        return services;
    }
}
