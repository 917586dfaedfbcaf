package org.chatmodels.spi;

/** Server-sent events over bytes, by the WHATWG event-stream rules; any split of the bytes, bounded memory. */
public final class SseReader {
    /** Reads from {@code in}; an event (and so a line) longer than {@code maxEventBytes} is a LimitException. */
    public SseReader(ByteInput in, int maxEventBytes) {
        throw new AssertionError();
    }

    /** Goes to the next event that has data; false at the end of the input, an incomplete last event is dropped. */
    public boolean next() {
        throw new AssertionError();
    }

    /** "message" unless the event was named. */
    public String event() {
        throw new AssertionError();
    }

    /** Holds the data of the current event, valid until {@link #next}. */
    public byte[] buffer() {
        throw new AssertionError();
    }

    public int offset() {
        throw new AssertionError();
    }

    public int length() {
        throw new AssertionError();
    }

    /** Whether the data of the current event is exactly this ASCII text. */
    public boolean dataIs(String ascii) {
        throw new AssertionError();
    }
}
