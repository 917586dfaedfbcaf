package org.chatmodels.spi;

/**
 * Follows brackets and quotes of JSON that arrives in pieces, to see where an object or a text ends. That the JSON is
 * right it does not say.
 */
final class JsonExtent {
    private int depth;
    private boolean quoted;
    private boolean escaped;
    private boolean complete;

    void read(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (quoted) {
                inText(c);
            } else {
                outside(c);
            }
        }
    }

    void restart() {
        depth = 0;
        quoted = false;
        escaped = false;
        complete = false;
    }

    /** Whether an object or a text began and has ended. */
    boolean isComplete() {
        return complete;
    }

    private void inText(char c) {
        if (escaped) {
            escaped = false;
        } else if (c == '\\') {
            escaped = true;
        } else if (c == '"') {
            quoted = false;
            complete = depth == 0;
        }
    }

    private void outside(char c) {
        if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            depth--;
            complete = depth <= 0;
        }
    }
}
