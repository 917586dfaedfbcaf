package org.chatmodels.openaicompatible;

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

/** A stream from memory, in pieces of a given size, and what its reader told. */
final class MemorySource implements StreamSource {
    static final ModelLocation LOCATION = ModelLocation.of("memory", "asked");

    private final byte[] bytes;
    private final int firstPiece;
    private final int otherPieces;
    private int at;
    private int firstTokens;
    private int closed;

    /** The first read gives {@code firstPiece} bytes, each later one {@code otherPieces}. */
    MemorySource(byte[] bytes, int firstPiece, int otherPieces) {
        this.bytes = bytes;
        this.firstPiece = firstPiece;
        this.otherPieces = otherPieces;
    }

    @Override
    public ByteInput body() {
        return this::read;
    }

    private int read(byte[] buffer, int offset, int length) {
        if (at == bytes.length) {
            return -1;
        }
        int piece = at == 0 && firstPiece > 0 ? firstPiece : otherPieces;
        int count = Math.min(Math.min(piece, length), bytes.length - at);
        System.arraycopy(bytes, at, buffer, offset, count);
        at += count;
        return count;
    }

    @Override
    public void firstToken() {
        firstTokens++;
    }

    @Override
    public ChatException failure(byte[] json, int offset, int length) {
        return new UnavailableException("the backend told an error", Details.NONE);
    }

    @Override
    public ChatException cut() {
        return new TruncatedException("cut", Details.NONE);
    }

    @Override
    public ChatException during(ChatException failure, AnswerAssembler arrived) {
        return new ErrorReader(LOCATION).during(failure, arrived);
    }

    @Override
    public ChatResponse served(ChatResponse response) {
        return response.toBuilder().servedBy(LOCATION).build();
    }

    @Override
    public void close() {
        closed++;
    }

    int firstTokens() {
        return firstTokens;
    }

    boolean isClosed() {
        return closed > 0;
    }

    int unread() {
        return bytes.length - at;
    }
}
