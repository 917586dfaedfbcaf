package org.chatmodels.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chatmodels.provider.JsonBinding;
import org.jspecify.annotations.Nullable;

/**
 * What was asked and answered: a folder with a file per month (UTC), an entry per line, only ever added to, for this user
 * alone. Several processes may write at once. A line that is none of ours is skipped and counted.
 */
final class ExchangeLog {
    private static final String NAMES = "log-*.jsonl";

    private final Path folder;
    private int skipped;

    private ExchangeLog(Path folder) {
        this.folder = folder;
    }

    /** {@code stateHome} as XDG_STATE_HOME says, {@code ~/.local/state} where it is blank, relative or no path. */
    static ExchangeLog of(String stateHome) {
        return new ExchangeLog(UserFile.base(stateHome, ".local", "state").resolve("chatmodels"));
    }

    Path folder() {
        return folder;
    }

    /** Lines that could not be read so far. */
    int skipped() {
        return skipped;
    }

    /** Adds a line at the end of the month's file. */
    void append(Instant time, Map<String, Object> entry) throws IOException {
        SafeWrite.privateFolder(folder);
        Path file = folder.resolve("log-" + time.toString().substring(0, "2026-11".length()) + ".jsonl");
        String line = Json.write(entry) + "\n";
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                ownerOnly())) {
            if (SafeWrite.isOpenToOthers(file)) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            FileLock lock = lock(channel);
            append(channel, line);
            if (lock != null) {
                lock.release();
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return SafeWrite.hasPermissions()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Some file systems know no locks. */
    private static @Nullable FileLock lock(FileChannel channel) {
        try {
            return channel.lock();
        } catch (IOException e) {
            return null;
        }
    }

    /** What a process that died left without an end gets one. */
    private static void append(FileChannel channel, String line) throws IOException {
        long end = channel.size();
        ByteBuffer last = ByteBuffer.wrap(new byte[] {'\n'});
        channel.read(last, Math.max(0, end - 1));
        String start = last.get(0) == '\n' ? "" : "\n";
        ByteBuffer rest = ByteBuffer.wrap((start + line).getBytes(StandardCharsets.UTF_8));
        channel.position(end);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    /** The last so many entries, oldest first. */
    List<LogEntry> last(int count) {
        List<LogEntry> entries = new ArrayList<>();
        for (Path file : newestFirst()) {
            if (entries.size() < count) {
                entries.addAll(0, entries(file));
            }
        }
        return entries.subList(Math.max(0, entries.size() - count), entries.size());
    }

    /** All entries from then on, oldest first. */
    List<LogEntry> since(Instant time) {
        List<LogEntry> entries = new ArrayList<>();
        for (Path file : newestFirst()) {
            entries.addAll(0, entries(file));
            if (!entries.isEmpty() && entries.get(0).time().isBefore(time)) {
                break;
            }
        }
        entries.removeIf(entry -> entry.time().isBefore(time));
        return entries;
    }

    /** The conversation answered last of those whose id begins so, failed exchanges included; empty if there is none. */
    Optional<LoggedConversation> conversation(String start) {
        List<LogEntry> entries = new ArrayList<>();
        String id = "";
        for (Path file : newestFirst()) {
            List<LogEntry> older = entries(file);
            for (int i = older.size() - 1; i >= 0 && id.isEmpty(); i--) {
                LogEntry entry = older.get(i);
                id = entry.isAnswered() && entry.conversation().startsWith(start) ? entry.conversation() : "";
            }
            String found = id;
            older.removeIf(entry -> !entry.conversation().equals(found));
            entries.addAll(0, older);
            if (!entries.isEmpty() && entries.get(0).turn() == 1) {
                break;
            }
        }
        return id.isEmpty() ? Optional.empty() : Optional.of(new LoggedConversation(id, entries));
    }

    /** Deletes all files; how many there were. */
    int clear() {
        List<Path> files = newestFirst();
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw failed(file + " cannot be deleted", e);
            }
        }
        return files.size();
    }

    private List<Path> newestFirst() {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, NAMES)) {
                found.forEach(files::add);
            } catch (IOException | DirectoryIteratorException e) {
                throw failed(folder + " cannot be read", e);
            }
        }
        files.sort(Comparator.reverseOrder());
        return files;
    }

    private List<LogEntry> entries(Path file) {
        JsonBinding json = Json.binding();
        List<LogEntry> entries = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Optional<LogEntry> entry = line.isBlank() ? Optional.empty() : LogEntry.parse(line, json);
                entry.ifPresent(entries::add);
                skipped += entry.isPresent() || line.isBlank() ? 0 : 1;
            }
        } catch (IOException e) {
            throw failed(file + " cannot be read", e);
        }
        return entries;
    }

    private static Refusal failed(String what, Exception cause) {
        String why = cause instanceof IOException fault ? UserFile.why(fault) : String.valueOf(cause.getMessage());
        return new Refusal("the log: " + what + ": " + why, cause);
    }
}
