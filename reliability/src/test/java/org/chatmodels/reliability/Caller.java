package org.chatmodels.reliability;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Somebody in a thread of his own, who is blocked in a call while something is done to him. */
final class Caller<T> {
    private static final Set<String> BLOCKING = Set.of("park", "parkNanos", "poll", "connect0", "read0", "write0");
    private static final long PATIENCE = 10_000_000_000L;

    private final FutureTask<T> task;
    private final Thread thread;
    private volatile boolean flagged;

    private Caller(Callable<T> code, boolean virtual) {
        task = new FutureTask<>(() -> {
            try {
                return code.call();
            } finally {
                flagged = Thread.currentThread().isInterrupted();
            }
        });
        thread = virtual ? virtual(task) : new Thread(task, "caller");
    }

    static <T> Caller<T> start(Callable<T> code) {
        return start(code, false);
    }

    /** In a virtual thread, where there are any. */
    static <T> Caller<T> start(Callable<T> code, boolean virtual) {
        Caller<T> caller = new Caller<>(code, virtual && hasVirtual());
        if (!caller.thread.isDaemon()) {
            caller.thread.setDaemon(true);
        }
        caller.thread.start();
        return caller;
    }

    static boolean hasVirtual() {
        return Runtime.version().feature() >= 21;
    }

    private static Thread virtual(Runnable task) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (Thread) Class.forName("java.lang.Thread$Builder")
                    .getMethod("unstarted", Runnable.class)
                    .invoke(builder, task);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Until the thread is blocked, or done. */
    Caller<T> awaitBlocked() throws InterruptedException {
        long until = System.nanoTime() + PATIENCE;
        while (!isBlocked()) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError("the caller does not block");
            }
            thread.join(2);
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

    T outcome() throws Exception {
        T outcome = task.get(PATIENCE, TimeUnit.NANOSECONDS);
        thread.join();
        return outcome;
    }

    /** Whether it was interrupted when it came back. */
    boolean keptItsFlag() {
        return flagged;
    }
}
