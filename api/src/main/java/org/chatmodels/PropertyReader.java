package org.chatmodels;

import java.util.ArrayList;
import java.util.List;

/** Splits text into keys and values by the rules of {@link java.util.Properties#load(java.io.Reader)}, counting lines. */
final class PropertyReader {
    private final String text;
    private final StringBuilder logical = new StringBuilder();
    private int position;
    private int line = 1;
    private int firstLine;

    PropertyReader(String text) {
        this.text = text;
    }

    List<PropertyFile.Entry> entries() {
        List<PropertyFile.Entry> entries = new ArrayList<>();
        while (nextLine()) {
            entries.add(entry());
        }
        return entries;
    }

    /** Joins continued lines into {@code logical}; false at the end. */
    private boolean nextLine() {
        logical.setLength(0);
        boolean continued = false;
        while (position < text.length()) {
            skipBlanks();
            if (logical.length() == 0 && isComment()) {
                skipLine();
                endLine();
                continued = false;
                continue;
            }
            firstLine = logical.length() == 0 ? line : firstLine;
            continued = appendLine();
            endLine();
            if (!continued && logical.length() > 0) {
                return true;
            }
        }
        return logical.length() > 0;
    }

    /** Up to the line's end; whether the next line belongs to it. */
    private boolean appendLine() {
        boolean escaped = false;
        while (position < text.length() && !isLineEnd(text.charAt(position))) {
            char c = text.charAt(position++);
            escaped = c == '\\' && !escaped;
            logical.append(c);
        }
        if (escaped) {
            logical.setLength(logical.length() - 1);
        }
        return escaped;
    }

    private PropertyFile.Entry entry() {
        int limit = logical.length();
        int keyEnd = 0;
        boolean escaped = false;
        while (keyEnd < limit && (escaped || !isBlank(logical.charAt(keyEnd)) && !isSeparator(keyEnd))) {
            escaped = logical.charAt(keyEnd) == '\\' && !escaped;
            keyEnd++;
        }
        int start = keyEnd;
        boolean separated = false;
        while (start < limit && (isBlank(logical.charAt(start)) || isSeparator(start) && !separated)) {
            separated |= isSeparator(start);
            start++;
        }
        return new PropertyFile.Entry(unescape(0, keyEnd), unescape(start, limit), firstLine);
    }

    private String unescape(int start, int end) {
        StringBuilder plain = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            char c = logical.charAt(i);
            if (c != '\\' || i + 1 == end) {
                plain.append(c == '\\' ? "" : c);
                continue;
            }
            char escape = logical.charAt(++i);
            if (escape == 'u') {
                plain.append(unicode(i + 1, end));
                i += 4;
            } else {
                int known = "tnrf".indexOf(escape);
                plain.append(known < 0 ? escape : "\t\n\r\f".charAt(known));
            }
        }
        return plain.toString();
    }

    private char unicode(int start, int end) {
        int value = 0;
        for (int i = start; i < start + 4; i++) {
            int digit = i < end && logical.charAt(i) < 0x80 ? Character.digit(logical.charAt(i), 16) : -1;
            if (digit < 0) {
                throw new IllegalArgumentException(
                        "line " + firstLine + " has a \\u without four hexadecimal digits: write \\\\ for a backslash");
            }
            value = value << 4 | digit;
        }
        return (char) value;
    }

    private boolean isComment() {
        return position < text.length() && "#!".indexOf(text.charAt(position)) >= 0;
    }

    private boolean isSeparator(int index) {
        return "=:".indexOf(logical.charAt(index)) >= 0;
    }

    private void skipBlanks() {
        while (position < text.length() && isBlank(text.charAt(position))) {
            position++;
        }
    }

    private void skipLine() {
        while (position < text.length() && !isLineEnd(text.charAt(position))) {
            position++;
        }
    }

    private void endLine() {
        if (position < text.length()) {
            line++;
            boolean pair = text.startsWith("\r\n", position);
            position += pair ? 2 : 1;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\f';
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
