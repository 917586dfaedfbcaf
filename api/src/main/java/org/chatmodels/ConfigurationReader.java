package org.chatmodels;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.chatmodels.Configuration.Entry;
import org.chatmodels.Configuration.Environment;
import org.chatmodels.Configuration.Sources;
import org.chatmodels.Configuration.Value;
import org.jspecify.annotations.Nullable;

/** Collects the keys of all sources, strongest first, and what is wrong with them. */
final class ConfigurationReader {
    static final String FILE = "chatmodels.properties";

    private final Environment environment;
    private final Map<String, Entry> strong = new LinkedHashMap<>();
    private final Map<String, Entry> weak = new LinkedHashMap<>();
    private final List<String> files = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private ConfigurationReader(Environment environment) {
        this.environment = environment;
    }

    static ConfigurationReader read(Sources sources) {
        ConfigurationReader reader = new ConfigurationReader(sources.environment());
        sources.builder().forEach((key, value) -> reader.add(key, value, " in the builder", "builder"));
        boolean user = reader.properties(sources.system());
        reader.variables();
        reader.namedFile();
        if (user) {
            reader.userFile(sources.system());
        }
        reader.classPath(sources.loaders());
        return reader;
    }

    Environment environment() {
        return environment;
    }

    List<String> files() {
        return Collections.unmodifiableList(files);
    }

    List<Problem> problems() {
        return problems;
    }

    @Nullable
    Entry strong(ConfigurationKey key) {
        return strong.get(key.slot());
    }

    @Nullable
    Entry weak(ConfigurationKey key) {
        return weak.get(key.slot());
    }

    /** The strongest of each key of a kind. */
    List<Entry> entries(ConfigurationKey.Kind kind) {
        Map<String, Entry> bySlot = new LinkedHashMap<>(weak);
        bySlot.putAll(strong);
        bySlot.values().removeIf(entry -> entry.key().kind() != kind);
        return List.copyOf(bySlot.values());
    }

    /** What the environment says, asked by name; null when nothing or when the name would mean another key. */
    @Nullable
    Value variable(ConfigurationKey key) {
        String variable = key.variable();
        boolean same = ConfigurationRules.canBeVariable(key)
                && ConfigurationKey.ofVariable(variable).slot().equals(key.slot());
        String text = same ? environment.lookup().apply(variable) : null;
        return text == null || text.isBlank() ? null : new Value(text.strip(), "environment " + variable);
    }

    /** Whether builder and properties ask for the user's file. */
    private boolean properties(Map<String, String> system) {
        new TreeMap<>(system).forEach((key, value) -> {
            if (key.startsWith(ConfigurationKey.PREFIX)) {
                add(key, value, "system property " + key, "system property");
            }
        });
        Entry user = strong(ConfigurationKey.parse("chatmodels.user_config"));
        return user != null && user.value().text().equals("true");
    }

    private void add(String written, String text, String origin, String where) {
        try {
            ConfigurationKey key = ConfigurationKey.parse(written);
            String place = origin.startsWith(" ") ? described(key) + origin : origin;
            put(strong, key, new Value(text.strip(), place), written + ", " + where);
        } catch (ConfigurationException fault) {
            unreadable(written, fault, written + ", " + where);
        }
    }

    private void variables() {
        environment.variables().ifPresentOrElse(this::variables, () -> {
            for (String plain : ConfigurationRules.PLAIN_VARIABLES) {
                ConfigurationKey key = new ConfigurationKey(ConfigurationKey.Kind.PLAIN, plain, "");
                Value value = variable(key);
                if (value != null) {
                    put(strong, key, value, value.origin());
                }
            }
        });
    }

    private void variables(Map<String, String> variables) {
        new TreeMap<>(variables).forEach((name, text) -> {
            if (name.startsWith(ConfigurationKey.VARIABLE_PREFIX) && !text.isBlank()) {
                variable(name, text.strip());
            }
        });
    }

    private void variable(String name, String text) {
        String origin = "environment " + name;
        try {
            ConfigurationKey key = ConfigurationKey.ofVariable(name);
            if (ConfigurationRules.canBeVariable(key)) {
                put(strong, key, new Value(text, origin), origin);
            } else {
                warn(origin, "It has no effect here: set the system property " + key);
            }
        } catch (ConfigurationException fault) {
            warn(origin, String.valueOf(fault.getMessage()));
        }
    }

    private void namedFile() {
        Entry named = strong(ConfigurationKey.parse("chatmodels.config"));
        if (named == null) {
            return;
        }
        try {
            file(PropertyFile.read(Path.of(named.value().text()).toAbsolutePath()));
        } catch (IOException | InvalidPathException unreadable) {
            String why = unreadable.getClass() == IOException.class ? ": " + unreadable.getMessage() : "";
            throw new ConfigurationException(
                    "The configuration file that " + named.value().origin() + " names can't be read" + why
                            + ". Write the path of a readable file",
                    ChatException.Details.builder().cause(unreadable).build());
        }
    }

    private void userFile(Map<String, String> system) {
        String base = environment.lookup().apply("XDG_CONFIG_HOME");
        String home = system.get("user.home");
        if ((base == null || base.isBlank()) && home == null) {
            return;
        }
        Path folder = base == null || base.isBlank() ? Path.of(home + "/.config") : Path.of(base);
        Path path = folder.resolve("chatmodels").resolve(FILE).toAbsolutePath();
        if (Files.exists(path)) {
            try {
                file(PropertyFile.read(path));
            } catch (IOException unreadable) {
                unreadable(path.toString(), unreadable);
            }
        }
    }

    private void classPath(List<ClassLoader> loaders) {
        Set<String> seen = new LinkedHashSet<>();
        for (ClassLoader loader : loaders) {
            try {
                for (URL url : Collections.list(loader.getResources(FILE))) {
                    if (seen.add(url.toString())) {
                        resource(url);
                    }
                }
            } catch (IOException unreadable) {
                unreadable("class path", unreadable);
            }
        }
    }

    private void resource(URL url) {
        try {
            file(PropertyFile.read(url));
        } catch (IOException unreadable) {
            unreadable(url.toString(), unreadable);
        }
    }

    private void file(PropertyFile file) {
        files.add(file.name());
        Map<String, Entry> own = new LinkedHashMap<>();
        for (PropertyFile.Entry entry : file.entries()) {
            String where = entry.key() + ", " + file.name() + ":" + entry.line();
            try {
                ConfigurationKey key = ConfigurationKey.parse(entry.key());
                String origin = described(key) + " in " + file.name() + " line " + entry.line();
                fileEntry(own, key, new Value(entry.value().strip(), origin), where);
            } catch (ConfigurationException fault) {
                unreadable(entry.key(), fault, where);
            }
        }
        own.forEach(weak::putIfAbsent);
    }

    private void fileEntry(Map<String, Entry> own, ConfigurationKey key, Value value, String where) {
        if (!ConfigurationRules.canStandInFile(key)) {
            warn(where, "It has no effect in a file: set the system property " + key);
            return;
        }
        Entry before = own.remove(key.slot());
        if (before != null) {
            warn(where, "The key stands twice in the file, the last one counts: remove the other");
        }
        put(own, key, value, where);
    }

    private void put(Map<String, Entry> entries, ConfigurationKey key, Value value, String where) {
        ConfigurationRules.fault(key, value.text())
                .ifPresent(fault -> problems.add(new Problem(Problem.Severity.ERROR, where, fault)));
        entries.putIfAbsent(key.slot(), new Entry(key, value));
    }

    private static String described(ConfigurationKey key) {
        return key.kind() == ConfigurationKey.Kind.ALIAS ? "alias " + key.name() : key.toString();
    }

    private void unreadable(String key, ConfigurationException fault, String where) {
        boolean declares = key.startsWith("chatmodels.alias.")
                || key.startsWith("chatmodels.service.")
                || key.startsWith("chatmodels.credential.");
        Problem.Severity severity = declares ? Problem.Severity.ERROR : Problem.Severity.WARNING;
        problems.add(new Problem(severity, where, String.valueOf(fault.getMessage())));
    }

    private void unreadable(String where, IOException cause) {
        String why = cause.getClass() == IOException.class ? ": " + cause.getMessage() : "";
        problems.add(new Problem(Problem.Severity.ERROR, where, "The file can't be read" + why));
    }

    private void warn(String where, String message) {
        problems.add(new Problem(Problem.Severity.WARNING, where, message));
    }
}
