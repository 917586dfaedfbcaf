package org.chatmodels.spi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Looks through the bytes of a document before they are parsed: parsers let much pass that is no UTF-8. */
final class Utf8 {
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ONES = 0x0101010101010101L;
    private static final long BACKSLASHES = ONES * '\\';
    private static final char REPLACEMENT = '\uFFFD';

    private byte[] bytes = new byte[0];
    private ByteBuffer words = ByteBuffer.wrap(bytes);
    private boolean surrogateEscapes;
    private boolean cut;

    /** Whether it is UTF-8; of its escapes {@link #hasSurrogateEscapes} tells then. */
    boolean isValid(byte[] document, int from, int to) {
        if (bytes != document) {
            bytes = document;
            words = ByteBuffer.wrap(document).order(ByteOrder.LITTLE_ENDIAN);
        }
        surrogateEscapes = false;
        cut = false;
        int at = from;
        while (at < to) {
            if (at <= to - 2 * Long.BYTES && isPlain(words.getLong(at), words.getLong(at + Long.BYTES))) {
                at += 2 * Long.BYTES;
            } else if (bytes[at] == '\\') {
                surrogateEscapes |= isSurrogateEscape(at, to);
                at += 2;
            } else {
                int length = bytes[at] >= 0 ? 1 : sequenceLength(at, to);
                if (length == 0) {
                    cut = isStart(at, to);
                    return false;
                }
                at += length;
            }
        }
        return true;
    }

    /** Whether there were escapes that may stand for half a character. */
    boolean hasSurrogateEscapes() {
        return surrogateEscapes;
    }

    /** Whether all that is wrong is that the last character breaks off. */
    boolean isCut() {
        return cut;
    }

    /** Puts U+FFFD where half of a surrogate pair stands; the same text if there is none. */
    static String repair(String text) {
        int at = loneSurrogate(text, 0);
        if (at < 0) {
            return text;
        }
        char[] chars = text.toCharArray();
        while (at >= 0) {
            chars[at] = REPLACEMENT;
            at = loneSurrogate(text, at + 1);
        }
        return new String(chars);
    }

    private static int loneSurrogate(String text, int from) {
        int at = from;
        while (at < text.length()) {
            if (!Character.isSurrogate(text.charAt(at))) {
                at++;
            } else if (Character.isSupplementaryCodePoint(text.codePointAt(at))) {
                at += 2;
            } else {
                return at;
            }
        }
        return -1;
    }

    /** Sixteen ASCII characters, none a backslash. */
    private static boolean isPlain(long first, long second) {
        long one = first ^ BACKSLASHES;
        long two = second ^ BACKSLASHES;
        return ((first | second | ((one - ONES) & ~one) | ((two - ONES) & ~two)) & HIGH_BITS) == 0;
    }

    private boolean isSurrogateEscape(int at, int to) {
        return to - at > 3 && bytes[at + 1] == 'u' && (bytes[at + 2] | 0x20) == 'd' && bytes[at + 3] >= '8';
    }

    /** By table 3-7 of the Unicode standard; 0 for what it does not list. */
    private int sequenceLength(int at, int to) {
        int first = bytes[at] & 0xFF;
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        boolean good = first >= 0xC2 && first <= 0xF4 && to - at >= length && isSecond(first, bytes[at + 1] & 0xFF);
        for (int i = 2; good && i < length; i++) {
            good = (bytes[at + i] & 0xC0) == 0x80;
        }
        return good ? length : 0;
    }

    /** Whether a character begins there that the end has cut. */
    private boolean isStart(int at, int to) {
        int first = bytes[at] & 0xFF;
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        boolean begun = first >= 0xC2 && first <= 0xF4 && to - at < length;
        boolean second = to - at < 2 || isSecond(first, bytes[at + 1] & 0xFF);
        return begun && second && (to - at < 3 || (bytes[at + 2] & 0xC0) == 0x80);
    }

    private static boolean isSecond(int first, int second) {
        int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        return second >= lowest && second <= highest;
    }
}
