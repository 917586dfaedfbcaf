package org.chatmodels;

import java.util.Objects;

/** A time limit of this side ran out. */
public final class ChatTimeoutException extends TransportException {
    private static final long serialVersionUID = 1;

    /**
     * Which limit. LEASE: waiting for a pooled connection, 10 s; CONNECT: connecting; HEADERS: the total ran out before
     * an answer that is not streamed began; FIRST_TOKEN: waiting for the first token; IDLE: silence on the wire inside
     * a stream, comment lines are no silence; TOTAL: the total ran out otherwise.
     */
    public enum Kind {
        LEASE,
        CONNECT,
        HEADERS,
        FIRST_TOKEN,
        IDLE,
        TOTAL
    }

    private final Kind kind;

    /** Makes one from a message without content or keys, and what else is known; the cause is among the details. */
    public ChatTimeoutException(String message, Kind kind, Details details) {
        super(message, details);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    /** Which limit ran out. */
    public Kind kind() {
        return kind;
    }

    @Override
    boolean retryableByClass() {
        return kind != Kind.TOTAL && delivery() != Delivery.PARTIAL_OUTPUT;
    }
}
