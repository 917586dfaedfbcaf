package org.chatmodels;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
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

    /** As ServiceLoader reads it, who takes bytes that are no UTF-8 for odd letters. */
    static ServiceFile read(URL url) {
        ServiceFile file = new ServiceFile(FoundProvider.jar(url, PATH));
        try {
            int number = 0;
            String text = new String(PropertyFile.bytes(url), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                number++;
                int comment = line.indexOf('#');
                String name = (comment < 0 ? line : line.substring(0, comment)).trim();
                if (!name.isEmpty()) {
                    file.add(name, number);
                }
            }
        } catch (IOException | RuntimeException e) {
            String why = e.getClass() == IOException.class
                    ? e.getMessage()
                    : e.getClass().getSimpleName();
            file.malformed.add(
                    new ProviderStatus(PATH, List.of(), file.jar, "cannot be read: " + why + FoundProvider.MEND));
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
        malformed.add(new ProviderStatus(
                FoundProvider.shown(name, 100),
                List.of(),
                jar,
                "line " + number + " of " + PATH + " is no class name: write one full class name on each line,"
                        + " in UTF-8 without a byte order mark"));
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
