package org.chatmodels.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The user's own configuration file and the keys beside it. One process edits at a time; what an editor wrote meanwhile
 * is kept. Every failure is a {@link Refusal} that names the file.
 */
final class UserFile {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_LINKS = 40;
    private static final int MOST_ROUNDS = 20;

    private final Path folder;
    private final Path path;

    /** One change of the text. */
    interface Change {
        PropertyText of(PropertyText before) throws IOException;
    }

    /** {@code configHome} as XDG_CONFIG_HOME says, {@code ~/.config} where that is blank, relative or no path. */
    UserFile(String configHome) {
        folder = base(configHome, ".config").resolve("chatmodels");
        path = folder.resolve("chatmodels.properties");
    }

    /** The folder of that name if it is an absolute path, as the XDG specification has it, else one below the home. */
    static Path base(String named, String... belowHome) {
        try {
            Path base = Path.of(named);
            if (base.isAbsolute()) {
                return base;
            }
        } catch (InvalidPathException e) {
            // as if nothing were named
        }
        return Path.of(System.getProperty("user.home"), belowHome).toAbsolutePath();
    }

    Path path() {
        return path;
    }

    Path keys() {
        return folder.resolve("keys");
    }

    /** Where the key of that credential is. */
    Path key(String name) {
        return keys().resolve(name);
    }

    /** Empty where there is none yet. */
    PropertyText text() {
        try {
            return PropertyText.of(bytes());
        } catch (IOException e) {
            throw failed("cannot be read", path, e);
        }
    }

    /** Writes what comes of the change, as a whole or not at all, if it changes anything. */
    void edit(Change change) {
        try {
            SafeWrite.folder(folder);
            try (FileChannel lock =
                    FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock(lock);
                replace(change);
            }
        } catch (IOException e) {
            throw failed("cannot be changed", path, e);
        }
    }

    /** The key, for this user alone. */
    void writeKey(String name, String key) {
        try {
            SafeWrite.folder(folder);
            SafeWrite.privateFolder(keys());
            SafeWrite.privateFile(key(name), key + "\n");
        } catch (IOException e) {
            throw failed("cannot be written", key(name), e);
        }
    }

    /** Whether there was one. */
    boolean deleteKey(String name) {
        try {
            return Files.deleteIfExists(key(name));
        } catch (IOException e) {
            throw failed("cannot be deleted", key(name), e);
        }
    }

    /** Some file systems know no locks; then comparing alone keeps what others write. */
    private static @Nullable FileLock lock(FileChannel channel) {
        try {
            return channel.lock();
        } catch (IOException e) {
            return null;
        }
    }

    private void replace(Change change) throws IOException {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            byte[] before = bytes();
            byte[] after = change.of(PropertyText.of(before)).bytes();
            if (Arrays.equals(before, after)
                    || SafeWrite.replace(target(), after, () -> Arrays.equals(bytes(), before))) {
                return;
            }
        }
        throw new IOException("something else keeps writing it");
    }

    private byte[] bytes() throws IOException {
        if (!Files.exists(path)) {
            return new byte[0];
        }
        if (Files.size(path) > MOST_BYTES) {
            throw new IOException("it is larger than 1 MiB");
        }
        return Files.readAllBytes(path);
    }

    /** Where links lead, also to nothing yet: a link stays one. */
    private Path target() throws IOException {
        Path target = path;
        for (int i = 0; i < MOST_LINKS && Files.isSymbolicLink(target); i++) {
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        if (!Files.isRegularFile(target) && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is no regular file");
        }
        return target;
    }

    private static Refusal failed(String what, Path path, IOException cause) {
        return new Refusal(path + " " + what + ": " + why(cause), cause);
    }

    /** In words: the messages of the JDK are often a path alone. */
    static String why(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied for " + ((AccessDeniedException) cause).getFile();
        }
        if (cause instanceof NoSuchFileException) {
            return "there is no " + ((NoSuchFileException) cause).getFile();
        }
        if (cause instanceof FileSystemException) {
            FileSystemException fault = (FileSystemException) cause;
            return fault.getReason() == null ? "something stands in the way at " + fault.getFile() : fault.getReason();
        }
        return String.valueOf(cause.getMessage());
    }
}
