package org.chatmodels.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What every source of configuration says, also what a stronger one overrides. The registry decides and tells what
 * counts; this is for showing where things stand, also when no registry can be built.
 */
final class Sources {
    private static final String PREFIX = "chatmodels.";
    private static final String VARIABLE = "CHATMODELS_";
    private static final String FILE = "chatmodels.properties";

    private final List<Setting> settings = new ArrayList<>();
    private final List<Place> files = new ArrayList<>();

    /** A key, its value and where it stands: "environment NAME", "system property NAME" or "FILE:LINE". */
    record Setting(String key, String value, String where) {}

    /** A file, why it is looked at, and what came of it: "read", "does not exist" or what is wrong. */
    record Place(String role, String path, String state) {}

    private Sources() {}

    /** In the registry's order: system properties, environment, the file that these name, the user's, the class path. */
    static Sources of(Map<String, String> environment, UserFile user) {
        Sources sources = new Sources();
        new TreeMap<>(properties()).forEach((key, value) -> sources.add(key, value, "system property " + key));
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith(VARIABLE) && !value.isBlank()) {
                sources.add(key(name), value, "environment " + name);
            }
        });
        sources.named();
        sources.file("user's file", user.path());
        sources.classPath();
        return sources;
    }

    /** Strongest first: of a key that stands several times the first one counts. */
    List<Setting> settings() {
        return Collections.unmodifiableList(settings);
    }

    /** Strongest first. */
    List<Place> files() {
        return Collections.unmodifiableList(files);
    }

    /** Those below a section, such as "alias", strongest first. */
    List<Setting> settings(String section) {
        return settings.stream()
                .filter(setting -> setting.key().startsWith(PREFIX + section + "."))
                .toList();
    }

    /** The one that counts. */
    Optional<Setting> setting(String key) {
        return settings.stream()
                .filter(setting -> PropertyText.sameKey(setting.key(), key))
                .findFirst();
    }

    private static Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                properties.put(name, System.getProperty(name, ""));
            }
        }
        return properties;
    }

    /** CHATMODELS_ALIAS_MY_FAST says chatmodels.alias.my-fast, CHATMODELS_CONFIG chatmodels.config. */
    private static String key(String variable) {
        String rest = variable.substring(VARIABLE.length()).toLowerCase(Locale.ROOT);
        int end = rest.indexOf('_');
        return PREFIX
                + (end < 0
                        ? rest
                        : rest.substring(0, end) + "." + rest.substring(end + 1).replace('_', '-'));
    }

    private void add(String key, String value, String where) {
        settings.add(new Setting(key, value.strip(), where));
    }

    private void named() {
        Optional<Setting> named = setting("chatmodels.config");
        if (named.isPresent()) {
            String role = "named by " + named.get().where();
            try {
                file(role, Path.of(named.get().value()).toAbsolutePath());
            } catch (InvalidPathException e) {
                files.add(new Place(role, named.get().value(), "is no path"));
            }
        }
    }

    private void file(String role, Path path) {
        if (!Files.exists(path)) {
            files.add(new Place(role, path.toString(), "does not exist"));
            return;
        }
        try {
            read(role, path.toString(), Files.readAllBytes(path));
        } catch (IOException e) {
            files.add(new Place(role, path.toString(), "cannot be read: " + UserFile.why(e)));
        }
    }

    private void classPath() {
        Set<String> seen = new LinkedHashSet<>();
        List<ClassLoader> loaders = new ArrayList<>();
        loaders.add(Thread.currentThread().getContextClassLoader());
        loaders.add(Sources.class.getClassLoader());
        for (ClassLoader loader : loaders) {
            String place = FILE;
            try {
                for (URL url : Collections.list(loader.getResources(FILE))) {
                    place = url.toString();
                    if (seen.add(place)) {
                        read("class path", place, bytes(url));
                    }
                }
            } catch (IOException e) {
                files.add(new Place("class path", place, "cannot be read: " + UserFile.why(e)));
            }
        }
    }

    private static byte[] bytes(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }

    /** Of a key that stands twice in one file the last one counts. */
    private void read(String role, String path, byte[] bytes) throws IOException {
        List<PropertyText.Entry> entries =
                new ArrayList<>(PropertyText.of(bytes).entries());
        Collections.reverse(entries);
        for (PropertyText.Entry entry : entries) {
            add(entry.key(), entry.value(), path + ":" + entry.line());
        }
        files.add(new Place(role, path, "read"));
    }
}
