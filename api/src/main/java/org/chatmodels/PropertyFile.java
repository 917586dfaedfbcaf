package org.chatmodels;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A file in the format of {@link Properties}, in UTF-8, with the line of each key. */
final class PropertyFile {
    private static final int MOST_BYTES = 1 << 20;

    private final String name;
    private final List<Entry> entries;

    PropertyFile(String name, List<Entry> entries) {
        this.name = name;
        this.entries = List.copyOf(entries);
    }

    /** Path or URL. */
    String name() {
        return name;
    }

    /** In order; a key twice stands twice (the last one counts). */
    List<Entry> entries() {
        return entries;
    }

    /** IOException, with what is wrong, also for a file that is not UTF-8, larger than 1 MiB or malformed. */
    static PropertyFile read(Path path) throws IOException {
        try (InputStream stream = Files.newInputStream(path)) {
            return read(path.toString(), text(bytes(stream)));
        }
    }

    /** As {@link #read(Path)}; keeps no jar open. */
    static PropertyFile read(URL url) throws IOException {
        return read(url.toString(), text(bytes(url)));
    }

    private static PropertyFile read(String name, String text) throws IOException {
        try {
            return parse(name, text);
        } catch (IllegalArgumentException malformed) {
            throw new IOException(malformed.getMessage(), malformed);
        }
    }

    /** All of a small file; keeps no jar open. */
    static byte[] bytes(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (InputStream stream = connection.getInputStream()) {
            return bytes(stream);
        }
    }

    private static byte[] bytes(InputStream stream) throws IOException {
        byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new IOException("it is larger than 1 MiB");
        }
        return bytes;
    }

    /** In UTF-8, without its byte order mark. */
    static String text(byte[] bytes) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException notUtf8) {
            throw new IOException("it is not UTF-8", notUtf8);
        }
    }

    /** IllegalArgumentException with the line for a bad Unicode escape. */
    static PropertyFile parse(String name, String text) {
        List<Entry> entries = new ArrayList<>();
        StringBuilder logical = new StringBuilder();
        int first = 0;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String part = withoutBlanks(line);
            boolean comment = part.startsWith("#") || part.startsWith("!");
            if (logical.length() == 0 && (part.isEmpty() || comment || part.equals("\\"))) {
                continue;
            }
            first = logical.length() == 0 ? number : first;
            logical.append(part);
            if (endsInside(part)) {
                logical.setLength(logical.length() - 1);
            } else {
                entries.add(entry(logical.toString(), first));
                logical.setLength(0);
            }
        }
        if (logical.length() > 0) {
            entries.add(entry(logical.toString(), first));
        }
        return new PropertyFile(name, entries);
    }

    /** Whether the next line belongs to this one. */
    private static boolean endsInside(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\\') {
            end--;
        }
        return (line.length() - end) % 2 == 1;
    }

    private static String withoutBlanks(String line) {
        int start = 0;
        while (start < line.length() && " \t\f".indexOf(line.charAt(start)) >= 0) {
            start++;
        }
        return line.substring(start);
    }

    private static Entry entry(String logical, int line) {
        Properties one = new Properties();
        try {
            one.load(new StringReader(logical));
        } catch (IOException | IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "line " + line + " has a \\u without four hexadecimal digits: write \\\\ for a backslash");
        }
        String key = String.join("", one.stringPropertyNames());
        return new Entry(key, one.getProperty(key, ""), line);
    }

    /**
     * One key.
     *
     * @param line where it begins, from 1
     */
    record Entry(String key, String value, int line) {
        /** Key and line, not the value. */
        @Override
        public String toString() {
            return key + " line " + line;
        }
    }
}
