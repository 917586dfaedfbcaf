package org.chatmodels.reliability;

/** What becomes of the connection of a call. */
enum Connection {
    /** There was none, or nobody can say. */
    NONE("no connection"),

    /** The next call uses it. */
    KEPT("kept"),

    /** The server sees that the client ended it; the next call gets its answer over a fresh one. */
    DISCARDED("discarded"),

    /** As DISCARDED, of a server that could not answer a next call. */
    CUT("discarded"),

    /** The server ended it; the next call gets its answer over a fresh one. */
    GONE("ended by the server");

    private final String words;

    Connection(String words) {
        this.words = words;
    }

    /** As the table shows it. */
    @Override
    public String toString() {
        return words;
    }
}
