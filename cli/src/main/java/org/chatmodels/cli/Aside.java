package org.chatmodels.cli;

/** What a person may see beside the answer, on standard error: thoughts and calls of tools; dim on a terminal. */
final class Aside {
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";
    private static final int LONGEST_LINE = 200;

    private final Session session;
    private final boolean shown;
    private boolean lineOpen;

    Aside(Session session, boolean shown) {
        this.session = session;
        this.shown = shown;
    }

    /** More of a text that comes in pieces. */
    void more(String text) {
        if (shown && !text.isEmpty()) {
            write(Terminal.plain(text, true));
            lineOpen = !text.endsWith("\n");
        }
    }

    /** A line of its own, which is cut where it is long. */
    void line(String text) {
        end();
        if (shown) {
            String line = Terminal.plain(text, false);
            int end = line.length() <= LONGEST_LINE ? line.length() : LONGEST_LINE - 1;
            end -= end < line.length() && Character.isHighSurrogate(line.charAt(end - 1)) ? 1 : 0;
            write(line.substring(0, end) + (end < line.length() ? "…" : ""));
            session.terminal().err().println();
        }
    }

    /** Whatever comes next begins a line. */
    void end() {
        if (lineOpen) {
            lineOpen = false;
            session.terminal().err().println();
        }
    }

    private void write(String text) {
        session.terminal().err().print(session.colours() ? DIM + text + PLAIN : text);
        session.terminal().err().flush();
    }
}
