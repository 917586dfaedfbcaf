package org.chatmodels.canary;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails the test in which a key or a prompt was logged (SLF4J and java.util.logging, every level), or in which a key came
 * out of standard output, a key or a prompt out of standard error. What a thread logs later fails the next test, or the
 * class. JUnit finds it by itself.
 */
public final class CanaryExtension implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        if (!(System.out instanceof Watched)) {
            System.setOut(new Watched(new WatchedOutput(System.out, "standard output", false)));
        }
        if (!(System.err instanceof Watched)) {
            System.setErr(new Watched(new WatchedOutput(System.err, "standard error", true)));
        }
        Logger root = LogManager.getLogManager().getLogger("");
        if (List.of(root.getHandlers()).stream().noneMatch(JdkLines.class::isInstance)) {
            for (Handler other : root.getHandlers()) {
                other.setLevel(Level.INFO);
            }
            root.addHandler(new JdkLines());
            root.setLevel(Level.ALL);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        check();
    }

    private static void check() {
        for (PrintStream stream : List.of(System.out, System.err)) {
            if (stream instanceof Watched watched) {
                watched.output.look();
            }
        }
        List<String> seen = Sightings.taken();
        if (!seen.isEmpty()) {
            throw new AssertionError("a canary was seen:\n" + String.join("\n", seen));
        }
    }

    /** Known again when the next class begins. */
    private static final class Watched extends PrintStream {
        private final WatchedOutput output;

        Watched(WatchedOutput output) {
            super(output, true, StandardCharsets.UTF_8);
            this.output = output;
        }
    }

    /** What the JDK's own server, clients and TLS log; JUnit's lines name tests and their arguments. */
    private static final class JdkLines extends Handler {
        JdkLines() {
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord line) {
            String logger = String.valueOf(line.getLoggerName());
            if (logger.startsWith("org.junit")) {
                return;
            }
            StringBuilder text = new StringBuilder(String.valueOf(line.getMessage()));
            Object[] parameters = line.getParameters();
            for (int i = 0; parameters != null && i < parameters.length; i++) {
                text.append('\n').append(parameters[i]);
            }
            if (line.getThrown() != null) {
                text.append('\n').append(Canary.everythingOf(line.getThrown()));
            }
            Sightings.look("java.util.logging " + logger + " at " + line.getLevel(), text.toString());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
