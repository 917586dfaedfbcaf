package org.chatmodels.openaicompatible;

/**
 * Parts thought between tags at the start of a content from the text behind it, the content coming in pieces. Blanks
 * right behind a tag belong to nobody. Only what may become a tag waits for the next piece.
 */
final class ThinkTags {
    private static final String OPENING = "<think>";
    private static final String CLOSING = "</think>";
    private static final int MOST_BLANKS = 256;

    private enum Place {
        BEFORE,
        BEGINNING_OF_THOUGHT,
        THOUGHT,
        BEGINNING_OF_TEXT,
        TEXT
    }

    private final boolean open;
    private Place place = Place.BEFORE;
    private String held = "";
    private String thought = "";
    private String text = "";

    /** {@code open}: a content without an opening tag is thought up to the closing one. */
    ThinkTags(boolean open) {
        this.open = open;
    }

    /** What of the piece, and of what waited, is thought. */
    String thought() {
        return thought;
    }

    /** What of the piece, and of what waited, is text. */
    String text() {
        return text;
    }

    void read(String piece) {
        thought = "";
        String rest = held.isEmpty() ? piece : held.concat(piece);
        held = "";
        text = place == Place.TEXT ? rest : start(rest);
    }

    /** Nothing more comes: what waited is what it seemed not to be. */
    void end() {
        boolean thinking = place == Place.THOUGHT;
        thought = thinking ? held : "";
        text = thinking ? "" : held;
        held = "";
    }

    private String start(String all) {
        String rest = all;
        if (place == Place.BEFORE) {
            rest = before(rest);
        }
        if (place == Place.BEGINNING_OF_THOUGHT) {
            rest = begin(rest, Place.THOUGHT);
        }
        if (place == Place.THOUGHT) {
            rest = think(rest);
        }
        return place == Place.BEGINNING_OF_TEXT ? begin(rest, Place.TEXT) : rest;
    }

    private String before(String all) {
        String rest = all.stripLeading();
        if (rest.startsWith(OPENING)) {
            place = Place.BEGINNING_OF_THOUGHT;
            return rest.substring(OPENING.length());
        }
        if (OPENING.startsWith(rest) && all.length() < MOST_BLANKS) {
            held = all;
            return "";
        }
        place = open ? Place.BEGINNING_OF_THOUGHT : Place.TEXT;
        return all;
    }

    private String begin(String all, Place next) {
        String rest = all.stripLeading();
        if (!rest.isEmpty()) {
            place = next;
        }
        return rest;
    }

    private String think(String all) {
        int end = all.indexOf(CLOSING);
        if (end >= 0) {
            thought = all.substring(0, end);
            place = Place.BEGINNING_OF_TEXT;
            return all.substring(end + CLOSING.length());
        }
        int kept = all.length() - beginning(all);
        thought = all.substring(0, kept);
        held = all.substring(kept);
        return "";
    }

    /** How many characters at the end may be the beginning of the closing tag. */
    private static int beginning(String all) {
        int length = Math.min(all.length(), CLOSING.length() - 1);
        while (length > 0 && !all.endsWith(CLOSING.substring(0, length))) {
            length--;
        }
        return length;
    }
}
