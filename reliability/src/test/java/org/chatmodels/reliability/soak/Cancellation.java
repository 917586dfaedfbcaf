package org.chatmodels.reliability.soak;

/** An end from outside that comes during the call or not at all. */
final class Cancellation {
    private boolean over;
    private boolean fired;

    /** Does it unless the call is over. */
    synchronized void fire(Runnable end) {
        if (!over) {
            fired = true;
            end.run();
        }
    }

    /** The call is over; whether it was ended from outside. */
    synchronized boolean finish() {
        over = true;
        return fired;
    }
}
