package org.chatmodels.spi;

/** Reads the JSON of one answer in one wire format, in one piece or event by event. Not thread-safe. */
public interface AnswerReader extends AutoCloseable {
    /** Reads a whole answer; false when it tells an error instead. */
    boolean read(byte[] bytes, int offset, int length, AnswerAssembler answer);

    /** Reads an event; false when it tells an error instead. */
    boolean readEvent(Frames event, AnswerAssembler answer);

    /** Whether the whole answer read last was one. */
    boolean isAnswer();

    /** Whether nothing can follow the event read last; false unless the format has such an event. */
    default boolean isLast() {
        return false;
    }

    /** Whether {@code [DONE]} ends a stream, whatever came before it; true unless the format knows better. */
    default boolean endsWithDone() {
        return true;
    }

    /** What of the document read last tells of the error; empty for all of it. */
    default byte[] error() {
        return new byte[0];
    }

    /** Cuts a body into events: server-sent ones of at most 8 MiB unless the format has others. */
    default Frames frames(ByteInput body) {
        return new SseReader(body, 8 << 20);
    }

    /** The media type of streams. */
    default String streamType() {
        return "text/event-stream";
    }

    /**
     * Whether a body of another type is a stream all the same when it begins so, behind blanks: with a comment or one of
     * the four fields of events.
     */
    default boolean isStream(byte first) {
        return ":deir".indexOf(first) >= 0;
    }

    /** The answer is complete: tells what was waiting for more. */
    default void end(AnswerAssembler answer) {
        breakOff(answer);
    }

    /** The answer breaks off: tells what was waiting for more. */
    default void breakOff(AnswerAssembler answer) {}

    /** Gives buffers back. */
    @Override
    void close();
}
