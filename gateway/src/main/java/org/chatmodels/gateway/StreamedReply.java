package org.chatmodels.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatStream;
import org.jspecify.annotations.Nullable;

/**
 * Carries one stream of the model to one client, on the thread that made this. While the model is silent, comment lines
 * are sent: the JVM's server shows that a client has left by a failing write and by nothing else.
 */
final class StreamedReply {
    private final HttpExchange exchange;
    private final ChunkWriter chunks;
    private final Workers workers;
    private final Limits limits;
    private final Thread reader = Thread.currentThread();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile @Nullable OutputStream body;
    private volatile long lastWrite = System.nanoTime();
    private @Nullable ChatStream stream;
    private boolean cancelled;
    private boolean over;

    StreamedReply(HttpExchange exchange, ChunkWriter chunks, Workers workers, Limits limits) {
        this.exchange = exchange;
        this.chunks = chunks;
        this.workers = workers;
        this.limits = limits;
    }

    /**
     * Opens the stream and writes all events. What the model throws before the reply has begun passes to the caller,
     * later it ends the stream; IOException means that the client has left.
     */
    void run(Supplier<ChatStream> opening) throws IOException {
        ScheduledFuture<?> watch = workers.every(limits.silence(), this::watch);
        try (ChatStream opened = opening.get()) {
            opened(opened);
            for (ChatEvent event : opened) {
                write(chunks.write(event));
            }
        } catch (RuntimeException failure) {
            if (!isBegun()) {
                throw failure;
            }
            write(ChunkWriter.error(GatewayError.of(failure)));
        } finally {
            watch.cancel(false);
            over();
        }
    }

    /** Ends the answer, from any thread: the client has left, or the gateway closes. */
    synchronized void cancel() {
        if (!over) {
            cancelled = true;
            reader.interrupt();
            if (stream != null) {
                stream.close();
            }
        }
    }

    private synchronized void opened(ChatStream opened) {
        stream = opened;
        if (cancelled) {
            opened.close();
        }
    }

    private synchronized void over() {
        over = true;
    }

    private synchronized boolean isOver() {
        return over;
    }

    /** From here on no comment begins the reply, if none has. */
    private boolean isBegun() {
        writing.lock();
        try {
            over();
            return body != null;
        } finally {
            writing.unlock();
        }
    }

    private void write(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        writing.lock();
        try {
            lastWrite = System.nanoTime();
            begun().write(bytes);
            begun().flush();
            lastWrite = System.nanoTime();
        } finally {
            writing.unlock();
        }
    }

    private OutputStream begun() throws IOException {
        OutputStream begun = body;
        if (begun == null) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.getResponseHeaders().set("Cache-Control", "no-cache");
            exchange.sendResponseHeaders(200, 0);
            begun = exchange.getResponseBody();
            body = begun;
        }
        return begun;
    }

    /** On a thread that must not block. */
    private void watch() {
        long quiet = System.nanoTime() - lastWrite;
        if (writing.isLocked()) {
            if (quiet > limits.client().toNanos()) {
                cancel();
            }
        } else if (quiet >= (body == null ? limits.firstEvent() : limits.silence()).toNanos()) {
            try {
                workers.execute(this::comment);
            } catch (RejectedExecutionException busy) {
                // The next one may find a thread.
            }
        }
    }

    /** May block: the client's buffer may be full. */
    private void comment() {
        if (!writing.tryLock()) {
            return;
        }
        try {
            if (!isOver()) {
                write(ChunkWriter.COMMENT);
            }
        } catch (IOException gone) {
            cancel();
        } finally {
            writing.unlock();
        }
    }
}
