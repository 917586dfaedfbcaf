package org.chatmodels.reliability.soak;

/**
 * What an outcome is worth.
 *
 * @param kind in one word
 * @param why what is wrong, empty unless something is
 */
record Verdict(Kind kind, String why) {
    /** The columns of the table. */
    enum Kind {
        /** The right answer. */
        RIGHT,
        /** An exception that tells the truth. */
        FAILED,
        /** Ended by us. */
        CANCELLED,
        /** An unsolicited answer that met the request on its way: no client can tell it from the right one. */
        UNDECIDED,
        /** Everything else. */
        WRONG
    }

    static Verdict of(Kind kind) {
        return new Verdict(kind, "");
    }

    static Verdict wrong(String why) {
        return new Verdict(Kind.WRONG, why);
    }
}
