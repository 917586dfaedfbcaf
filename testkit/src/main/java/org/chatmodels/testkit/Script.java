package org.chatmodels.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * What a {@link ScriptedServer} does with a connection: a list of steps. Immutable. After the last step the connection
 * is kept, and the server's next script begins with its next request; {@code cut}, {@code reset}, {@code close} and
 * {@code hold} end it, and steps after them do not run.
 */
public final class Script {
    private final List<Step> steps;

    private Script(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** An empty script to add steps to. */
    public static Builder builder() {
        return new Builder();
    }

    /** Reads a request and answers it, with a Content-Length. Headers are names and values in turn. */
    public static Script answer(int status, String body, String... headers) {
        return builder().readRequest().answer(status, body, headers).build();
    }

    /** Reads a request and answers 200 with JSON. */
    public static Script json(String body) {
        return json(200, body);
    }

    /** Reads a request and answers with JSON. */
    public static Script json(int status, String body) {
        return answer(status, body, "Content-Type", "application/json");
    }

    /** Reads a request and answers with server-sent events, a chunk for each {@code data} value, to the end. */
    public static Script sse(String... data) {
        return builder().readRequest().sse(data).build();
    }

    /** Reads a request and answers 200 with the body that came. */
    public static Script echo() {
        return builder().readRequest().echo().build();
    }

    /** Reads a request and goes on as the function says, with a script that does not read it again. */
    public static Script respond(Function<? super ReceivedRequest, Script> answer) {
        return builder().readRequest().respond(answer).build();
    }

    /** This script, then the other one, on one connection: the second request goes to the second one. */
    public Script then(Script other) {
        List<Step> all = new ArrayList<>(steps);
        all.addAll(Objects.requireNonNull(other, "other").steps);
        return new Script(all);
    }

    /** This script so many times on one connection. */
    public Script times(int count) {
        List<Step> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.addAll(steps);
        }
        return new Script(all);
    }

    /** The steps of this script to continue from. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.steps.addAll(steps);
        return builder;
    }

    void run(Line line) throws IOException {
        for (Step step : steps) {
            if (line.finished()) {
                return;
            }
            step.run(line);
        }
    }

    /** Number of steps. */
    @Override
    public String toString() {
        return "Script[" + steps.size() + " steps]";
    }

    /** Collects steps; texts are written as UTF-8, each write is flushed and leaves at once. */
    public static final class Builder {
        private final List<Step> steps = new ArrayList<>();

        private Builder() {}

        /** Waits for a whole request: head, and body by Content-Length or chunks. */
        public Builder readRequest() {
            return add(Line::readRequest);
        }

        /** Waits for the head alone; on a fresh connection nothing of the body is taken from the network. */
        public Builder readHead() {
            return add(Line::readHead);
        }

        /** Waits for the body of the head that was read. */
        public Builder readBody() {
            return add(Line::readBody);
        }

        /** Waits for that many bytes, whatever they are. */
        public Builder readBytes(int count) {
            return add(line -> line.readBytes(count));
        }

        /** Takes nothing from the network any more, so that the client's window fills up; its end is not seen either. */
        public Builder readNothing() {
            return add(Line::readNothing);
        }

        /** Waits for the client's first TLS record; what follows is written bare, inside the handshake. */
        public Builder readClientHello() {
            return add(Line::readClientHello);
        }

        /** Writes the text as it is. */
        public Builder write(String text) {
            return write(utf8(text));
        }

        /** Writes the bytes as they are. */
        public Builder write(byte[] bytes) {
            byte[] copy = bytes.clone();
            return add(line -> line.write(copy));
        }

        /** Writes one byte at a time, each flushed. */
        public Builder drip(String text) {
            return drip(text, Duration.ZERO);
        }

        /** Writes one byte at a time, with a pause after each. */
        public Builder drip(String text, Duration pause) {
            byte[] bytes = utf8(text);
            Objects.requireNonNull(pause, "pause");
            return add(line -> line.drip(bytes, pause));
        }

        /** Writes pieces of random length, 1 to 64 bytes, as the server's seed has it. */
        public Builder scatter(String text) {
            byte[] bytes = utf8(text);
            return add(line -> line.scatter(bytes));
        }

        /** Writes a status line and headers, names and values in turn; no body, no framing. */
        public Builder head(int status, String... headers) {
            return write(Replies.head(status, headers));
        }

        /** Writes one chunk of a chunked body; IllegalArgumentException for an empty one, which would end the body. */
        public Builder chunk(String text) {
            return write(Replies.chunk(text));
        }

        /** Writes the last chunk. */
        public Builder lastChunk() {
            return write(Replies.LAST_CHUNK);
        }

        /** Writes a whole answer with its Content-Length; headers are names and values in turn. */
        public Builder answer(int status, String body, String... headers) {
            return write(Replies.whole(status, body, headers));
        }

        /** Writes a whole answer of JSON. */
        public Builder json(int status, String body) {
            return answer(status, body, "Content-Type", "application/json");
        }

        /** Writes the head of a chunked stream of server-sent events. */
        public Builder sseHead() {
            return head(200, "Content-Type", "text/event-stream", "Transfer-Encoding", "chunked");
        }

        /** Writes one server-sent event as a chunk; each line of the text becomes a {@code data} line. */
        public Builder event(String data) {
            return chunk("data: " + data.replace("\n", "\ndata: ") + "\n\n");
        }

        /** Writes head, events and last chunk. */
        public Builder sse(String... data) {
            sseHead();
            for (String one : data) {
                event(one);
            }
            return lastChunk();
        }

        /** Writes 200 and the body of the request that was read. */
        public Builder echo() {
            return add(line -> line.write(utf8(Replies.whole(200, line.last().bodyText()))));
        }

        /** Runs the script that the function has for the request that was read. */
        public Builder respond(Function<? super ReceivedRequest, Script> answer) {
            Objects.requireNonNull(answer, "answer");
            return add(line -> answer.apply(line.last()).run(line));
        }

        /** Does nothing until {@link ScriptedServer#release()}, or until the client ends the connection. */
        public Builder stall() {
            return add(Line::stall);
        }

        /** Does nothing for that long, or until the client ends the connection. */
        public Builder stall(Duration length) {
            Objects.requireNonNull(length, "length");
            return add(line -> line.pause(length));
        }

        /** Sends FIN, without TLS's own farewell, and reads what still comes until the client ends too. */
        public Builder cut() {
            return add(Line::cut);
        }

        /** Sends RST. */
        public Builder reset() {
            return add(Line::reset);
        }

        /** Closes the socket in order; when the client's bytes were not all read, the kernel sends RST. */
        public Builder close() {
            return add(Line::close);
        }

        /** Keeps the connection open, without another answer, until the client ends it. */
        public Builder hold() {
            return add(Line::hold);
        }

        /** Adds the steps of a script. */
        public Builder then(Script script) {
            steps.addAll(script.steps);
            return this;
        }

        /** The script; this builder may go on. */
        public Script build() {
            return new Script(steps);
        }

        private Builder add(Step step) {
            steps.add(step);
            return this;
        }

        private static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
