package org.chatmodels.spi.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.Timeout;
import org.chatmodels.ChatException;
import org.jspecify.annotations.Nullable;

/** The head of an answer and its body as it arrives. One reader; closed from any thread. */
public final class Answer {
    private static final int DRAIN_READS = 8;

    private final Connections connections;
    private final Call call;
    private final Wire wire;
    private final ClassicHttpResponse head;
    private final @Nullable InputStream body;
    private final long length;
    private final boolean reusable;
    private long received;
    private volatile @Nullable ChatException failure;

    Answer(Connections connections, Call call, Wire wire, ClassicHttpResponse head) throws IOException {
        this.connections = connections;
        this.call = call;
        this.wire = wire;
        this.head = head;
        HttpEntity entity = head.getEntity();
        this.body = entity == null ? null : entity.getContent();
        this.length = entity == null ? 0 : entity.getContentLength();
        this.reusable = Reuse.isPossible(head);
    }

    /** The HTTP status. */
    public int status() {
        return head.getCode();
    }

    /** The value of the first header of that name, null without one. */
    public @Nullable String header(String name) {
        Header header = head.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    /** Of the body as the server announced it, -1 if it did not. */
    public long length() {
        return length;
    }

    /** From now on the first-token limit is met. */
    public void firstToken() {
        call.firstToken();
    }

    /** Blocks until there is a byte; -1 at the end of a body that is complete. */
    public int read(byte[] buffer, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, buffer.length);
        if (count == 0) {
            return 0;
        }
        if (call.ending() == Ending.DONE) {
            return -1;
        }
        Thread self = Thread.currentThread();
        call.enter(self);
        try {
            return self.isInterrupted() ? interrupted() : readOpen(buffer, offset, count);
        } catch (IOException e) {
            throw failed(e);
        } finally {
            connections.leave(call);
        }
    }

    private int interrupted() {
        connections.end(call, Ending.INTERRUPTED);
        throw ended();
    }

    private int readOpen(byte[] buffer, int offset, int count) throws IOException {
        if (call.isEnded()) {
            throw ended();
        }
        int read = body == null ? -1 : body.read(buffer, offset, count);
        if (read > 0) {
            limitSilence();
            received += read;
        }
        if ((read < 0 || received == length) && !finish() && read < 0) {
            throw ended();
        }
        return read;
    }

    /** Silence is inside a stream from its first byte on; before it the model may still think. */
    private void limitSilence() {
        if (received == 0 && call.request.streaming()) {
            long idle = call.request.times().idle();
            wire.setSocketTimeout(Timeout.ofMilliseconds(Times.socketMillis(idle)));
        }
    }

    /** Gives the connection back; false if the exchange was ended before. */
    boolean finish() {
        if (!call.claim(Ending.DONE)) {
            return false;
        }
        connections.release(call, reusable ? Reuse.keepAlive(head) : null);
        return true;
    }

    /** Leaves the body unread, as if there were none. */
    void dismiss() {
        if (call.claim(Ending.DONE)) {
            connections.discard(call);
        }
    }

    /** Whether there is nothing to read. */
    boolean isEmpty() {
        return body == null || length == 0;
    }

    private ChatException failed(IOException cause) {
        IOException plain = Failures.cutOrWrong(cause, wire);
        boolean stopped = Thread.currentThread().isInterrupted();
        if (!call.claim(stopped ? Ending.INTERRUPTED : Ending.FAILED)) {
            return ended();
        }
        failure = stopped ? Failures.ended(call, Ending.INTERRUPTED) : Failures.failed(call, plain);
        return failure;
    }

    private ChatException ended() {
        ChatException known = failure;
        if (known == null) {
            Ending why = call.ending();
            known = Failures.ended(call, why == null ? Ending.CLOSED : why);
            failure = known;
        }
        return known;
    }

    /** Gives the connection back if the body has come to its end, else cuts it. */
    public void close() {
        if (!call.claim(Ending.CLOSED)) {
            return;
        }
        if (!call.isOccupied() && reusable && isDrained()) {
            connections.release(call, Reuse.keepAlive(head));
        } else {
            connections.stop(call);
        }
    }

    /** Reads what is there already, so that a body of which only the end is unread costs no connection. */
    private boolean isDrained() {
        byte[] rest = new byte[2048];
        InputStream in = body;
        try {
            wire.setSocketTimeout(Timeout.ONE_MILLISECOND);
            for (int i = 0; in != null && i < DRAIN_READS && wire.hasInput(); i++) {
                int read = in.read(rest);
                received += Math.max(0, read);
                if (read < 0 || received == length) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false;
        }
        return in == null;
    }
}
