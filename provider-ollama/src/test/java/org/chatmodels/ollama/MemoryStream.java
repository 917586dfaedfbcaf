package org.chatmodels.ollama;

import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatResponse;
import org.chatmodels.ModelLocation;
import org.chatmodels.TruncatedException;
import org.chatmodels.UnavailableException;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.ByteInput;
import org.chatmodels.spi.ErrorReader;
import org.chatmodels.spi.StreamSource;

/** A stream from memory, in two pieces. */
final class MemoryStream implements StreamSource {
    static final ModelLocation LOCATION = ModelLocation.of("ollama", "m");

    private final byte[] bytes;
    private final int split;
    private final int end;
    private int at;
    private boolean closed;

    MemoryStream(byte[] bytes, int split, int end) {
        this.bytes = bytes;
        this.split = split;
        this.end = end;
    }

    @Override
    public ByteInput body() {
        return this::read;
    }

    private int read(byte[] buffer, int offset, int length) {
        int count = Math.min(length, at < split ? split - at : end - at);
        if (at == end) {
            return -1;
        }
        System.arraycopy(bytes, at, buffer, offset, count);
        at += count;
        return count;
    }

    @Override
    public void firstToken() {
        // nobody waits for it
    }

    /** In the server's words. */
    @Override
    public ChatException failure(byte[] json, int offset, int length) {
        return new UnavailableException(
                new String(json, offset, length, java.nio.charset.StandardCharsets.UTF_8), Details.NONE);
    }

    @Override
    public ChatException cut() {
        return new TruncatedException("The stream ended without a finish reason", Details.NONE);
    }

    @Override
    public ChatException during(ChatException failure, AnswerAssembler arrived) {
        return new ErrorReader(LOCATION).during(failure, arrived);
    }

    @Override
    public ChatResponse served(ChatResponse response) {
        return response;
    }

    @Override
    public void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }
}
