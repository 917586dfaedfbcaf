package org.chatmodels.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A proxy on loopback that lets every CONNECT through to one port of loopback, whatever host was asked for, and writes
 * down what it was asked: so a server on loopback is reached under any name. Thread-safe.
 */
public final class Tunnel implements AutoCloseable {
    private static final byte[] CONNECTED = "HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener;
    private final int target;
    private final List<String> heads = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** Listens on a free port; {@code target} is the port that connections come out at. */
    public Tunnel(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** Where the proxy listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** What was sent to the proxy itself, up to the blank line, one text for each connection. */
    public synchronized List<String> heads() {
        return List.copyOf(heads);
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = added(listener.accept());
            start(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException {
        try (client;
                Socket server = added(new Socket(InetAddress.getLoopbackAddress(), target))) {
            InputStream in = client.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return;
                }
                head.append((char) next);
            }
            synchronized (this) {
                heads.add(head.toString());
            }
            client.getOutputStream().write(CONNECTED);
            start(() -> {
                try (client) {
                    server.getInputStream().transferTo(client.getOutputStream());
                }
            });
            in.transferTo(server.getOutputStream());
        }
    }

    private synchronized Socket added(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        return socket;
    }

    private synchronized void start(Part part) {
        Thread thread = new Thread(() -> run(part), "tunnel");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private static void run(Part part) {
        try {
            part.run();
        } catch (IOException e) {
            // one of the ends is gone
        }
    }

    /** Ends every connection and thread. */
    @Override
    public void close() {
        closeAll(List.of(listener));
        List<Thread> running = running();
        while (!running.isEmpty() && !Thread.currentThread().isInterrupted()) {
            synchronized (this) {
                closeAll(sockets);
            }
            running.forEach(Tunnel::awaitEnd);
            running = running();
        }
    }

    private synchronized List<Thread> running() {
        threads.removeIf(thread -> !thread.isAlive());
        return List.copyOf(threads);
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeAll(List<? extends Closeable> all) {
        for (Closeable one : all) {
            try {
                one.close();
            } catch (IOException e) {
                // what cannot be closed is closed
            }
        }
    }

    /** What one thread does. */
    private interface Part {
        void run() throws IOException;
    }
}
