package org.chatmodels.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatStream;

/**
 * Carries one stream of the model to one client. While the model is silent it sends comment lines: the JVM's server
 * shows that a client has left by a failing write and by nothing else.
 */
final class StreamedReply {
    private static final long SILENCE_MILLIS = 500;

    private final HttpExchange exchange;
    private final ChatStream stream;
    private final ChunkWriter chunks;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile long lastWrite;

    StreamedReply(HttpExchange exchange, ChatStream stream, ChunkWriter chunks) {
        this.exchange = exchange;
        this.stream = stream;
        this.chunks = chunks;
    }

    /**
     * Writes all events. What the model throws before its first event passes to the caller, later it ends the stream;
     * IOException means that the client has left.
     */
    void run(ScheduledExecutorService heartbeat) throws IOException {
        Iterator<ChatEvent> events = stream.iterator();
        byte[] first = chunks.write(events.next());
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        write(body, first);
        ScheduledFuture<?> beat = heartbeat.scheduleWithFixedDelay(
                () -> beat(body), SILENCE_MILLIS, SILENCE_MILLIS, TimeUnit.MILLISECONDS);
        try {
            rest(body, events);
        } finally {
            beat.cancel(false);
        }
    }

    private void rest(OutputStream body, Iterator<ChatEvent> events) throws IOException {
        try {
            while (events.hasNext()) {
                write(body, chunks.write(events.next()));
            }
        } catch (RuntimeException failure) {
            write(body, ChunkWriter.error(GatewayError.of(failure)));
        }
    }

    private void write(OutputStream body, byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        writing.lock();
        try {
            body.write(bytes);
            body.flush();
            lastWrite = System.nanoTime();
        } finally {
            writing.unlock();
        }
    }

    private void beat(OutputStream body) {
        boolean silent = System.nanoTime() - lastWrite >= TimeUnit.MILLISECONDS.toNanos(SILENCE_MILLIS);
        if (!silent || !writing.tryLock()) {
            return;
        }
        try {
            body.write(ChunkWriter.COMMENT);
            body.flush();
        } catch (IOException gone) {
            stream.close();
        } finally {
            writing.unlock();
        }
    }
}
