package org.chatmodels;

import java.io.IOException;
import java.net.URL;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.chatmodels.Configuration.Value;
import org.jspecify.annotations.Nullable;

/**
 * What is known of models without asking: from the files of the class path, or the one that the user names instead, what
 * services have listed, and the configuration, in that order of rising strength. Read when it is first needed. What is
 * wrong with it makes figures unknown, and is told by {@link #problems}.
 */
final class Catalogue {
    static final String PATH = "META-INF/chatmodels/models.tsv";
    private static final String KEY = "catalogue";
    private static final int MOST_LISTED = 10_000;

    private final Configuration configuration;
    private final List<ClassLoader> loaders;
    private final Map<String, ModelInfo> listed = new ConcurrentHashMap<>();
    private volatile @Nullable Known known;

    Catalogue(Configuration configuration, List<ClassLoader> loaders) {
        this.configuration = configuration;
        this.loaders = loaders;
    }

    /** A line of a file. */
    private record Line(String[] columns, String date, String text, String place) {
        ModelFigures figures() {
            String[] cells = text.split("\t");
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 2; i < Math.min(cells.length, columns.length); i++) {
                if (!cells[i].isEmpty()) {
                    values.put(columns[i], cells[i]);
                }
            }
            if (!date.isEmpty() && values.containsKey("input")) {
                values.put("date", date);
            }
            return new ModelFigures(cells[0], cells[1], values);
        }
    }

    /** Lines by service and model, figures of the configuration, and what is wrong. */
    private static final class Known {
        final Map<String, Line> lines = new LinkedHashMap<>();
        final List<ModelFigures> configured = new ArrayList<>();
        final List<Problem> problems = new ArrayList<>();
    }

    /** What all sources together say; empty when none says anything. */
    Optional<ModelInfo> find(ServiceRow row, String model) {
        return Optional.ofNullable(known(row, model, listed.get(key(row.name, model))));
    }

    /** What a service says of its model, which is kept, with what the others say. */
    ModelInfo known(ServiceRow row, ModelInfo said) {
        if (listed.size() < MOST_LISTED) {
            listed.put(key(row.name, said.id()), said);
        }
        ModelInfo whole = known(row, said.id(), said);
        return whole == null ? said : whole;
    }

    private @Nullable ModelInfo known(ServiceRow row, String model, @Nullable ModelInfo said) {
        Known all = known();
        Line line = all.lines.get(key(row.name, model));
        ModelInfo found = over(said, line == null ? null : info(line.figures()));
        for (ModelFigures figures : all.configured) {
            boolean meant = figures.model().equals(model)
                    && row.names().stream().anyMatch(name -> Names.same(name, figures.service()));
            found = meant ? over(info(figures), found) : found;
        }
        return found;
    }

    private static @Nullable ModelInfo info(ModelFigures figures) {
        try {
            return figures.info();
        } catch (ConfigurationException e) {
            return null;
        }
    }

    private static @Nullable ModelInfo over(@Nullable ModelInfo strong, @Nullable ModelInfo weak) {
        return strong == null ? weak : weak == null ? strong : strong.over(weak);
    }

    private static String key(String service, String model) {
        return Names.normal(service) + '\t' + model;
    }

    /** Reads all of it. */
    List<Problem> problems() {
        Known all = known();
        List<Problem> problems = new ArrayList<>(all.problems);
        all.lines.values().forEach(line -> {
            try {
                line.figures().info();
            } catch (ConfigurationException e) {
                problems.add(new Problem(Problem.Severity.WARNING, line.place, String.valueOf(e.getMessage())));
            }
        });
        return problems;
    }

    /** Two threads may both read it, and get the same. */
    private Known known() {
        Known read = known;
        if (read == null) {
            read = new Known();
            Optional<Value> file = configuration.plain(KEY);
            if (file.isPresent()) {
                readFile(file.get(), read);
            } else {
                readClassPath(read);
            }
            for (String section : List.of(ConfigurationKey.CAPABILITY, ConfigurationKey.PRICE)) {
                for (Value value : configuration.names(section).values()) {
                    try {
                        read.configured.add(ModelFigures.parse(value.text(), section.equals(ConfigurationKey.PRICE)));
                    } catch (ConfigurationException e) {
                        // A problem of the configuration already.
                    }
                }
            }
            known = read;
        }
        return read;
    }

    private void readFile(Value file, Known into) {
        try {
            URL url = Path.of(file.text()).toAbsolutePath().toUri().toURL();
            read(url, file.text(), into);
        } catch (IOException | InvalidPathException e) {
            into.problems.add(new Problem(
                    Problem.Severity.ERROR,
                    file.origin(),
                    "The catalogue can't be read: write the path of a readable file in UTF-8 of at most 1 MiB"));
        }
    }

    private void readClassPath(Known into) {
        Set<String> seen = new LinkedHashSet<>();
        for (ClassLoader loader : loaders) {
            try {
                for (URL url : Collections.list(loader.getResources(PATH))) {
                    if (seen.add(url.toString())) {
                        read(url, PATH + " in " + FoundProvider.jar(url, PATH), into);
                    }
                }
            } catch (IOException | RuntimeException e) {
                into.problems.add(
                        new Problem(Problem.Severity.WARNING, PATH, "cannot be read: " + FoundProvider.describe(e)));
            }
        }
    }

    /** Of two lines of a model the first counts. */
    private static void read(URL url, String name, Known into) throws IOException {
        String[] columns = null;
        String date = "";
        int number = 0;
        for (String line : PropertyFile.text(PropertyFile.bytes(url)).lines().toList()) {
            number++;
            String[] cells = line.split("\t", 3);
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            } else if (columns == null && cells.length == 2 && cells[0].equals("date")) {
                date = cells[1];
            } else if (columns == null) {
                columns = line.split("\t");
            } else if (cells.length > 1) {
                into.lines.putIfAbsent(
                        key(cells[0], cells[1]), new Line(columns, date, line, name + " line " + number));
            }
        }
    }
}
