package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Somebody who is blocked in a call while the test does something to him. */
final class Caller {
    private static final Set<String> BLOCKING = Set.of("park", "parkNanos", "poll", "connect0", "read0", "write0");

    private final FutureTask<Throwable> task;
    private final Thread thread;
    private volatile long endedAt;
    private volatile boolean flagged;

    private Caller(Code code, Threads threads) {
        task = new FutureTask<>(() -> {
            try {
                code.run();
                return null;
            } catch (Throwable e) {
                return e;
            } finally {
                endedAt = System.nanoTime();
                flagged = Thread.currentThread().isInterrupted();
            }
        });
        thread = threads.of(task);
    }

    static Caller start(Code code) {
        return start(code, Threads.PLATFORM);
    }

    static Caller start(Code code, Threads threads) {
        Caller caller = new Caller(code, threads);
        caller.thread.start();
        return caller;
    }

    /** Waits until the thread is blocked or done, so that what follows meets it there. */
    Caller awaitBlocked() throws InterruptedException {
        long until = System.nanoTime() + 5_000_000_000L;
        while (System.nanoTime() < until && !isBlocked()) {
            thread.join(5);
        }
        return this;
    }

    /** On 17 a thread in a socket is RUNNABLE; its stack says where it is. */
    private boolean isBlocked() {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (BLOCKING.contains(frame.getMethodName())) {
                return true;
            }
        }
        return !thread.isAlive();
    }

    void interrupt() {
        thread.interrupt();
    }

    Throwable failure() throws Exception {
        Throwable failure = task.get(10, TimeUnit.SECONDS);
        assertThat(failure).as("ended without a failure").isNotNull();
        return failure;
    }

    /** What it failed with, null if it went well. */
    Throwable outcome() throws Exception {
        return task.get(10, TimeUnit.SECONDS);
    }

    void join() throws InterruptedException {
        thread.join();
    }

    boolean keptItsFlag() {
        return flagged;
    }

    Duration since(long nanoTime) {
        return Duration.ofNanos(endedAt - nanoTime);
    }

    /** What it does. */
    interface Code {
        void run() throws Exception;
    }
}
