package org.chatmodels.testkit;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** The server's end of one connection, as the steps of a script use it. */
final class Line implements AutoCloseable {
    private final Ledger ledger;
    private final Stalls stalls;
    private final ServedConnection connection;
    private final Random random;
    private final Socket raw;
    private @Nullable SSLSocketFactory tls;
    private @Nullable Socket socket;
    private @Nullable Inbound inbound;
    private @Nullable Thread fetcher;
    private boolean deaf;
    private boolean finished;

    Line(ScriptedServer server, ServedConnection connection, Socket raw) {
        this.ledger = server.ledger();
        this.stalls = server.stalls();
        this.tls = server.tls();
        this.random = new Random(server.seed() + connection.number());
        this.connection = connection;
        this.raw = raw;
    }

    /** Head and body. */
    void readRequest() throws IOException {
        inbound().open();
        connection.request(new RequestReader(inbound()).head());
        readBody();
    }

    /** On a fresh connection exactly the head: not one byte more is taken from the network until {@link #readBody}. */
    void readHead() throws IOException {
        inbound().pause();
        connection.request(new RequestReader(inbound()).head());
        deaf = true;
    }

    /** From now on nothing is taken from the network unless a step asks for it. */
    void readNothing() {
        deaf = true;
    }

    void readBody() throws IOException {
        ReceivedRequest head = last();
        connection.completed(head.withBody(new RequestReader(inbound()).body(head)));
        deaf = false;
        inbound().open();
    }

    void readBytes(int count) throws IOException {
        inbound().next(count);
    }

    /** The first TLS record, so that what follows happens inside the handshake, on the bare socket. */
    void readClientHello() throws IOException {
        tls = null;
        DataInputStream in = new DataInputStream(raw.getInputStream());
        in.readFully(new byte[3]);
        in.readFully(new byte[in.readUnsignedShort()]);
    }

    ReceivedRequest last() {
        var requests = connection.requests();
        return requests.get(requests.size() - 1);
    }

    void write(byte[] bytes) throws IOException {
        OutputStream out = socket().getOutputStream();
        watch();
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            connection.ended(true);
            throw e;
        }
    }

    void drip(byte[] bytes, Duration pause) throws IOException {
        for (byte one : bytes) {
            write(new byte[] {one});
            if (!pause.isZero()) {
                pause(pause);
            }
        }
    }

    /** In pieces of random length. */
    void scatter(byte[] bytes) throws IOException {
        InputStream rest = new ByteArrayInputStream(bytes);
        while (rest.available() > 0) {
            write(rest.readNBytes(1 + random.nextInt(Math.min(64, rest.available()))));
        }
    }

    void stall() throws IOException {
        watch();
        stalls.stall(connection::isOver, Ledger.FOR_EVER);
    }

    /** Nothing for that long; ends early when the client is gone. */
    void pause(Duration length) throws IOException {
        try {
            watch();
            ledger.await(connection::isOver, length);
        } catch (InterruptedException e) {
            throw Inbound.interrupted(e);
        }
    }

    /** FIN at once, without TLS's own farewell; what the client still sends is read until it ends too. */
    void cut() throws IOException {
        raw.shutdownOutput();
        deaf = false;
        hold();
    }

    void hold() throws IOException {
        pause(Ledger.FOR_EVER);
        close();
    }

    /** RST. */
    void reset() throws IOException {
        connection.over();
        raw.setSoLinger(true, 0);
        raw.close();
        finished = true;
    }

    /** Whether another request begins on this connection. */
    boolean another() throws IOException {
        if (finished || deaf) {
            return false;
        }
        inbound().open();
        return inbound().await();
    }

    boolean finished() {
        return finished;
    }

    /** Orderly; a client that is still sending gets an RST from the kernel. */
    @Override
    public void close() throws IOException {
        connection.over();
        finished = true;
        if (socket != null) {
            socket.close();
        }
        raw.close();
    }

    /** From the server's thread: frees whoever is blocked in this connection. */
    void abandon() throws IOException {
        connection.over();
        raw.close();
        reader().ifPresent(Thread::interrupt);
    }

    /** The thread that takes what arrives, once there is one. */
    Optional<Thread> reader() {
        return Optional.ofNullable(ledger.read(() -> fetcher));
    }

    private void watch() throws IOException {
        if (!deaf) {
            inbound().open();
        }
    }

    private Socket socket() throws IOException {
        if (socket == null) {
            socket = tls == null ? raw : handshake(tls);
        }
        return socket;
    }

    private Socket handshake(SSLSocketFactory factory) throws IOException {
        SSLSocket secured = (SSLSocket) factory.createSocket(raw, null, true);
        try {
            secured.startHandshake();
            return secured;
        } catch (IOException e) {
            connection.handshakeFailed(e);
            throw e;
        }
    }

    private Inbound inbound() throws IOException {
        if (inbound == null) {
            Inbound fresh = new Inbound(ledger, connection, socket().getInputStream());
            Thread thread = new Thread(fresh, Thread.currentThread().getName() + "-reader");
            thread.setDaemon(true);
            ledger.change(() -> fetcher = thread);
            thread.start();
            inbound = fresh;
        }
        return inbound;
    }
}
