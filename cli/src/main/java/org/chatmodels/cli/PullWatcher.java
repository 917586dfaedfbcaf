package org.chatmodels.cli;

/** Shows the steps of a pull. Each begins once and ends at most once; one that is whole at once only ends. */
interface PullWatcher {
    void began(PullStep step, long nanos);

    void moved(PullStep step, long nanos);

    void ended(PullStep step, long nanos);

    /** What comes next begins a line. */
    void close(long nanos);
}
