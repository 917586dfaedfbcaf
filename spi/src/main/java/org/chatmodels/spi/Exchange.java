package org.chatmodels.spi;

import java.util.Optional;

/** An answer whose head has arrived. One reader; {@link #close} from any thread. */
public final class Exchange implements AutoCloseable {
    private Exchange() {}

    public int status() {
        throw new AssertionError();
    }

    /** The first header of that name, whatever its case. */
    public Optional<String> header(String name) {
        throw new AssertionError();
    }

    /** The body; total, idle and first-token limits, truncation and cancellation come out of it as ChatExceptions. */
    public ByteInput body() {
        throw new AssertionError();
    }

    /** The whole body, decoded, at most {@code maxBytes}: LimitException above it. */
    public byte[] readAll(int maxBytes) {
        throw new AssertionError();
    }

    /** At most {@code maxBytes} of the body; the rest is left unread and no limit is an error: for error bodies. */
    public byte[] readSome(int maxBytes) {
        throw new AssertionError();
    }

    /** Tells that the first content event came: from now on the first-token limit is met. */
    public void firstToken() {
        throw new AssertionError();
    }

    /** Gives the connection back if the body was read to its end, else cuts it at once. */
    @Override
    public void close() {
        throw new AssertionError();
    }
}
