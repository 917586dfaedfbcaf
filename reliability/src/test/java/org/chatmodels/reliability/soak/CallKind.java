package org.chatmodels.reliability.soak;

/** How a call is made; the weights are per cent. */
enum CallKind {
    /** The whole answer at once. */
    CHAT(34),
    /** A stream that is read to its end. */
    STREAM(38),
    /** A stream that its reader closes after one or two pieces of text. */
    CLOSED_EARLY(7),
    /** A stream that another thread closes sooner or later. */
    CLOSED_BY_OTHER(5),
    /** A call whose thread is interrupted sooner or later. */
    INTERRUPTED(4),
    /** A future that is waited for. */
    ASYNC(8),
    /** A future that is cancelled or timed out sooner or later. */
    ASYNC_CANCELLED(3),
    /** A question of some hundred thousand characters. */
    LARGE(1);

    private static final int HUNDRED = 100;

    private final int weight;

    CallKind(int weight) {
        this.weight = weight;
    }

    static CallKind of(long seed, int id) {
        int left = Mix.below(HUNDRED, Mix.of(seed, id, -7));
        for (CallKind kind : values()) {
            left -= kind.weight;
            if (left < 0) {
                return kind;
            }
        }
        return CHAT;
    }

    /** Whether somebody ends the call from outside. */
    boolean isCancelled() {
        return this == CLOSED_BY_OTHER || this == INTERRUPTED || this == ASYNC_CANCELLED;
    }
}
