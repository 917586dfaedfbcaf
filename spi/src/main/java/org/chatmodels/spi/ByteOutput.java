package org.chatmodels.spi;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Collects bytes in pieces, so that growing copies nothing; each byte is copied once, into the one array at the end. */
final class ByteOutput extends OutputStream {
    private static final int FIRST_PIECE = 1024;

    /** Less than half a region of the JVM's collector in a small heap, above which an object takes whole regions. */
    private static final int LARGEST_PIECE = 1 << 18;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] piece = new byte[FIRST_PIECE];
    private int used;
    private int before;

    @Override
    public void write(int b) {
        if (used == piece.length) {
            nextPiece(1);
        }
        piece[used++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int fits = Math.min(length, piece.length - used);
        System.arraycopy(bytes, offset, piece, used, fits);
        used += fits;
        int rest = length - fits;
        if (rest > 0) {
            nextPiece(rest);
            System.arraycopy(bytes, offset + fits, piece, 0, rest);
            used = rest;
        }
    }

    private void nextPiece(int atLeast) {
        before = Math.addExact(before, used);
        full.add(piece);
        piece = new byte[Math.max(atLeast, Math.min(2 * piece.length, LARGEST_PIECE))];
        used = 0;
    }

    byte[] toBytes() {
        byte[] all = new byte[Math.addExact(before, used)];
        int at = 0;
        for (byte[] one : full) {
            System.arraycopy(one, 0, all, at, one.length);
            at += one.length;
        }
        System.arraycopy(piece, 0, all, at, used);
        return all;
    }
}
