package org.chatmodels.reliability.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Chat Completions server on loopback that treats each request as a plan says. Unlike the testkit's scripted server it
 * keeps nothing of a connection, so that it can run for ever; connections, threads and request sizes are bounded.
 */
final class FaultServer implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 256;
    private static final int BACKLOG = 512;

    final FaultPlan plan;
    final History history;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool(FaultServer::daemon);
    private final Semaphore places = new Semaphore(MOST_CONNECTIONS);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean closed;

    FaultServer(FaultPlan plan, History history) {
        this.plan = plan;
        this.history = history;
        try {
            listener = new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "fault-server");
        thread.setDaemon(true);
        return thread;
    }

    String origin() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** {@code openai-compatible:m?base_url=…} and more parameters. */
    String location(String more) {
        return "openai-compatible:m?base_url=" + origin() + "/v1" + more;
    }

    /** Read so far. */
    int requests() {
        return requests.get();
    }

    /** Accepted so far. */
    int connections() {
        return connections.get();
    }

    void requestRead() {
        requests.incrementAndGet();
    }

    private void accept() {
        while (!closed) {
            try {
                places.acquire();
                Socket socket = listener.accept();
                connections.incrementAndGet();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                places.release();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** That the client goes away in the middle is what clients do here. */
    private void serve(Socket socket) {
        open.add(socket);
        try (socket) {
            if (!closed) {
                new ServedLine(this, socket).serve();
            }
        } catch (IOException e) {
            // gone
        } finally {
            open.remove(socket);
            places.release();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
            threads.shutdownNow();
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new AssertionError("threads of the fault server do not end");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
