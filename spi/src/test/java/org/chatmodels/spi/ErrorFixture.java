package org.chatmodels.spi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An error answer from a file: its origin; the status; class, code and message of the exception that it is to become;
 * headers; an empty line; the body.
 */
record ErrorFixture(String name, Map<String, String> head, byte[] body) {
    static ErrorFixture of(String name) {
        return read(folder().resolve(name + ".txt"));
    }

    static Stream<ErrorFixture> all() {
        try (Stream<Path> files = Files.list(folder())) {
            List<Path> sorted = files.sorted().toList();
            return sorted.stream().map(ErrorFixture::read);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path folder() {
        try {
            return Path.of(ErrorFixture.class.getResource("errors").toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static ErrorFixture read(Path file) {
        try {
            String text = Files.readString(file);
            int empty = text.indexOf("\n\n");
            Map<String, String> head = new TreeMap<>();
            for (String line : text.substring(0, empty).split("\n")) {
                int blank = (line + " ").indexOf(' ');
                head.put(line.substring(0, blank), line.substring(blank).strip());
            }
            String name = file.getFileName().toString().replace(".txt", "");
            return new ErrorFixture(name, head, text.substring(empty + 2).getBytes(UTF_8));
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    int status() {
        return Integer.parseInt(head.get("status"));
    }

    ErrorReader.Answer answer(String... keys) {
        return answer(body, keys);
    }

    ErrorReader.Answer answer(byte[] otherBody, String... keys) {
        return new ErrorReader.Answer(
                status(),
                name -> Optional.ofNullable(head.get(name.toLowerCase(Locale.ROOT) + ":")),
                otherBody,
                List.of(keys));
    }

    /** An answer that is in no file. */
    static ErrorReader.Answer answer(int status, Map<String, String> headers, String body, String... keys) {
        return new ErrorReader.Answer(
                status,
                name -> Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))),
                body.getBytes(UTF_8),
                List.of(keys));
    }

    @Override
    public String toString() {
        return name;
    }
}
