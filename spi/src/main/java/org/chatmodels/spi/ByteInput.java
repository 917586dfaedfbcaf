package org.chatmodels.spi;

/** Bytes of an answer as they arrive. Every failure is a {@link org.chatmodels.ChatException}. */
@FunctionalInterface
public interface ByteInput {
    /** Blocks until at least one byte is there; returns how many were put, -1 at the end of a body that is complete. */
    int read(byte[] buffer, int offset, int length);
}
