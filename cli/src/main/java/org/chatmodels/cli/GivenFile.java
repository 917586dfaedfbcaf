package org.chatmodels.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** A file that an option names. Every fault is a {@link Refusal} that says what to write instead. */
record GivenFile(String option, Path path) {
    private static final int MOST_TEXT = 4 << 20;

    /** One that is there, can be read and holds something. */
    static GivenFile of(String option, String name) {
        if (name.isBlank()) {
            throw new Refusal(option + " takes the name of a file: here it is empty");
        }
        try {
            GivenFile file = new GivenFile(option, Path.of(name));
            file.check();
            return file;
        } catch (InvalidPathException e) {
            throw new Refusal(option + ": that is no name of a file", e);
        }
    }

    private void check() {
        if (!Files.exists(path)) {
            throw refused("there is no such file: check its name and folder");
        } else if (Files.isDirectory(path)) {
            throw refused("that is a folder: name its files, each with " + option);
        } else if (!Files.isRegularFile(path)) {
            throw refused("that is no regular file: write what comes out of it to a file first");
        } else if (!Files.isReadable(path)) {
            throw refused("you may not read that file: check its permissions");
        } else if (size() == 0) {
            throw refused("the file is empty: leave it out");
        }
    }

    String name() {
        return Terminal.plain(String.valueOf(path.getFileName()), false);
    }

    Refusal refused(String why) {
        return new Refusal(option + " " + Terminal.plain(path.toString(), false) + ": " + why);
    }

    /** UTF-8 without control characters but tabs and ends of lines; empty where it is anything else, or more than 4 MiB. */
    Optional<String> text() {
        if (size() > MOST_TEXT) {
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString();
            String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
            return plain.chars().allMatch(GivenFile::isText) ? Optional.of(plain) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw refused("it cannot be read: " + UserFile.why(e));
        }
    }

    private static boolean isText(int c) {
        return !Character.isISOControl(c) || c == '\n' || c == '\r' || c == '\t' || c == '\f';
    }

    private long size() {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw refused("it cannot be read: " + UserFile.why(e));
        }
    }
}
