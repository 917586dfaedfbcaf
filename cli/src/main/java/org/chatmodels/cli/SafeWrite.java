package org.chatmodels.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes files that nobody ever sees half written, and private ones that nobody else ever sees. */
final class SafeWrite {
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");

    private SafeWrite() {}

    /** A last look before the new file takes the place of the old one. */
    interface Check {
        boolean holds() throws IOException;
    }

    static boolean hasPermissions() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    /** Makes it, for this user alone, if it is not there. */
    static void folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            if (hasPermissions()) {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
            } else {
                Files.createDirectories(folder);
            }
        }
    }

    /** As {@link #folder}, and for this user alone also where it was there. */
    static void privateFolder(Path folder) throws IOException {
        folder(folder);
        if (hasPermissions() && !Files.getPosixFilePermissions(folder).equals(OWNER_FOLDER)) {
            Files.setPosixFilePermissions(folder, OWNER_FOLDER);
        }
    }

    static void privateFile(Path path, String text) throws IOException {
        Path written = written(path, text.getBytes(StandardCharsets.UTF_8));
        move(written, path);
    }

    /** Replaces the file, with its owner and permissions, if the check still holds; otherwise false, and nothing done. */
    static boolean replace(Path path, byte[] bytes, Check check) throws IOException {
        Path written = written(path, bytes);
        try {
            if (Files.exists(path) && hasPermissions()) {
                keepAttributes(path, written);
            }
            if (!check.holds()) {
                return false;
            }
            move(written, path);
            return true;
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /** Beside the file, as moving is whole inside one file system only; temporary files are made for their owner alone. */
    private static Path written(Path path, byte[] bytes) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder);
        }
        Path written = Files.createTempFile(folder, "." + path.getFileName() + "-", ".tmp");
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(written);
            throw e;
        }
        return written;
    }

    private static void keepAttributes(Path from, Path to) throws IOException {
        PosixFileAttributes old = Files.readAttributes(from, PosixFileAttributes.class);
        if (!Files.getOwner(to).equals(old.owner())) {
            Files.setOwner(to, old.owner());
        }
        Files.setPosixFilePermissions(to, old.permissions());
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(from);
            throw e;
        }
    }

    /** Whether others than the owner may do anything with it; false where nobody can tell. */
    static boolean isOpenToOthers(Path path) throws IOException {
        if (!hasPermissions()) {
            return false;
        }
        for (PosixFilePermission permission : Files.getPosixFilePermissions(path)) {
            if (!OWNER_FILE.contains(permission)) {
                return true;
            }
        }
        return false;
    }
}
