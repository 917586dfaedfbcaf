package org.chatmodels.spi;

import org.chatmodels.ChatException;
import org.chatmodels.ChatResponse;

/** What a {@link StreamReader} reads from, and whom it tells what it found. */
public interface StreamSource {
    /** The bytes of the stream. */
    ByteInput body();

    /** The first content event came. */
    void firstToken();

    /** The exception for an error that the backend sent instead of a chunk. */
    ChatException failure(byte[] json, int offset, int length);

    /** The exception for a stream that ended in the middle. */
    ChatException cut();

    /** The same failure with what had arrived. */
    ChatException during(ChatException failure, AnswerAssembler arrived);

    /** The answer with the location that gave it. */
    ChatResponse served(ChatResponse response);

    /** Nothing more is read. */
    void close();
}
