package org.chatmodels.openaicompatible;

import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.SseReader;

/** Reads the JSON of one answer in one wire format, in one piece or event by event. */
interface AnswerReader extends AutoCloseable {
    /** Reads a whole answer; false when it tells an error instead. */
    boolean read(byte[] bytes, int offset, int length, AnswerAssembler answer);

    /** Reads the data of an event; false when it tells an error instead. */
    boolean readEvent(SseReader event, AnswerAssembler answer);

    /** Whether the whole answer read last was one. */
    boolean isAnswer();

    /** Whether nothing can follow the event read last. */
    boolean isLast();

    /** Whether {@code [DONE]} ends a stream, whatever came before it. */
    boolean endsWithDone();

    /** What of the document read last tells of the error; empty for all of it. */
    byte[] error();

    /** What holds for the service. */
    ReadRules rules();

    /** The answer is complete: tells what was waiting for more. */
    default void end(AnswerAssembler answer) {
        breakOff(answer);
        if (rules().answerInReasoning()) {
            answer.reasoningIsAnswer();
        }
    }

    /** The answer breaks off: tells what was waiting for more. */
    void breakOff(AnswerAssembler answer);

    /** Gives buffers back. */
    @Override
    void close();
}
