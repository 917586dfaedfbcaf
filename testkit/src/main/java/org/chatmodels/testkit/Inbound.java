package org.chatmodels.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import javax.net.ssl.SSLException;

/** The bytes that a client sent. A thread of its own fetches them, never more than the script allows. */
final class Inbound implements Runnable {
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final Ledger ledger;
    private final ServedConnection connection;
    private final InputStream source;
    private int allowed;
    private int taken;

    Inbound(Ledger ledger, ServedConnection connection, InputStream source) {
        this.ledger = ledger;
        this.connection = connection;
        this.source = source;
    }

    /** Everything that comes may be fetched, and the end is seen when it comes. */
    void open() {
        ledger.change(() -> allowed = UNLIMITED);
    }

    /** Nothing more is fetched; a fetch under way ends with what it was allowed. */
    void pause() {
        ledger.change(() -> allowed = 0);
    }

    /** The next byte, fetched alone if fetching is paused; -1 at the end. */
    int next() throws IOException {
        byte[] one = new byte[1];
        return take(one, 0) == 0 ? -1 : one[0] & 0xff;
    }

    /** Exactly that many. */
    byte[] next(int count) throws IOException {
        byte[] bytes = new byte[count];
        int filled = 0;
        while (filled < count) {
            int got = take(bytes, filled);
            if (got == 0) {
                throw new EOFException("the client ended after " + filled + " of " + count + " bytes");
            }
            filled += got;
        }
        return bytes;
    }

    private int take(byte[] into, int offset) throws IOException {
        int wanted = into.length - offset;
        ledger.change(() -> allowed = waiting() ? allowed : Math.max(allowed, wanted));
        await();
        return ledger.read(() -> {
            int count = connection.copy(taken, into, offset);
            taken += count;
            return count;
        });
    }

    /** Waits until a byte is there to be taken; false at the end. */
    boolean await() throws IOException {
        try {
            ledger.await(() -> waiting() || connection.isOver(), Ledger.FOR_EVER);
            return ledger.read(this::waiting);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private boolean waiting() {
        return ledger.read(() -> taken < connection.count());
    }

    @Override
    public void run() {
        byte[] buffer = new byte[16_384];
        try {
            while (true) {
                int count = source.read(buffer, 0, awaitAllowance(buffer.length));
                if (count < 0) {
                    connection.ended(false);
                    return;
                }
                ledger.change(() -> {
                    allowed = allowed == UNLIMITED ? UNLIMITED : Math.max(0, allowed - count);
                    connection.received(buffer, count);
                });
            }
        } catch (InterruptedIOException e) {
            connection.over();
        } catch (SSLException | EOFException e) {
            connection.ended(String.valueOf(e.getMessage()).contains("reset"));
        } catch (IOException e) {
            connection.ended(true);
        }
    }

    private int awaitAllowance(int most) throws InterruptedIOException {
        try {
            ledger.await(() -> allowed > 0, Ledger.FOR_EVER);
            return ledger.read(() -> Math.min(allowed, most));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException failure = new InterruptedIOException("the server closes");
        failure.initCause(cause);
        return failure;
    }
}
