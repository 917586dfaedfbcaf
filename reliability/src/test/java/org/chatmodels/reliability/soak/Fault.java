package org.chatmodels.reliability.soak;

import java.util.EnumSet;
import java.util.Set;

/**
 * What the server does to one request. The weights are per mille of the requests for a whole answer and for a stream;
 * they add up to 300 of each.
 */
enum Fault {
    /** The right answer. */
    NONE(0, 0),
    /** The right answer after some time, or with a pause inside. */
    STALL(22, 22),
    /** The right answer, then the connection is closed without a word. */
    FIN_IDLE(22, 22),
    /** The right answer, a byte at a time. */
    DRIBBLE(15, 15),
    /** The right answer and in the same write another one that nobody asked for. */
    STRAY_NOW(26, 26),
    /** The right answer, and another one while the connection is idle. */
    STRAY_LATE(10, 10),
    /** Closed before an answer. */
    CLOSED(25, 25),
    /** Reset before an answer. */
    RESET(25, 25),
    /** 429 with retry-after-ms. */
    LIMITED(25, 25),
    ERROR_500(12, 12),
    ERROR_502(12, 12),
    ERROR_503(12, 12),
    ERROR_529(12, 12),
    /** No HTTP. */
    GARBAGE_LINE(15, 15),
    /** A chunk that is cut. */
    TRUNCATED(22, 0),
    /** Less than Content-Length says. */
    SHORT(22, 0),
    /** A 200 whose JSON is none. */
    GARBAGE_JSON(23, 0),
    /** A stream that is cut before any text. */
    CUT_BEFORE(0, 12),
    /** A stream that is cut after some text. */
    CUT_AFTER(0, 15),
    /** A stream that is reset after some text. */
    RESET_AFTER(0, 8),
    /** An error in a stream before any text. */
    ERROR_BEFORE(0, 10),
    /** An error in a stream after some text. */
    ERROR_AFTER(0, 9),
    /** An event whose JSON is none, after some text. */
    GARBAGE_EVENT(0, 9),
    /** A stream that ends in order after some text, without finish reason and [DONE]: two per mille of all requests. */
    BARE_END(0, 4),
    /** 413 before the large request is read. */
    EARLY(0, 0);

    /** With the number of the weights' sum per mille. */
    static final int MILLE = 1000;

    private static final Set<Fault> ANSWERS = EnumSet.of(NONE, STALL, FIN_IDLE, DRIBBLE, STRAY_NOW, STRAY_LATE);
    private static final Set<Fault> SILENT = EnumSet.of(CLOSED, RESET);
    private static final Set<Fault> AFTER_TEXT =
            EnumSet.of(CUT_AFTER, RESET_AFTER, ERROR_AFTER, GARBAGE_EVENT, BARE_END);
    private static final Set<Fault> FINAL =
            EnumSet.of(CUT_AFTER, ERROR_AFTER, GARBAGE_EVENT, BARE_END, GARBAGE_JSON, EARLY);

    private final int ofWhole;
    private final int ofStreamed;

    Fault(int ofWhole, int ofStreamed) {
        this.ofWhole = ofWhole;
        this.ofStreamed = ofStreamed;
    }

    /** The one that a number below {@link #MILLE} stands for. */
    static Fault at(int point, boolean streamed) {
        int left = point;
        for (Fault fault : values()) {
            left -= streamed ? fault.ofStreamed : fault.ofWhole;
            if (left < 0) {
                return fault;
            }
        }
        return NONE;
    }

    /** The caller gets the right answer. */
    boolean isAnswer() {
        return ANSWERS.contains(this);
    }

    /** Not one byte of an answer is sent, so that a kept connection's request is sent once more on a fresh one. */
    boolean isSilent() {
        return SILENT.contains(this);
    }

    /** The caller has got some of the text. */
    boolean isAfterText() {
        return AFTER_TEXT.contains(this);
    }

    /** Whether the same call may be asked again after it. */
    boolean isFinal() {
        return isAnswer() || FINAL.contains(this);
    }

    /** The status of an error answer, else 0. */
    int status() {
        return switch (this) {
            case LIMITED -> 429;
            case ERROR_500 -> 500;
            case ERROR_502 -> 502;
            case ERROR_503 -> 503;
            case ERROR_529 -> 529;
            case EARLY -> 413;
            default -> 0;
        };
    }
}
