package org.chatmodels.openaicompatible;

import org.chatmodels.ChatException;
import org.chatmodels.ChatResponse;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.ByteInput;

/** What a {@link StreamReader} reads from, and whom it tells what it found. */
interface StreamSource {
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

    void close();
}
