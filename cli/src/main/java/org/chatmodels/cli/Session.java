package org.chatmodels.cli;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ConfigurationException;
import org.chatmodels.gateway.Gateway;
import org.jspecify.annotations.Nullable;

/** One run of the command: its terminal, its environment, the registry once it is needed, and how failures are told. */
final class Session implements AutoCloseable {
    private static final int USUAL_COLUMNS = 80;

    private final Terminal terminal;
    private final Map<String, String> environment;
    private final Supplier<ChatModelRegistry.Builder> registries;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Semaphore exchange = new Semaphore(1);
    private final Thread onInterrupt = new Thread(this::interrupted, "chat-interrupted");
    private @Nullable ChatModelRegistry registry;
    private @Nullable Gateway gateway;
    private volatile String lost = "";
    private boolean debug;

    Session(Terminal terminal, Map<String, String> environment) {
        this(terminal, environment, ChatModelRegistry::builder);
    }

    /** With builders that may know more than what discovery finds. */
    Session(Terminal terminal, Map<String, String> environment, Supplier<ChatModelRegistry.Builder> registries) {
        this.terminal = terminal;
        this.environment = environment;
        this.registries = registries;
        Runtime.getRuntime().addShutdownHook(onInterrupt);
    }

    Terminal terminal() {
        return terminal;
    }

    String variable(String name) {
        return environment.getOrDefault(name, "").strip();
    }

    void debug(boolean on) {
        debug = on;
    }

    /** On a terminal only, and not where NO_COLOR is set to anything. */
    boolean colours() {
        return terminal.errorIsTerminal() && variable("NO_COLOR").isEmpty();
    }

    /** For what goes to standard output. */
    boolean outputColours() {
        return terminal.outputIsTerminal() && variable("NO_COLOR").isEmpty();
    }

    /** How wide the terminal is to which standard output goes: by COLUMNS, else by the start script; empty for others. */
    OptionalInt columns() {
        return terminal.outputIsTerminal() ? width() : OptionalInt.empty();
    }

    /** How wide the terminal is to which standard error goes; 80 where nobody says. */
    int errorColumns() {
        return width().orElse(USUAL_COLUMNS);
    }

    private OptionalInt width() {
        String columns = variable("COLUMNS").isEmpty() ? System.getProperty("chat.columns", "") : variable("COLUMNS");
        return columns.matches("[1-9][0-9]{1,3}") ? OptionalInt.of(Integer.parseInt(columns)) : OptionalInt.empty();
    }

    /** The user's own configuration file, beside which keys are. */
    UserFile userFile() {
        return new UserFile(variable("XDG_CONFIG_HOME"));
    }

    /** What every source of configuration says, read anew. */
    Sources sources() {
        return Sources.of(environment, userFile());
    }

    /** Names and values as the process was given them. */
    Map<String, String> environment() {
        return environment;
    }

    /** The log of this user's exchanges. */
    ExchangeLog log() {
        return ExchangeLog.of(variable("XDG_STATE_HOME"));
    }

    /** Runs a call of which something is still to be written when Ctrl-C has ended it; else {@code lost} is said. */
    int toItsEnd(IntSupplier call, String lost) {
        exchange.acquireUninterruptibly();
        this.lost = lost;
        try {
            return call.getAsInt();
        } finally {
            exchange.release();
        }
    }

    /** The registry of the user's configuration. */
    ChatModelRegistry registry() {
        if (registry == null) {
            registry = registryWith(Map.of());
        }
        return registry;
    }

    /** Replaces the registry by one that has these properties too. */
    ChatModelRegistry registry(Map<String, String> properties) {
        if (registry != null) {
            registry.close();
        }
        registry = registryWith(properties);
        return registry;
    }

    private ChatModelRegistry registryWith(Map<String, String> properties) {
        return registries
                .get()
                .environment(environment)
                .property("chatmodels.user_config", "true")
                .properties(properties)
                .build();
    }

    /** Whether the configuration declares that alias, be it right or wrong. */
    boolean hasAlias(String name) {
        try {
            registry().explain(name);
            return true;
        } catch (ConfigurationException e) {
            return !e.code().equals(Optional.of("unknown_name"));
        }
    }

    /** Serves the demo model over HTTP for as long as the session lasts; its base URL. */
    String serveDemo(String location) {
        gateway = Gateway.serve(registry().open(location), 0);
        return gateway.baseUrl().toString();
    }

    /** A line for the person, not a part of the answer. */
    void tell(String line) {
        terminal.err().println(line);
    }

    /** Once per reading of the log. */
    void tellSkipped(ExchangeLog log) {
        if (log.skipped() > 0) {
            complain(log.skipped() + (log.skipped() == 1 ? " line" : " lines") + " of the log in " + log.folder()
                    + " could not be read and " + (log.skipped() == 1 ? "was" : "were") + " skipped");
        }
    }

    void complain(String line) {
        terminal.err().println(colours() ? "\u001b[31mchat:\u001b[0m " + line : "chat: " + line);
    }

    /** Whether Ctrl-C ends the run. */
    boolean isEnding() {
        return ending.get();
    }

    /** Says in one line what went wrong; the exit code. */
    int failed(Exception failure) {
        return failed("", failure);
    }

    /** With what it is about in front. */
    int failed(String about, Exception failure) {
        if (failure instanceof Terminal.ReaderGone) {
            return ExitCode.OK;
        }
        if (ending.get()) {
            return ExitCode.INTERRUPTED;
        }
        if (debug) {
            failure.printStackTrace(terminal.err());
        }
        String message =
                failure instanceof ChatException || failure instanceof Refusal ? oneLine(failure) : unexpected(failure);
        complain(about.isEmpty() ? message : about + ": " + message);
        return ExitCode.of(failure);
    }

    private static String oneLine(Exception failure) {
        return String.valueOf(failure.getMessage()).strip();
    }

    private String unexpected(Exception failure) {
        return failure + (debug ? "" : "; --debug shows where");
    }

    /** Ctrl-C: the calls end now, the JVM ends with 130 by itself, and waits a little for what is being written. */
    void interrupted() {
        ending.set(true);
        terminal.endQuestion();
        release();
        try {
            if (!exchange.tryAcquire(2, TimeUnit.SECONDS)) {
                terminal.err().println();
                complain(lost);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void release() {
        ChatModelRegistry open = registry;
        if (open != null) {
            open.close();
        }
        Gateway serving = gateway;
        if (serving != null) {
            serving.close();
        }
    }

    @Override
    public void close() {
        if (ending.compareAndSet(false, true)) {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
            release();
        }
    }
}
