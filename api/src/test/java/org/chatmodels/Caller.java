package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

/** A call, or somebody who reads a stream, in a thread of its own. */
final class Caller extends Thread {
    private final Runnable call;
    private volatile Throwable outcome;

    /** Whether it was interrupted when it ended. */
    volatile boolean flag;

    Caller(Runnable call) {
        this.call = call;
        start();
    }

    @Override
    public void run() {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            outcome = e;
        }
        flag = isInterrupted();
    }

    Caller awaitPause() {
        while (getState() != State.TIMED_WAITING) {
            assertThat(isAlive()).isTrue();
            Thread.onSpinWait();
        }
        return this;
    }

    CancelledException cancelled() throws InterruptedException {
        join();
        assertThat(outcome).isInstanceOf(CancelledException.class);
        return (CancelledException) outcome;
    }
}
