package org.chatmodels.reliability.soak;

/** Which fault a request gets. Asked by many threads at once. */
@FunctionalInterface
interface FaultPlan {
    /**
     * A request as the plan sees it.
     *
     * @param id of the call
     * @param attempt how often the server has had this call before
     * @param streamed whether a stream is asked for; false of a large one that is not read yet
     * @param unread whether it is large and only its beginning was read
     */
    record Asked(int id, int attempt, boolean streamed, boolean unread) {}

    /** Of an unread request EARLY, or anything else to read it first. */
    Fault fault(Asked asked);

    /** Three in ten; of large ones half are refused before they are read. */
    static FaultPlan seeded(long seed) {
        return asked -> {
            long mixed = Mix.of(seed, asked.id(), asked.attempt() + (asked.unread() ? 1000 : 0));
            if (asked.unread()) {
                return Mix.below(2, mixed) == 0 ? Fault.EARLY : Fault.NONE;
            }
            return Fault.at(Mix.below(Fault.MILLE, mixed), asked.streamed());
        };
    }
}
