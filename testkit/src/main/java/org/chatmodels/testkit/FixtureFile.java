package org.chatmodels.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a backend sends, in a file: its first lines, {@code # name: value}, tell where that was seen ({@code origin}) and
 * what is to become of it; the rest is the body, byte for byte. A quirk has a file of its own. Immutable.
 */
public final class FixtureFile {
    private final String name;
    private final Map<String, String> header;
    private final byte[] body;

    private FixtureFile(String name, Map<String, String> header, byte[] body) {
        this.name = name;
        this.header = Collections.unmodifiableMap(header);
        this.body = body;
    }

    /** Every file of a folder, in order of name; never empty. AssertionError for a folder or a file that is none. */
    public static List<FixtureFile> all(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<FixtureFile> all = files.sorted().map(FixtureFile::read).toList();
            if (all.isEmpty()) {
                throw new AssertionError("no fixtures in " + folder);
            }
            return all;
        } catch (IOException | UncheckedIOException e) {
            throw new AssertionError("fixtures that cannot be read: " + folder, e);
        }
    }

    private static FixtureFile read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String all = new String(bytes, StandardCharsets.ISO_8859_1);
            Map<String, String> header = new LinkedHashMap<>();
            int at = 0;
            while (all.startsWith("# ", at)) {
                int end = all.indexOf('\n', at);
                if (end < 0) {
                    throw new AssertionError(file + " ends in its first lines: end each with a line break");
                }
                String line = new String(bytes, at + 2, end - at - 2, StandardCharsets.UTF_8);
                int colon = line.indexOf(": ");
                if (colon < 0) {
                    throw new AssertionError(file + ": write '# name: value', not '# " + line + "'");
                }
                header.put(line.substring(0, colon), line.substring(colon + 2));
                at = end + 1;
            }
            if (!header.containsKey("origin")) {
                throw new AssertionError(file + " does not say where it was seen: begin with '# origin: …'");
            }
            String name = file.getFileName().toString();
            return new FixtureFile(name, header, all.substring(at).getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the file, with its ending. */
    public String name() {
        return name;
    }

    /** What the first lines say, in their order; has {@code origin}. */
    public Map<String, String> header() {
        return header;
    }

    /** A copy of the body. */
    public byte[] body() {
        return body.clone();
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
