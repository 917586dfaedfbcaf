package org.chatmodels.reliability;

/** What is done on a bench; most just ask. */
interface Drill {
    /** How it ended. */
    Outcome run(Bench bench) throws Exception;
}
