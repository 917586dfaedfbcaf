package org.chatmodels.cli;

import org.chatmodels.ModelStore.Progress;

/** Tells how a pull goes on; is called very often. */
interface PullReport {
    /** Tells nothing. */
    PullReport NONE = new PullReport() {
        @Override
        public void told(Progress progress) {
            // nobody wants to know
        }

        @Override
        public void end(boolean whole) {
            // no line is open
        }
    };

    void told(Progress progress);

    /** The last call; {@code whole}: all is there. What comes next begins a line. */
    void end(boolean whole);
}
