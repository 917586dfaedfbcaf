package org.chatmodels;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file in the format of {@link java.util.Properties}, in UTF-8, with the line of each key.
 *
 * @param name path or URL
 * @param entries in order; a key twice stands twice (the last one counts)
 */
record PropertyFile(String name, List<Entry> entries) {
    private static final int MOST_BYTES = 1 << 20;

    PropertyFile {
        entries = List.copyOf(entries);
    }

    /** IllegalArgumentException with the line for a bad Unicode escape. */
    static PropertyFile parse(String name, String text) {
        return new PropertyFile(name, new PropertyReader(text).entries());
    }

    /** IOException, with what is wrong, also for a file that is not UTF-8, larger than 1 MiB or malformed. */
    static PropertyFile read(Path path) throws IOException {
        try (InputStream bytes = Files.newInputStream(path)) {
            return read(path.toString(), bytes);
        }
    }

    /** As {@link #read(Path)}; keeps no jar open. */
    static PropertyFile read(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (InputStream bytes = connection.getInputStream()) {
            return read(url.toString(), bytes);
        }
    }

    private static PropertyFile read(String name, InputStream stream) throws IOException {
        byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new IOException("it is larger than 1 MiB");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return parse(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException notUtf8) {
            throw new IOException("it is not UTF-8", notUtf8);
        } catch (IllegalArgumentException malformed) {
            throw new IOException(malformed.getMessage(), malformed);
        }
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
