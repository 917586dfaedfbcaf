package org.chatmodels;

import java.util.Locale;
import java.util.Optional;

/**
 * The JSON that a model wrapped in words: behind thoughts, in a fenced block, amid prose. Finds where it begins and ends
 * and leaves reading it to others; looks at no character more than a few times.
 */
final class JsonInText {
    private static final String FENCE = "```";
    private static final String THOUGHT = "</think>";

    /** What a bracket begins, the better the higher. */
    private static final int NOTHING = 0;

    private static final int EMPTY = 1;
    private static final int NUMBERS = 2;
    private static final int ARRAY = 3;
    private static final int OBJECT = 4;

    private final String text;
    private String found = "";
    private int rank = NOTHING;
    private boolean cut;

    /** Intervals such as [0, 1) are taken for arrays that often. */
    private int patience = 8;

    private JsonInText(String text) {
        this.text = text;
    }

    /**
     * The first object whose brackets are in balance, in a block marked as JSON, else in any block, else in all of the
     * text; where there is none an array, at last an empty one of either. Nothing when the JSON is cut, whatever stands in
     * it or before it.
     */
    static Optional<String> find(String text) {
        JsonInText said = new JsonInText(withoutThoughts(text));
        if (said.kind(0, said.text.length()) < ARRAY) {
            said.blocks(true);
            said.blocks(false);
        }
        if (said.rank == NOTHING) {
            said.scan(0, said.text.length());
        }
        return said.cut || said.found.isEmpty() ? Optional.empty() : Optional.of(said.found);
    }

    /** Some templates open the thoughts themselves; then their end begins a line, as nothing inside JSON does. */
    private static String withoutThoughts(String text) {
        String rest = text.startsWith("\uFEFF") ? text.substring(1).strip() : text.strip();
        boolean opened = rest.startsWith("<think>");
        int end = rest.indexOf(opened ? THOUGHT : "\n" + THOUGHT);
        if (end < 0) {
            return opened ? "" : rest;
        }
        return rest.substring(rest.indexOf('>', end + 1) + 1).strip();
    }

    /** Until one of them holds something. */
    private void blocks(boolean markedOnly) {
        int start = fence(0);
        while (start >= 0 && rank == NOTHING && !cut) {
            int line = text.indexOf('\n', start);
            if (line < 0) {
                return;
            }
            int end = fence(line);
            String mark = text.substring(start + FENCE.length(), line).strip().toLowerCase(Locale.ROOT);
            if (!markedOnly || mark.startsWith("json")) {
                scan(line, end < 0 ? text.length() : end);
            }
            start = end < 0 ? -1 : fence(end + FENCE.length());
        }
    }

    /** The next one that begins a line, as none inside JSON can; negative if none. */
    private int fence(int from) {
        int fence = text.indexOf(FENCE, from);
        while (fence > 0) {
            int before = fence - 1;
            while (before > 0 && text.charAt(before) == ' ') {
                before--;
            }
            if (text.charAt(before) == '\n') {
                return fence;
            }
            fence = text.indexOf(FENCE, fence + FENCE.length());
        }
        return fence;
    }

    private void scan(int from, int to) {
        int at = from;
        while (at < to && rank < OBJECT && !cut) {
            int kind = kind(at, to);
            int end = kind == NOTHING ? at + 1 : end(at, to);
            if (end == 0) {
                cut = kind != NUMBERS || patience-- == 0;
                end = at + 1;
            } else if (end > 0 && kind > rank) {
                rank = kind;
                found = text.substring(at, end);
            }
            at = Math.abs(end);
        }
    }

    private int kind(int at, int to) {
        char bracket = at < to ? text.charAt(at) : ' ';
        if (bracket != '{' && bracket != '[') {
            return NOTHING;
        }
        int next = at + 1;
        while (next < to && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        char first = next < to ? text.charAt(next) : bracket;
        if (bracket == '{') {
            return first == '"' ? OBJECT : first == '}' ? EMPTY : NOTHING;
        } else if (first == ']') {
            return EMPTY;
        }
        return "{[\"".indexOf(first) >= 0 ? ARRAY : "-0123456789tfn".indexOf(first) >= 0 ? NUMBERS : NOTHING;
    }

    /** Behind the bracket that closes it; negative behind one that does not fit, 0 where none does. */
    private int end(int start, int to) {
        StringBuilder open = new StringBuilder();
        for (int at = start; at < to; at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at = quote(at + 1, to);
            } else if (c == '{' || c == '[') {
                open.append(c == '{' ? '}' : ']');
            } else if (c == '}' || c == ']') {
                int last = open.length() - 1;
                if (open.charAt(last) != c) {
                    return -at - 1;
                }
                open.setLength(last);
                if (last == 0) {
                    return at + 1;
                }
            }
        }
        return 0;
    }

    /** Where the string ends. */
    private int quote(int from, int to) {
        int at = from;
        while (at < to && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }
}
