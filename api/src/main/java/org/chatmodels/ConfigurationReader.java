package org.chatmodels;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.chatmodels.Configuration.Environment;
import org.chatmodels.Configuration.Value;
import org.chatmodels.provider.Origin;
import org.jspecify.annotations.Nullable;

/** Collects the keys of all sources, strongest first, and what is wrong with them; no fault repeats a value. */
final class ConfigurationReader {
    private static final String FILE = "chatmodels.properties";
    private static final List<String> REFERENCES = List.of("env:", "file:", "sysprop:", "resolver:");
    private static final ConfigurationKey NAMED_FILE = new ConfigurationKey("", "config", "");
    private static final ConfigurationKey USER_FILE = new ConfigurationKey("", "user_config", "");

    final Environment environment;
    final Map<ConfigurationKey, Value> strong = new LinkedHashMap<>();
    final Map<ConfigurationKey, Value> weak = new LinkedHashMap<>();
    final List<String> files = new ArrayList<>();
    final List<Problem> problems = new ArrayList<>();

    ConfigurationReader(Environment environment) {
        this.environment = environment;
    }

    /** Builder and system properties, the environment, then files. */
    void read(Map<String, String> builder, Map<String, String> system, List<ClassLoader> loaders) {
        builder.forEach((key, value) -> add(key, value, "builder"));
        new TreeMap<>(system).forEach((key, value) -> {
            if (key.startsWith(ConfigurationKey.PREFIX)) {
                add(key, value, "system property");
            }
        });
        Value user = strong.get(USER_FILE);
        if (environment.variables().isPresent()) {
            variables(environment.variables().get());
        } else {
            askForPlainKeys();
        }
        namedFile();
        if (user != null && user.text().equals("true")) {
            userFile(system.get("user.home"));
        }
        classPath(loaders);
    }

    /** The strongest of each key. */
    Map<ConfigurationKey, Value> all() {
        Map<ConfigurationKey, Value> all = new LinkedHashMap<>(strong);
        weak.forEach(all::putIfAbsent);
        return all;
    }

    /** What the environment says, asked by name; null when nothing or when the name would mean another key. */
    @Nullable
    Value variable(ConfigurationKey key) {
        String variable = key.variable();
        boolean same =
                !key.equals(USER_FILE) && ConfigurationKey.ofVariable(variable).equals(key);
        String text = same ? environment.lookup().apply(variable) : null;
        return text == null || text.isBlank() ? null : new Value(text.strip(), "environment " + variable);
    }

    private void add(String written, String text, String source) {
        try {
            ConfigurationKey key = ConfigurationKey.parse(written);
            put(
                    strong,
                    key,
                    new Value(text.strip(), place(source.equals("builder") ? key.described() : written, source)));
        } catch (ConfigurationException fault) {
            unreadable(written, fault, place(written, source));
        }
    }

    private static String place(String key, String source) {
        return source.equals("builder") ? key + " in the builder" : source + " " + key;
    }

    private void askForPlainKeys() {
        for (String name : List.of("catalogue", "config", "log", "proxy")) {
            ConfigurationKey key = new ConfigurationKey("", name, "");
            Value value = variable(key);
            if (value != null) {
                put(strong, key, value);
            }
        }
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
            if (key.equals(USER_FILE)) {
                report(Problem.Severity.WARNING, origin, "It has no effect here: set the system property " + key);
            } else {
                put(strong, key, new Value(text, origin));
            }
        } catch (ConfigurationException fault) {
            report(Problem.Severity.WARNING, origin, fault.getMessage());
        }
    }

    private void namedFile() {
        Value named = strong.get(NAMED_FILE);
        if (named == null) {
            return;
        }
        try {
            file(PropertyFile.read(Path.of(named.text()).toAbsolutePath()), Value.NAMED_FILE);
        } catch (IOException | InvalidPathException unreadable) {
            throw new ConfigurationException(
                    "The configuration file that " + named.origin() + " names can't be read" + why(unreadable)
                            + ". Write the path of a readable file",
                    ChatException.Details.builder()
                            .code("unreadable_file")
                            .cause(unreadable)
                            .build());
        }
    }

    private void userFile(@Nullable String home) {
        Path path = usersFolder(home);
        if (path == null) {
            return;
        }
        path = path.resolve("chatmodels").resolve(FILE);
        if (Files.exists(path)) {
            try {
                file(PropertyFile.read(path), Value.USER_FILE);
            } catch (IOException unreadable) {
                report(Problem.Severity.ERROR, path.toString(), "The file can't be read" + why(unreadable));
            }
        }
    }

    /** As the XDG specification has it: a blank or relative XDG_CONFIG_HOME counts as unset. */
    private @Nullable Path usersFolder(@Nullable String home) {
        String named = environment.lookup().apply("XDG_CONFIG_HOME");
        for (String folder : new String[] {named, home == null ? null : home + "/.config"}) {
            try {
                if (folder != null && Path.of(folder).isAbsolute()) {
                    return Path.of(folder);
                }
            } catch (InvalidPathException e) {
                report(
                        Problem.Severity.WARNING,
                        "environment XDG_CONFIG_HOME",
                        "It is no path: write that of a folder");
            }
        }
        return null;
    }

    private void classPath(List<ClassLoader> loaders) {
        Set<String> seen = new HashSet<>();
        String place = "class path";
        for (ClassLoader loader : loaders) {
            try {
                for (URL url : Collections.list(loader.getResources(FILE))) {
                    place = url.toString();
                    if (seen.add(place)) {
                        file(PropertyFile.read(url), Value.CLASS_PATH);
                    }
                }
            } catch (IOException | RuntimeException unreadable) {
                report(Problem.Severity.ERROR, place, "The file can't be read" + why(unreadable));
            }
        }
    }

    /** What its own IOExceptions say; messages of others repeat paths. */
    private static String why(Exception unreadable) {
        return unreadable.getClass() == IOException.class ? ": " + unreadable.getMessage() : "";
    }

    private void file(PropertyFile file, int source) {
        files.add(file.name());
        Map<ConfigurationKey, Value> own = new LinkedHashMap<>();
        for (PropertyFile.Entry entry : file.entries()) {
            String place = " in " + file.name() + " line " + entry.line();
            try {
                ConfigurationKey key = ConfigurationKey.parse(entry.key());
                fileEntry(own, key, new Value(entry.value().strip(), key.described() + place, source));
            } catch (ConfigurationException fault) {
                unreadable(entry.key(), fault, entry.key() + place);
            }
        }
        own.forEach(weak::putIfAbsent);
    }

    private void fileEntry(Map<ConfigurationKey, Value> own, ConfigurationKey key, Value value) {
        if (key.equals(NAMED_FILE) || key.equals(USER_FILE)) {
            report(
                    Problem.Severity.WARNING,
                    value.origin(),
                    "It has no effect in a file: set the system property " + key);
            return;
        }
        if (own.remove(key) != null) {
            report(
                    Problem.Severity.WARNING,
                    value.origin(),
                    "The key stands twice in the file, the last one counts: remove the other");
        }
        put(own, key, value);
    }

    private void put(Map<ConfigurationKey, Value> values, ConfigurationKey key, Value value) {
        String fault = fault(key, value.text());
        if (!fault.isEmpty()) {
            report(Problem.Severity.ERROR, value.origin(), fault);
        }
        values.putIfAbsent(key, value);
    }

    /** A key that would declare something is an error, any other a slip. */
    private void unreadable(String key, ConfigurationException fault, String where) {
        boolean declares = key.startsWith("chatmodels.alias.")
                || key.startsWith("chatmodels.service.")
                || key.startsWith("chatmodels.credential.");
        report(declares ? Problem.Severity.ERROR : Problem.Severity.WARNING, where, fault.getMessage());
    }

    private void report(Problem.Severity severity, String where, @Nullable String message) {
        problems.add(new Problem(severity, where, String.valueOf(message)));
    }

    /** What is wrong with a value and what to write instead; empty if nothing. Rows are checked later. */
    private static String fault(ConfigurationKey key, String text) {
        if (text.isEmpty() && !key.section().equals(ConfigurationKey.SERVICE)) {
            return "It has no value: write one or leave the key out";
        }
        switch (key.section()) {
            case ConfigurationKey.ALIAS:
                return route(text);
            case ConfigurationKey.CREDENTIAL:
                return key.part().isEmpty() ? reference(text) : origins(text);
            case ConfigurationKey.PRICE, ConfigurationKey.CAPABILITY:
                return figures(text, key.section().equals(ConfigurationKey.PRICE));
            case "":
                return plain(key.name(), text);
            default:
                return "";
        }
    }

    private static String route(String text) {
        try {
            Route.parse(text);
            return "";
        } catch (ConfigurationException fault) {
            return String.valueOf(fault.getMessage());
        }
    }

    private static String figures(String text, boolean prices) {
        try {
            ModelFigures.parse(text, prices);
            return "";
        } catch (ConfigurationException fault) {
            return String.valueOf(fault.getMessage());
        }
    }

    static String reference(String text) {
        for (String scheme : REFERENCES) {
            if (text.startsWith(scheme) && text.length() > scheme.length()) {
                return "";
            }
        }
        return "A credential says where the key is, never the key itself: write env:NAME, file:PATH,"
                + " sysprop:NAME or resolver:NAME";
    }

    private static String origins(String text) {
        for (String origin : text.split(",", -1)) {
            if (!isOrigin(origin.strip())) {
                return "An origin is scheme://host[:port]: write, for example, https://llm.corp.example";
            }
        }
        return "";
    }

    private static String plain(String name, String text) {
        boolean flag = name.equals("log") || name.equals("user_config");
        if (flag && !text.equals("true") && !text.equals("false")) {
            return "Write true or false";
        }
        boolean proxy = text.equals("system") || text.equals("none") || text.startsWith("http://") && isOrigin(text);
        return name.equals("proxy") && !proxy ? "Write system, none or http://host:port" : "";
    }

    /** Scheme, host and port only. */
    static boolean isOrigin(String text) {
        try {
            Origin.parse(text);
            return text.indexOf('/', text.indexOf("://") + 3) < 0;
        } catch (ConfigurationException refused) {
            return false;
        }
    }
}
