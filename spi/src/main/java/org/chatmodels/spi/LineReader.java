package org.chatmodels.spi;

import java.util.Arrays;
import java.util.Objects;
import org.chatmodels.LimitException;

/**
 * Lines of JSON over bytes; any split of the bytes, bounded memory. A line is given as soon as its end is there; the last
 * one needs none, and blank ones are passed over.
 */
public final class LineReader implements Frames {
    private static final int FIRST_CAPACITY = 4096;
    private static final int ROOM = 64 * 1024;

    private final ByteInput in;
    private final int maxLineBytes;
    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int start;
    private int end;
    private int next;
    private int limit;

    /** Reads from {@code in}; a line longer than {@code maxLineBytes} is a LimitException. */
    public LineReader(ByteInput in, int maxLineBytes) {
        this.in = Objects.requireNonNull(in, "in");
        this.maxLineBytes = maxLineBytes;
    }

    @Override
    public boolean next() {
        start = next;
        int scanned = start;
        while (true) {
            while (scanned < limit && bytes[scanned] != '\n') {
                scanned++;
            }
            if (scanned < limit) {
                line(scanned, scanned + 1);
                if (length() > 0) {
                    return true;
                }
                start = next;
                scanned = start;
                continue;
            }
            int before = start;
            makeRoom();
            scanned -= before - start;
            int count = in.read(bytes, limit, Math.min(ROOM, bytes.length - limit));
            if (count < 0) {
                line(limit, limit);
                return length() > 0;
            }
            limit += count;
        }
    }

    private void line(int to, int following) {
        checkLength(to - start);
        next = following;
        end = to;
        while (end > start && isBlank(bytes[end - 1])) {
            end--;
        }
        while (start < end && isBlank(bytes[start])) {
            start++;
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\r' || b == '\t';
    }

    /** Moves the line that has begun to the front, and takes a larger buffer where it fills this one. */
    private void makeRoom() {
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, limit - start);
            limit -= start;
            start = 0;
            next = 0;
        }
        checkLength(limit);
        if (limit == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(2 * bytes.length, maxLineBytes + 1));
        }
    }

    private void checkLength(int bytesOfLine) {
        if (bytesOfLine > maxLineBytes) {
            throw new LimitException(
                    "A line of the answer is longer than " + maxLineBytes + " bytes: ask for less", Reading.DETAILS);
        }
    }

    @Override
    public byte[] buffer() {
        return bytes;
    }

    @Override
    public int offset() {
        return start;
    }

    @Override
    public int length() {
        return end - start;
    }
}
