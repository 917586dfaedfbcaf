package org.chatmodels;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One {@code META-INF/services} file of providers, read beside ServiceLoader to name what that one only fails on. */
final class ServiceFile {
    static final String PATH = "META-INF/services/org.chatmodels.provider.ChatModelProvider";
    private static final int LIMIT = 10_000;

    private final String jar;
    private final List<String> classes = new ArrayList<>();
    private final List<ProviderStatus> malformed = new ArrayList<>();

    private ServiceFile(String jar) {
        this.jar = jar;
    }

    static ServiceFile read(URL url) {
        ServiceFile file = new ServiceFile(JarName.of(url, PATH));
        try {
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false);
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                file.readLines(lines);
            }
        } catch (IOException | RuntimeException e) {
            file.malformed.add(new ProviderStatus(
                    PATH, List.of(), file.jar, "cannot be read: " + e.getClass().getSimpleName()));
        }
        return file;
    }

    String jar() {
        return jar;
    }

    List<String> classes() {
        return classes;
    }

    /** Lines that are no class name; because of one, ServiceLoader reads nothing of the file. */
    List<ProviderStatus> malformed() {
        return malformed;
    }

    private void readLines(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        for (int number = 1; line != null && number <= LIMIT; number++) {
            int comment = line.indexOf('#');
            String name = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (!name.isEmpty()) {
                add(name, number);
            }
            line = lines.readLine();
        }
    }

    private void add(String name, int number) {
        if (isClassName(name)) {
            classes.add(name);
            return;
        }
        String shown = name.length() > 100 ? name.substring(0, 100) + "…" : name;
        malformed.add(new ProviderStatus(
                shown,
                List.of(),
                jar,
                "line " + number + " of " + PATH + " is no class name: write one full class name on each line"));
    }

    private static boolean isClassName(String name) {
        boolean start = true;
        for (int i = 0; i < name.length(); ) {
            int character = name.codePointAt(i);
            i += Character.charCount(character);
            if (start ? !Character.isJavaIdentifierStart(character) : !inside(character)) {
                return false;
            }
            start = character == '.';
        }
        return !start;
    }

    private static boolean inside(int character) {
        return character == '.' || Character.isJavaIdentifierPart(character);
    }
}
