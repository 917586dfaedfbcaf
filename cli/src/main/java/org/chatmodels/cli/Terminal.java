package org.chatmodels.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The three streams of the process and which of them a person looks at. Standard output reports a reader that went away
 * ({@code | head}), which Java's own {@code System.out} does not.
 */
final class Terminal {
    /** Nobody reads standard output any more. */
    static final class ReaderGone extends RuntimeException {
        private static final long serialVersionUID = 1;

        ReaderGone() {
            super("nobody reads standard output any more", null, false, false);
        }
    }

    private final InputStream in;
    private final Writer output;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Attached attached;
    private final Charset charset;
    private volatile boolean asking;
    private Keyboard keyboard = prompt -> Optional.empty();

    /** A person who can be asked for what must not be seen; empty where there is none or nothing was typed. */
    interface Keyboard {
        Optional<char[]> hidden(String prompt);
    }

    /** Which streams are a terminal; {@code input} says instead whether something can be read from standard input. */
    record Attached(boolean input, boolean output, boolean error) {}

    Terminal(InputStream in, OutputStream out, OutputStream err, Attached attached) {
        this.charset = nativeCharset();
        this.in = in;
        this.output = new OutputStreamWriter(out, charset);
        this.out = new PrintWriter(output, true);
        this.err = new PrintWriter(new OutputStreamWriter(err, charset), true);
        this.attached = attached;
    }

    /** The start script tells what is a terminal, for Java alone cannot tell it of each stream. */
    static Terminal ofProcess() {
        return new Terminal(
                        new FileInputStream(FileDescriptor.in),
                        new FileOutputStream(FileDescriptor.out),
                        new FileOutputStream(FileDescriptor.err),
                        new Attached(
                                Boolean.getBoolean("chat.stdin"),
                                Boolean.getBoolean("chat.stdout.terminal"),
                                Boolean.getBoolean("chat.stderr.terminal")))
                .asking(Terminal::console);
    }

    Terminal asking(Keyboard person) {
        keyboard = person;
        return this;
    }

    /** The console's own end hook turns the echo on again, also after Ctrl-C. */
    private static Optional<char[]> console(String prompt) {
        Console console = System.console();
        return console == null ? Optional.empty() : Optional.ofNullable(console.readPassword("%s", prompt));
    }

    /**
     * What must not be seen: the first line of standard input if that is a pipe or a file, else what a person types;
     * empty where nothing came.
     */
    Optional<String> readHidden(String prompt) {
        if (attached.input()) {
            return readInput().lines().findFirst();
        }
        asking = true;
        Optional<String> typed = keyboard.hidden(prompt).map(String::new);
        asking = false;
        return typed;
    }

    /** The line that a person types behind a question; empty where nobody can be asked or nothing more comes. */
    Optional<String> ask(String question) {
        if (attached.input() || !attached.error()) {
            return Optional.empty();
        }
        err.print(question);
        err.flush();
        asking = true;
        Optional<String> typed = readLine();
        asking = false;
        if (typed.isEmpty()) {
            err.println();
        }
        return typed;
    }

    /** Takes nothing of what stands behind the line. */
    private Optional<String> readLine() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            int next = in.read();
            while (next >= 0 && next != '\n') {
                line.write(next);
                next = in.read();
            }
            return next < 0 && line.size() == 0 ? Optional.empty() : Optional.of(line.toString(charset));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Ends the line of a question that was not answered. */
    void endQuestion() {
        if (asking) {
            err.println();
        }
    }

    /** For help and lists. */
    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    boolean outputIsTerminal() {
        return attached.output();
    }

    boolean errorIsTerminal() {
        return attached.error();
    }

    /** Writes and flushes; {@link ReaderGone} when nobody reads. */
    void print(String text) {
        try {
            output.write(text);
            output.flush();
        } catch (IOException e) {
            throw new ReaderGone();
        }
    }

    /** All of standard input if it is a pipe or a file, else empty text. */
    String readInput() {
        if (!attached.input()) {
            return "";
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, charset))) {
            StringBuilder text = new StringBuilder();
            char[] buffer = new char[8192];
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                text.append(buffer, 0, n);
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("standard input cannot be read", e);
        }
    }

    /** Whether its character set has all of these characters. */
    boolean shows(String text) {
        return charset.newEncoder().canEncode(text);
    }

    /** Nothing that a terminal would act on; ends of lines and tabs stay if {@code lines}. */
    static String plain(String text, boolean lines) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean kept = !Character.isISOControl(c) || lines && (c == '\n' || c == '\t');
            plain.append(kept ? c : ' ');
        }
        return plain.toString();
    }

    private static Charset nativeCharset() {
        String name = System.getProperty("native.encoding", "UTF-8");
        boolean usable = Charset.isSupported(name) && !Charset.forName(name).equals(StandardCharsets.US_ASCII);
        return usable ? Charset.forName(name) : StandardCharsets.UTF_8;
    }
}
