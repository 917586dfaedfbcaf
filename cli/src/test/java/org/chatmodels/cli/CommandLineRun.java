package org.chatmodels.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.canary.Canary;

/** One run of the command in this JVM: what goes in, what came out. */
final class CommandLineRun {
    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private OutputStream reader = out;
    private String input = "";
    private String answers = "";
    private UnaryOperator<ChatModelRegistry.Builder> registry = builder -> builder;
    private boolean terminal;
    private Terminal.Keyboard keyboard = prompt -> Optional.empty();
    private int exitCode = -1;

    CommandLineRun() {
        environment.put("XDG_CONFIG_HOME", "/nonexistent");
        environment.put("XDG_STATE_HOME", "/nonexistent");
        environment.put("HOME", "/nonexistent");
    }

    CommandLineRun variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    CommandLineRun input(String text) {
        input = text;
        return this;
    }

    /** A person at a terminal who types these lines when asked. */
    CommandLineRun answering(String lines) {
        answers = lines;
        return onTerminal();
    }

    /** What the registry is given beside what discovery finds. */
    CommandLineRun registry(UnaryOperator<ChatModelRegistry.Builder> more) {
        registry = more;
        return this;
    }

    /** A person at a terminal who is asked for something hidden. */
    CommandLineRun typing(Terminal.Keyboard person) {
        keyboard = person;
        return this;
    }

    CommandLineRun onTerminal() {
        terminal = true;
        return this;
    }

    CommandLineRun readBy(OutputStream other) {
        reader = other;
        return this;
    }

    CommandLineRun with(String... arguments) {
        Terminal streams = new Terminal(
                new ByteArrayInputStream((input + answers).getBytes(StandardCharsets.UTF_8)),
                reader,
                err,
                new Terminal.Attached(!input.isEmpty(), terminal, terminal));
        exitCode = Main.run(
                arguments,
                new Session(streams.asking(keyboard), environment, () -> registry.apply(ChatModelRegistry.builder())));
        Canary.ofKeyIn(out() + err()).ifPresent(key -> {
            throw new AssertionError("'" + key + "' of a key in what the command printed:\n" + out() + err());
        });
        return this;
    }

    int exitCode() {
        return exitCode;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
