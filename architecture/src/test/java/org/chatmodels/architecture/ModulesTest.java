package org.chatmodels.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** What the descriptors require is there and is needed, and no package is in two of the modules that run together. */
class ModulesTest {
    private static final String OURS = "org.chatmodels";

    private final Path[] entries = entries();
    private final ModuleFinder finder = ModuleFinder.of(entries);

    /** All modules that are published; the class path of these tests has them, packaged or not. */
    private Set<String> ours() {
        Set<String> names = new TreeSet<>();
        for (ModuleReference module : finder.findAll()) {
            ModuleDescriptor descriptor = module.descriptor();
            if (!descriptor.isAutomatic() && (descriptor.name() + ".").startsWith(OURS + ".")) {
                names.add(descriptor.name());
            }
        }
        return names;
    }

    /** Everything that a published module may require: named modules, and HttpClient, which is automatic. */
    private static Path[] entries() {
        List<Path> paths = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            for (ModuleReference module : ModuleFinder.of(Path.of(entry)).findAll()) {
                ModuleDescriptor descriptor = module.descriptor();
                if (!descriptor.isAutomatic() || descriptor.name().startsWith("org.apache.httpcomponents.")) {
                    paths.add(Path.of(entry));
                }
            }
        }
        return paths.toArray(Path[]::new);
    }

    @Test
    void everyPublishedJarIsHereAsANamedModule() {
        assertThat(ours())
                .contains(
                        OURS,
                        OURS + ".spi",
                        OURS + ".openaicompatible",
                        OURS + ".demo",
                        OURS + ".gateway",
                        OURS + ".testkit",
                        OURS + ".cli")
                .hasSizeGreaterThanOrEqualTo(9);
    }

    /** Fails for a module that is missing, for two with one package, and for a service without its provider. */
    @Test
    void allOfThemResolveTogether() {
        java.lang.module.Configuration together =
                ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), ours());
        assertThat(together.modules()).hasSizeGreaterThanOrEqualTo(ours().size());
    }

    @Test
    void nothingIsRequiredThatIsNotUsed() {
        List<String> needless = new ArrayList<>();
        for (String name : ours()) {
            ModuleDescriptor descriptor = finder.find(name).orElseThrow().descriptor();
            Set<String> used = descriptor.packages().isEmpty() ? Set.of() : used(name);
            for (Requires requires : used.isEmpty() ? Set.<Requires>of() : descriptor.requires()) {
                boolean atRunTime = !requires.modifiers().contains(Requires.Modifier.STATIC);
                if (atRunTime && !used.contains(requires.name())) {
                    needless.add(name + " requires " + requires.name());
                }
            }
        }
        assertThat(needless).isEmpty();
    }

    /** As jdeps sees it: lines of "module -> module". */
    private Set<String> used(String module) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text, true);
        List<String> path = new ArrayList<>();
        for (Path entry : entries) {
            path.add(entry.toString());
        }
        ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        out,
                        out,
                        "-s",
                        "--multi-release",
                        "17",
                        "--module-path",
                        String.join(File.pathSeparator, path),
                        "-m",
                        module);
        Set<String> used = new TreeSet<>();
        text.toString()
                .lines()
                .filter(line -> line.startsWith(module + " -> "))
                .forEach(line -> used.add(line.substring((module + " -> ").length())));
        assertThat(used).as(text.toString()).contains("java.base");
        return used;
    }
}
