package org.chatmodels.openaicompatible;

/** What is known of an item of the output while it arrives. */
final class ItemProgress {
    final long number;
    final ThinkTags tags;
    String type = "";
    String id = "";
    String callId = "";

    /** Whether the assembler knows its call. */
    boolean called;

    /** Whether it came in one piece, at its end. */
    boolean whole;

    /** Which thought is told, that of the summary or that of the content; empty if none came. */
    String thought = "";

    /** The number of the piece of thought that came last. */
    long part;

    /** The characters of its text, once it is whole. */
    int characters;

    ItemProgress(long number, ThinkTags tags) {
        this.number = number;
        this.tags = tags;
    }
}
