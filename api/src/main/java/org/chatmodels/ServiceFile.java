package org.chatmodels;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;

/** One {@code META-INF/services} file of providers, read beside ServiceLoader to name what that one only fails on. */
final class ServiceFile {
    static final String PATH = "META-INF/services/org.chatmodels.provider.ChatModelProvider";

    private final String jar;
    private final List<String> classes = new ArrayList<>();
    private final List<ProviderStatus> malformed = new ArrayList<>();

    private ServiceFile(String jar) {
        this.jar = jar;
    }

    static ServiceFile read(URL url) {
        ServiceFile file = new ServiceFile(FoundProvider.jar(url, PATH));
        try {
            int number = 0;
            for (String line : PropertyFile.text(url).lines().toList()) {
                number++;
                int comment = line.indexOf('#');
                String name = (comment < 0 ? line : line.substring(0, comment)).strip();
                if (!name.isEmpty()) {
                    file.add(name, number);
                }
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
        for (int character : name.codePoints().toArray()) {
            boolean fits = start
                    ? Character.isJavaIdentifierStart(character)
                    : character == '.' || Character.isJavaIdentifierPart(character);
            if (!fits) {
                return false;
            }
            start = character == '.';
        }
        return !start;
    }
}
