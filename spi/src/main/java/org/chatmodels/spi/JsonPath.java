package org.chatmodels.spi;

import com.fasterxml.jackson.core.JsonStreamContext;

/** Where in a document something is, as in {@code choices[0].delta}: names and positions, never a value. */
final class JsonPath {
    private static final int LONGEST_NAME = 40;

    private JsonPath() {}

    /** The path of the current value; "the document" for the whole of it. */
    static String of(JsonStreamContext context) {
        StringBuilder path = new StringBuilder();
        append(path, context);
        return path.length() == 0 ? "the document" : path.toString();
    }

    private static void append(StringBuilder path, JsonStreamContext context) {
        JsonStreamContext parent = context.getParent();
        if (parent != null) {
            append(path, parent);
        }
        if (context.inArray() && context.hasCurrentIndex()) {
            path.append('[').append(context.getCurrentIndex()).append(']');
        } else if (context.inObject() && context.getCurrentName() != null) {
            appendName(path, context.getCurrentName());
        }
    }

    /** Names come from the server too: no control characters, and not at any length. */
    static void appendName(StringBuilder path, String name) {
        if (path.length() > 0) {
            path.append('.');
        }
        int length = Math.min(name.length(), LONGEST_NAME);
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            path.append(c > ' ' && c < 0x7F ? c : '?');
        }
        if (length < name.length()) {
            path.append('…');
        }
    }
}
