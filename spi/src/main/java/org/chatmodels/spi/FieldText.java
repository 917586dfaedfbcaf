package org.chatmodels.spi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a field that outlive the line they came in; the text is made only when somebody asks for it. */
final class FieldText {
    private byte[] bytes = new byte[0];
    private int length;
    private String text = "";
    private boolean decoded = true;
    private boolean cleared;

    /** Takes a copy of that range. */
    void set(byte[] from, int start, int end) {
        cleared = false;
        int newLength = end - start;
        if (newLength == length && Arrays.equals(bytes, 0, length, from, start, end)) {
            return;
        }
        if (bytes.length < newLength) {
            bytes = new byte[newLength];
        }
        System.arraycopy(from, start, bytes, 0, newLength);
        length = newLength;
        decoded = false;
    }

    void set(FieldText other) {
        set(other.bytes, 0, other.length);
    }

    /** Makes it empty, but keeps the text: the same bytes often come again. */
    void clear() {
        cleared = true;
    }

    boolean isEmpty() {
        return cleared || length == 0;
    }

    String text() {
        if (isEmpty()) {
            return "";
        }
        if (!decoded) {
            text = new String(bytes, 0, length, StandardCharsets.UTF_8);
            decoded = true;
        }
        return text;
    }
}
