package org.chatmodels.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback that does, on raw sockets, what its scripts say, faults above all, and writes down every byte it
 * gets. A connection takes the next script of the queue, or else the standing one, when it is accepted and again with
 * each further request. Threads are daemons; {@link #close} ends them and fails with what went wrong inside. Waiting
 * methods have a deadline. Thread-safe.
 */
public final class ScriptedServer implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final Ledger ledger;
    private final Stalls stalls;
    private final Deque<Script> queue = new ArrayDeque<>();
    private final List<ServedConnection> connections = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<Socket> fillers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final ServerSocket listener;
    private final long seed;
    private final @Nullable TlsIdentity identity;
    private @Nullable Script standing;
    private boolean closed;

    private ScriptedServer(Builder builder) throws IOException {
        ledger = new Ledger(builder.patience);
        stalls = new Stalls(ledger);
        seed = builder.seed;
        identity = builder.identity;
        listener = new ServerSocket(0, builder.accepting ? 200 : 1, InetAddress.getByName(builder.address));
        if (builder.accepting) {
            start("scripted-server-" + port(), this::accept);
        } else {
            fillBacklog();
        }
    }

    /** On 127.0.0.1, without scripts as yet. */
    public static ScriptedServer start() {
        return builder().start();
    }

    /** On 127.0.0.1; the script serves every request. */
    public static ScriptedServer start(Script standing) {
        return start().always(standing);
    }

    /** Address, TLS, seed. */
    public static Builder builder() {
        return new Builder();
    }

    /** Adds scripts to the queue: each serves one connection, or one more request on a kept one. */
    public ScriptedServer enqueue(Script... scripts) {
        List<Script> added = List.of(scripts);
        ledger.change(() -> queue.addAll(added));
        return this;
    }

    /** The script that serves whenever the queue is empty. */
    public ScriptedServer always(Script script) {
        Objects.requireNonNull(script, "script");
        ledger.change(() -> standing = script);
        return this;
    }

    /** Lets one stalled script go on, one that stalls now or the next that will. */
    public void release() {
        release(1);
    }

    /** Lets so many stalls go on. */
    public void release(int count) {
        stalls.release(count);
    }

    /** {@code http://127.0.0.1:PORT}, or https. */
    public URI uri() {
        return uri("");
    }

    /** The server's URI with a path, which begins with a slash. */
    public URI uri(String path) {
        String host = listener.getInetAddress().getHostAddress();
        String scheme = identity == null ? "http://" : "https://";
        return URI.create(scheme + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port() + path);
    }

    /** The port it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** What the random numbers of {@link Script.Builder#scatter} begin with; print it when a test fails. */
    public long seed() {
        return seed;
    }

    /** Every connection so far, in order of acceptance. */
    public List<ServedConnection> connections() {
        return ledger.read(() -> List.copyOf(connections));
    }

    /** The connection of that number, waited for. */
    public ServedConnection connection(int number) {
        return awaitConnections(number + 1).get(number);
    }

    /** Every request so far, in order of connections and then of arrival. */
    public List<ReceivedRequest> requests() {
        return ledger.read(() -> {
            List<ReceivedRequest> all = new ArrayList<>();
            connections.forEach(connection -> all.addAll(connection.requests()));
            return all;
        });
    }

    /** Waits until so many requests have come; AssertionError if they do not. */
    public List<ReceivedRequest> awaitRequests(int count) {
        return awaitRequests(count, ledger.patience());
    }

    /** Waits until so many requests have come; AssertionError if they do not. */
    public List<ReceivedRequest> awaitRequests(int count, Duration limit) {
        ledger.expect(() -> requests().size() >= count, limit, () -> requests().size() + " of " + count + " requests");
        return requests();
    }

    /** Waits until so many connections were accepted; AssertionError if they are not. */
    public List<ServedConnection> awaitConnections(int count) {
        ledger.expect(
                () -> connections.size() >= count,
                ledger.patience(),
                () -> connections.size() + " of " + count + " connections");
        return connections();
    }

    /** Waits until so many scripts stall at once; AssertionError if they do not. */
    public void awaitStalls(int count) {
        ledger.expect(
                () -> stalls.waiting() >= count,
                ledger.patience(),
                () -> stalls.waiting() + " of " + count + " stalls");
    }

    /** Waits until so many stalls have begun since the start, whether they still last or not; AssertionError otherwise. */
    public void awaitStallsBegun(int count) {
        ledger.expect(
                () -> stalls.begun() >= count, ledger.patience(), () -> stalls.begun() + " of " + count + " begun");
    }

    /** Ends every connection and thread; AssertionError with the first failure inside the server, the others suppressed. */
    @Override
    public void close() {
        List<Thread> running = ledger.read(() -> {
            closed = true;
            return List.copyOf(threads);
        });
        silently(listener);
        fillers.forEach(ScriptedServer::silently);
        List<Line> opened = ledger.read(() -> List.copyOf(lines));
        opened.forEach(line -> silently(line::abandon));
        running.forEach(Thread::interrupt);
        ledger.expect(threads::isEmpty, CLOSING, () -> "still running: " + threads);
        running.forEach(ScriptedServer::awaitEnd);
        opened.forEach(line -> line.reader().ifPresent(ScriptedServer::awaitEnd));
        report();
    }

    /** A thread that has done its work still lives for a moment. */
    private static void awaitEnd(Thread thread) {
        try {
            thread.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Address and counts. */
    @Override
    public String toString() {
        return "ScriptedServer[" + uri() + ", " + connections().size() + " connections, "
                + requests().size() + " requests, seed " + seed + "]";
    }

    Ledger ledger() {
        return ledger;
    }

    Stalls stalls() {
        return stalls;
    }

    @Nullable
    SSLSocketFactory tls() {
        return identity == null ? null : identity.serverContext().getSocketFactory();
    }

    private void report() {
        List<Throwable> found = ledger.read(() -> {
            List<Throwable> copy = List.copyOf(failures);
            failures.clear();
            return copy;
        });
        if (!found.isEmpty()) {
            AssertionError error = new AssertionError("inside the scripted server: " + found.get(0), found.get(0));
            found.subList(1, found.size()).forEach(error::addSuppressed);
            throw error;
        }
    }

    private void fillBacklog() throws IOException {
        for (int i = 0; i < 8; i++) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(new InetSocketAddress(listener.getInetAddress(), port()), 200);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        throw new IOException("the backlog of this system does not fill up");
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                ServedConnection connection =
                        new ServedConnection(ledger, connections().size());
                Line line = new Line(this, connection, socket);
                ledger.change(() -> {
                    connections.add(connection);
                    lines.add(line);
                });
                boolean served = start("scripted-server-" + port() + "-" + connection.number(), () -> serve(line));
                if (!served) {
                    line.abandon();
                }
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                failed(e);
            }
        }
    }

    private void serve(Line line) {
        try (line) {
            converse(line);
        } catch (IOException e) {
            // the client ended: it is on record at the connection; or this server closes
        }
    }

    private void converse(Line line) throws IOException {
        try {
            do {
                nextScript().run(line);
            } while (line.another());
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    private Script nextScript() {
        return ledger.read(() -> Optional.ofNullable(queue.poll())
                .or(() -> Optional.ofNullable(standing))
                .orElse(unscripted()));
    }

    private Script unscripted() {
        return Script.builder()
                .readRequest()
                .respond(request -> {
                    throw new AssertionError("no script for " + request);
                })
                .build();
    }

    /** Not once the server is closed. */
    private boolean start(String name, Runnable body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } finally {
                        ledger.change(() -> threads.remove(Thread.currentThread()));
                    }
                },
                name);
        thread.setDaemon(true);
        return ledger.read(() -> {
            if (!closed) {
                threads.add(thread);
                thread.start();
            }
            return !closed;
        });
    }

    private void failed(Throwable failure) {
        ledger.change(() -> failures.add(failure));
    }

    private static void silently(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // what cannot be closed is closed
        }
    }

    /** Where a server listens and how it speaks. */
    public static final class Builder {
        private String address = "127.0.0.1";
        private long seed = 1;
        private boolean accepting = true;
        private Duration patience = Duration.ofSeconds(10);
        private @Nullable TlsIdentity identity;

        private Builder() {}

        /** Another loopback address, such as 127.0.0.2 or ::1. */
        public Builder address(String loopback) {
            address = Objects.requireNonNull(loopback, "loopback");
            return this;
        }

        /** Where the random numbers begin; 1 unless set. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** How long waiting methods wait; ten seconds unless set. */
        public Builder patience(Duration value) {
            patience = Objects.requireNonNull(value, "value");
            return this;
        }

        /** Speaks TLS with this key and certificate. */
        public Builder tls(TlsIdentity value) {
            identity = Objects.requireNonNull(value, "value");
            return this;
        }

        /** Lets every connection attempt hang: the backlog is full and nothing is accepted. */
        public Builder neverAccepting() {
            accepting = false;
            return this;
        }

        /** Listens on a free port; the caller closes the server. */
        public ScriptedServer start() {
            try {
                if (!InetAddress.getByName(address).isLoopbackAddress()) {
                    throw new IllegalArgumentException("not a loopback address: " + address);
                }
                return new ScriptedServer(this);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
