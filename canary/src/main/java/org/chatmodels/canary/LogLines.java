package org.chatmodels.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.event.Level;

/** Collects, until it is closed, the lines of a logger and of those below it, as "org.x.Y" is below "org.x". */
public final class LogLines implements AutoCloseable {
    /** Copied when it changes, so that asking for a level allocates nothing. */
    private static volatile List<LogLines> open = List.of();

    private final String name;
    private final Level from;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private LogLines(String name, Level from) {
        this.name = Objects.requireNonNull(name, "name");
        this.from = Objects.requireNonNull(from, "from");
        change(this, true);
    }

    /** Of every level. */
    public static LogLines of(String name) {
        return new LogLines(name, Level.TRACE);
    }

    /** Of this level and above; those below are switched off until it is closed. */
    public static LogLines from(Level from, String name) {
        return new LogLines(name, from);
    }

    /** {@code LEVEL message}, in order. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Those of one level, without it. */
    public List<String> lines(Level level) {
        String start = level + " ";
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .toList();
    }

    private static synchronized void change(LogLines lines, boolean opened) {
        List<LogLines> changed = new ArrayList<>(open);
        changed.remove(lines);
        if (opened) {
            changed.add(lines);
        }
        open = List.copyOf(changed);
    }

    private boolean covers(String logger) {
        return logger.startsWith(name) && (logger.length() == name.length() || logger.charAt(name.length()) == '.');
    }

    static void offer(String logger, Level level, String message) {
        for (LogLines lines : open) {
            if (lines.covers(logger)) {
                lines.lines.add(level + " " + message);
            }
        }
    }

    static boolean isOn(String logger, Level level) {
        List<LogLines> now = open;
        for (int i = 0; i < now.size(); i++) {
            LogLines lines = now.get(i);
            if (lines.covers(logger) && level.compareTo(lines.from) > 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        change(this, false);
    }
}
