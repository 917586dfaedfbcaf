package org.chatmodels.spi;

import java.util.Locale;

/** What a server said, made fit for one line of a message. */
final class ServerText {
    static final int LONGEST = 500;

    private ServerText() {}

    /** One line of at most 500 characters: blanks joined, control and formatting characters escaped, no dot at the end. */
    static String line(String text) {
        StringBuilder line = new StringBuilder();
        boolean blank = false;
        int at = 0;
        while (at < text.length() && line.length() < LONGEST) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
                blank = line.length() > 0;
                continue;
            }
            if (blank) {
                line.append(' ');
                blank = false;
            }
            append(line, point);
        }
        boolean cut = at < text.length() || line.length() > LONGEST;
        if (cut) {
            line.setLength(wholeCharacters(line, LONGEST - 1));
            return line.append('…').toString();
        }
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '.') {
            end--;
        }
        return line.substring(0, end);
    }

    private static int wholeCharacters(CharSequence line, int length) {
        int end = Math.min(line.length(), length);
        return end > 0 && Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end;
    }

    private static void append(StringBuilder line, int point) {
        switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> {
                line.append("\\u");
                String digits = Integer.toHexString(point).toUpperCase(Locale.ROOT);
                line.append("0".repeat(Math.max(0, 4 - digits.length()))).append(digits);
            }
            default -> line.appendCodePoint(point);
        }
    }

    /** Whether it is a page for people. */
    static boolean isHtml(String text) {
        String start = text.substring(0, Math.min(text.length(), 200)).toLowerCase(Locale.ROOT);
        return start.startsWith("<!doctype")
                || start.startsWith("<html")
                || start.startsWith("<head")
                || start.startsWith("<body")
                || start.startsWith("<?xml")
                || (start.startsWith("<") && start.contains(">"));
    }

    /** The page's title, else "an HTML page"; nothing else of a page is worth a line. */
    static String titleOf(String html) {
        String lower = html.toLowerCase(Locale.ROOT);
        int tag = lower.indexOf("<title");
        int start = tag < 0 ? -1 : lower.indexOf('>', tag);
        int end = start < 0 ? -1 : lower.indexOf("</title", start);
        String title = end < 0 || lower.length() != html.length()
                ? ""
                : html.substring(start + 1, end).strip();
        return title.isEmpty() ? "an HTML page" : "an HTML page, \"" + line(title) + "\"";
    }
}
