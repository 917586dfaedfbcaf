package org.chatmodels;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All {@code services.properties} that some loaders see, row by row, unchecked. */
final class RowFiles {
    static final String PATH = "META-INF/chatmodels/services.properties";

    private final List<Row> rows = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    /** In the order of loaders and files; one name may stand in several files. */
    List<Row> rows() {
        return rows;
    }

    List<Problem> problems() {
        return problems;
    }

    /** Adds the files that this loader sees; a file counts once. */
    void search(ClassLoader loader) {
        try {
            Enumeration<URL> urls = loader.getResources(PATH);
            while (urls.hasMoreElements()) {
                URL url = urls.nextElement();
                if (seen.add(url.toString())) {
                    read(url);
                }
            }
        } catch (IOException | RuntimeException e) {
            problems.add(new Problem(Problem.Severity.ERROR, PATH, "cannot be listed: " + LoadFailure.describe(e)));
        }
    }

    private void read(URL url) {
        String file = PATH + " in " + JarName.of(url, PATH);
        try {
            add(new PropertyFile(file, PropertyFile.read(url).entries()), JarName.root(url, PATH));
        } catch (IOException | RuntimeException e) {
            problems.add(new Problem(Problem.Severity.ERROR, file, "cannot be read: " + LoadFailure.describe(e)));
        }
    }

    private void add(PropertyFile file, String root) {
        Map<String, Row> byName = new LinkedHashMap<>();
        for (PropertyFile.Entry entry : file.entries()) {
            String key = entry.key();
            String origin = file.name() + " line " + entry.line();
            int dot = key.indexOf('.');
            String name = ProviderNames.spelling(dot < 0 ? key : key.substring(0, dot));
            if (dot < 0 || !ProviderNames.isName(name)) {
                problems.add(new Problem(Problem.Severity.ERROR, origin, "write NAME.key = value, not '" + key + "'"));
            } else {
                byName.computeIfAbsent(
                                Names.normal(name), any -> new Row(name, root, file.name(), new LinkedHashMap<>()))
                        .keys()
                        .put(key.substring(dot + 1), new Configuration.Value(entry.value(), origin));
            }
        }
        rows.addAll(byName.values());
    }

    /**
     * One row as one file has it.
     *
     * @param root equal for what lies in one jar
     * @param file for messages
     */
    record Row(String name, String root, String file, Map<String, Configuration.Value> keys) {
        /** Names of providers that serve it; empty text where it says none. */
        String provider() {
            return text("provider");
        }

        String preferred() {
            return text("preferred");
        }

        Map<String, String> texts() {
            Map<String, String> texts = new LinkedHashMap<>();
            keys.forEach((key, value) -> texts.put(key, value.text()));
            return texts;
        }

        private String text(String key) {
            Configuration.Value value = keys.get(key);
            return value == null ? "" : value.text().strip();
        }
    }
}
