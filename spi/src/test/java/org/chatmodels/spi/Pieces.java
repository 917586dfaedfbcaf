package org.chatmodels.spi;

import java.util.ArrayList;
import java.util.List;

/** Bytes that arrive in given pieces. */
final class Pieces implements ByteInput {
    private final List<byte[]> pieces;
    private int next;
    private int at;

    private Pieces(List<byte[]> pieces) {
        this.pieces = pieces;
    }

    static Pieces whole(byte[] bytes) {
        return new Pieces(bytes.length == 0 ? List.of() : List.of(bytes));
    }

    /** Cut at these places, which rise. */
    static Pieces cutAt(byte[] bytes, int... places) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= places.length; i++) {
            int to = i < places.length ? places[i] : bytes.length;
            if (to > from) {
                pieces.add(java.util.Arrays.copyOfRange(bytes, from, to));
            }
            from = to;
        }
        return new Pieces(pieces);
    }

    static Pieces byteByByte(byte[] bytes) {
        int[] places = new int[bytes.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = i;
        }
        return cutAt(bytes, places);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (length == 0) {
            throw new AssertionError("asked for nothing");
        }
        if (next == pieces.size()) {
            return -1;
        }
        byte[] piece = pieces.get(next);
        int count = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, buffer, offset, count);
        at += count;
        if (at == piece.length) {
            next++;
            at = 0;
        }
        return count;
    }
}
