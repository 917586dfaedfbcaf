package org.chatmodels.spi;

/** The events of a streamed answer, one after the other, each a range of a buffer. */
public interface Frames {
    /** Goes to the next event; false at the end of the input. */
    boolean next();

    /** Holds the event until the next call of {@link #next}. */
    byte[] buffer();

    /** Where the event begins in the buffer. */
    int offset();

    /** Its bytes; 0 for one that says nothing. */
    int length();

    /** Its name; empty where the format has no names. */
    default String event() {
        return "";
    }
}
