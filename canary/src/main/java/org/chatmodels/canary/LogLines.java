package org.chatmodels.canary;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.event.Level;

/** Collects, until it is closed, the lines of the loggers whose names begin with a prefix. */
public final class LogLines implements AutoCloseable {
    private static final CopyOnWriteArrayList<LogLines> OPEN = new CopyOnWriteArrayList<>();

    private final String prefix;
    private final Level from;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private LogLines(String prefix, Level from) {
        this.prefix = Objects.requireNonNull(prefix, "prefix");
        this.from = Objects.requireNonNull(from, "from");
        OPEN.add(this);
    }

    /** Of every level. */
    public static LogLines of(String prefix) {
        return new LogLines(prefix, Level.TRACE);
    }

    /** Of this level and above; those below are switched off until it is closed. */
    public static LogLines from(Level from, String prefix) {
        return new LogLines(prefix, from);
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

    static void offer(String logger, Level level, String message) {
        for (LogLines open : OPEN) {
            if (logger.startsWith(open.prefix)) {
                open.lines.add(level + " " + message);
            }
        }
    }

    static boolean isOn(String logger, Level level) {
        for (LogLines open : OPEN) {
            if (logger.startsWith(open.prefix) && level.compareTo(open.from) > 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        OPEN.remove(this);
    }
}
