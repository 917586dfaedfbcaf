package org.chatmodels.reliability;

/** Calls that are ended from outside while they wait. */
final class Cancels {
    /** 200 ms on a quiet machine, and half a second for a busy one. */
    static final int SOON = 200 + 500;

    private Cancels() {}

    static Drill during(Drill asking, Way way) {
        return during(asking, bench -> {}, way);
    }

    /** As soon as {@code ready} returns and the caller waits; the clock starts then. */
    static Drill during(Drill asking, Ready ready, Way way) {
        return bench -> {
            Caller<Outcome> caller = Caller.start(() -> asking.run(bench), way == Way.VIRTUAL);
            ready.await(bench);
            caller.awaitBlocked();
            bench.startClock();
            way.end(caller, bench);
            Outcome outcome = caller.outcome();
            boolean kept = caller.keptItsFlag();
            return kept == (way != Way.CLOSE) ? outcome : outcome.detail(kept ? " interrupted" : " without its flag");
        };
    }

    /** Waits until the call has come to where it is to be ended. */
    interface Ready {
        void await(Bench bench) throws Exception;
    }
}
