package org.chatmodels.cli;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * The bytes of a configuration file, changed entry by entry: every byte that is not of the entry stays. Reads lines,
 * continuations and escapes as the registry does. Immutable.
 */
final class PropertyText {
    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";
    private static final String BLANKS = " \t\f";

    /** One character per byte. */
    private final String text;

    private final List<Entry> entries = new ArrayList<>();

    /**
     * One key.
     *
     * @param line where it begins, from 1
     */
    record Entry(String key, String value, int line, Place place) {}

    /** Offsets: of the line, of the value, of the line end behind it, and of what follows. */
    record Place(int start, int value, int valueEnd, int end) {}

    private PropertyText(String text) throws IOException {
        this.text = text;
        int line = 1;
        for (int at = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length() : 0; at < text.length(); ) {
            int end = isEntry(at) ? addEntry(at, line) : afterLine(at);
            line += lines(at, end);
            at = end;
        }
    }

    /** IOException, with what is wrong, where the registry could not read it either. */
    static PropertyText of(byte[] bytes) throws IOException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new IOException("it is not UTF-8: save it in that encoding", e);
        }
        return new PropertyText(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** In order; of a key that stands twice the last one counts. */
    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** The one that counts. */
    Optional<Entry> entry(String key) {
        List<Entry> same = entriesOf(key);
        return same.isEmpty() ? Optional.empty() : Optional.of(same.get(same.size() - 1));
    }

    /** In the place of the entry that counts, of which the others go; else behind all. The key is plain ASCII. */
    PropertyText with(String key, String value) throws IOException {
        List<Entry> same = entriesOf(key);
        if (same.isEmpty()) {
            return new PropertyText(text + opening() + key + " = " + escaped(value) + (isOpen() ? "" : lineEnd()));
        }
        StringBuilder result = new StringBuilder(text);
        Entry last = same.get(same.size() - 1);
        result.replace(last.place().value(), last.place().valueEnd(), separator(last) + escaped(value));
        for (int i = same.size() - 2; i >= 0; i--) {
            result.delete(same.get(i).place().start(), same.get(i).place().end());
        }
        return new PropertyText(result.toString());
    }

    /** Without all entries of that key; a last line that had no end takes that of the line before with it. */
    PropertyText without(String key) throws IOException {
        StringBuilder result = new StringBuilder(text);
        List<Entry> same = entriesOf(key);
        for (int i = same.size() - 1; i >= 0; i--) {
            Place place = same.get(i).place();
            boolean open = place.end() == result.length() && place.valueEnd() == place.end();
            result.delete(open ? lineEndBefore(place.start()) : place.start(), place.end());
        }
        return new PropertyText(result.toString());
    }

    private List<Entry> entriesOf(String key) {
        List<Entry> same = new ArrayList<>();
        for (Entry entry : entries) {
            if (sameKey(entry.key(), key)) {
                same.add(entry);
            }
        }
        return same;
    }

    /** As the registry compares: section exactly, names and keys of rows without case, '-' and '_', JSON names exactly. */
    static boolean sameKey(String one, String other) {
        return slot(one).equals(slot(other));
    }

    /** The same for every spelling of a key. */
    static String slot(String key) {
        String[] words = key.split("\\.", 4);
        if (words.length > 2) {
            words[2] = plain(words[2]);
        }
        if (words.length > 3 && words[3].startsWith("header.")) {
            words[3] = words[3].toLowerCase(Locale.ROOT);
        } else if (words.length > 3 && !words[3].startsWith("extra.") && !words[3].startsWith("dialect.")) {
            words[3] = plain(words[3]);
        }
        return String.join(".", words);
    }

    private static String plain(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    private boolean isEntry(int at) {
        int first = afterBlanks(at);
        if (first == text.length() || isLineEnd(first) || "#!".indexOf(text.charAt(first)) >= 0) {
            return false;
        }
        boolean lone = text.charAt(first) == '\\' && (first + 1 == text.length() || isLineEnd(first + 1));
        return !lone;
    }

    /** Where the next line begins. */
    private int addEntry(int start, int line) throws IOException {
        StringBuilder logical = new StringBuilder();
        int at = start;
        int end;
        boolean inside;
        do {
            int first = afterBlanks(at);
            end = endOfLine(first);
            inside = endsInside(first, end);
            logical.append(text, first, inside ? end - 1 : end);
            at = afterLine(end);
        } while (inside && at < text.length());
        Place place = new Place(start, valueStart(start, inside ? end - 1 : end), end, at);
        entries.add(entry(logical.toString(), line, place));
        return at;
    }

    private static Entry entry(String logical, int line, Place place) throws IOException {
        Properties one = new Properties();
        byte[] bytes = logical.getBytes(StandardCharsets.ISO_8859_1);
        try {
            one.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "line " + line + " has a \\u without four hexadecimal digits: write \\\\ for a backslash", e);
        }
        String key = String.join("", one.stringPropertyNames());
        return new Entry(key, one.getProperty(key, ""), line, place);
    }

    /** Behind the separator and the blanks around it, which may stand on several lines. */
    private int valueStart(int start, int end) {
        int at = afterGaps(start, end);
        while (at < end && "=:".indexOf(text.charAt(at)) < 0 && afterGap(at) == at) {
            at += text.charAt(at) == '\\' ? 2 : 1;
            while (at < end && isContinuation(at)) {
                at = afterGap(at);
            }
        }
        at = afterGaps(at, end);
        boolean separated = at < end && "=:".indexOf(text.charAt(at)) >= 0;
        return Math.min(separated ? afterGaps(at + 1, end) : at, end);
    }

    private int afterGaps(int start, int end) {
        int at = start;
        while (at < end && afterGap(at) > at) {
            at = afterGap(at);
        }
        return at;
    }

    /** Behind blanks, or behind a continuation and the blanks of the next line; the same where there is neither. */
    private int afterGap(int at) {
        return isContinuation(at) ? afterBlanks(afterLine(at)) : afterBlanks(at);
    }

    private boolean isContinuation(int at) {
        return text.charAt(at) == '\\' && at + 1 < text.length() && isLineEnd(at + 1);
    }

    private boolean endsInside(int start, int end) {
        int at = end;
        while (at > start && text.charAt(at - 1) == '\\') {
            at--;
        }
        return (end - at) % 2 == 1;
    }

    private int afterBlanks(int start) {
        int at = start;
        while (at < text.length() && BLANKS.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private boolean isLineEnd(int at) {
        return text.charAt(at) == '\n' || text.charAt(at) == '\r';
    }

    private int endOfLine(int start) {
        int at = start;
        while (at < text.length() && !isLineEnd(at)) {
            at++;
        }
        return at;
    }

    private int afterLine(int start) {
        int end = endOfLine(start);
        return Math.min(text.startsWith("\r\n", end) ? end + 2 : end + 1, text.length());
    }

    private int lines(int start, int end) {
        int lines = 0;
        for (int at = start; at < end; at = afterLine(at)) {
            lines++;
        }
        return lines;
    }

    /** Where the line end that stands before this place begins. */
    private int lineEndBefore(int at) {
        if (at > 1 && text.startsWith("\r\n", at - 2)) {
            return at - 2;
        }
        return at > 0 && isLineEnd(at - 1) ? at - 1 : at;
    }

    /** That of the first line, unless the last one would make another of it. */
    private String lineEnd() {
        int first = endOfLine(0);
        return text.endsWith("\r") ? "\r" : first == text.length() ? "\n" : text.substring(first, afterLine(first));
    }

    /** Whether the last line has no end. */
    private boolean isOpen() {
        return !text.isEmpty() && !text.equals(BYTE_ORDER_MARK) && !isLineEnd(text.length() - 1);
    }

    /** What ends the last line, also one that goes on. */
    private String opening() {
        boolean inside = !entries.isEmpty()
                && entries.get(entries.size() - 1).place().end() == text.length()
                && endsInside(0, lineEndBefore(text.length()));
        return (isOpen() ? lineEnd() : "") + (inside ? lineEnd() : "");
    }

    /** What is missing between the key and a value put here. */
    private String separator(Entry entry) {
        if (!entry.value().isEmpty()) {
            return "";
        }
        int at = entry.place().value() - 1;
        while ((BLANKS + "\\\r\n").indexOf(text.charAt(at)) >= 0) {
            at--;
        }
        return "=:".indexOf(text.charAt(at)) < 0 ? " = " : at == entry.place().value() - 1 ? " " : "";
    }

    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' || i == 0 && " =:".indexOf(c) >= 0) {
                escaped.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
