package org.chatmodels.spi;

import java.util.Arrays;

/**
 * The first bytes of a body, read to see what it is, and then the rest. Blanks and a byte order mark before them mean
 * nothing in JSON and in events; some servers send blank lines while a request waits.
 */
final class Beginning implements ByteInput {
    private static final int SIZE = 1024;

    private final ByteInput rest;
    private byte[] first = new byte[SIZE];
    private int position;
    private int limit;

    /** Blocks until there is something to see, or the end. */
    Beginning(ByteInput body) {
        rest = body;
        while (position == limit && limit >= 0) {
            limit = body.read(first, 0, SIZE);
            position = 0;
            skipBlanks();
        }
    }

    private void skipBlanks() {
        while (position < limit && isBlank(first[position])) {
            position++;
        }
    }

    private static boolean isBlank(byte b) {
        return b >= 0 && b <= ' ' || b == (byte) 0xEF || b == (byte) 0xBB || b == (byte) 0xBF;
    }

    /** Whether it is a stream of what that reads. */
    boolean isStreamOf(AnswerReader reader) {
        return position < limit && reader.isStream(first[position]);
    }

    /** Takes what was read so far. */
    byte[] take() {
        byte[] taken = limit < 0 ? new byte[0] : Arrays.copyOfRange(first, position, limit);
        position = limit;
        return taken;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (position >= limit) {
            return rest.read(buffer, offset, length);
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(first, position, buffer, offset, count);
        position += count;
        return count;
    }
}
