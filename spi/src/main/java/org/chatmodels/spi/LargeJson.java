package org.chatmodels.spi;

/**
 * Looks through a large document before it is parsed: the parser finds a text or a number too long when it holds all of
 * it, at two bytes a character. Small documents are bounded by their size.
 */
final class LargeJson {
    private static final int SMALL = 1 << 20;

    private final byte[] bytes;
    private final int to;
    private int at;
    private int tokens;
    private int depth;

    private LargeJson(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.to = to;
        this.at = from;
    }

    /** Whether its depth, tokens, texts and numbers keep to the limits, as far as that can be seen without parsing. */
    static boolean isWithinLimits(byte[] bytes, int from, int to) {
        return to - from <= SMALL || new LargeJson(bytes, from, to).isWithinLimits();
    }

    private boolean isWithinLimits() {
        boolean within = true;
        while (within && at < to) {
            byte b = bytes[at++];
            if (b == '"') {
                within = text() <= JsonRules.MAX_TEXT_LENGTH && ++tokens <= JsonRules.MAX_TOKENS;
            } else if (b == '{' || b == '[') {
                within = ++depth <= JsonRules.MAX_DEPTH && ++tokens <= JsonRules.MAX_TOKENS;
            } else if (b == '}' || b == ']') {
                depth--;
                within = ++tokens <= JsonRules.MAX_TOKENS;
            } else if (isOfWord(b)) {
                within = word() <= JsonRules.MAX_NUMBER_LENGTH && ++tokens <= JsonRules.MAX_TOKENS;
            }
        }
        return within;
    }

    /** At least so many characters stand up to the quote. */
    private int text() {
        int length = 0;
        while (at < to && bytes[at] != '"' && length <= JsonRules.MAX_TEXT_LENGTH) {
            if (bytes[at] == '\\') {
                at += at + 1 < to && bytes[at + 1] == 'u' ? 6 : 2;
                length++;
            } else {
                length += (bytes[at++] & 0xC0) == 0x80 ? 0 : 1;
            }
        }
        at++;
        return length;
    }

    /** The length of a number, true, false or null whose first character was taken. */
    private int word() {
        int start = at - 1;
        while (at < to && isOfWord(bytes[at]) && at - start <= JsonRules.MAX_NUMBER_LENGTH) {
            at++;
        }
        return at - start;
    }

    private static boolean isOfWord(byte b) {
        return b > ' ' && b != ',' && b != ':' && b != '"' && b != '{' && b != '[' && b != '}' && b != ']';
    }
}
