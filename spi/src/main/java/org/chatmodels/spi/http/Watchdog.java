package org.chatmodels.spi.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends exchanges whose limits have run out or whose threads were interrupted. One daemon thread, started by the first
 * exchange, ended when there has been none for a while. It sleeps until the next limit may run out, at most a tick, as interrupts
 * have to be looked for; a limit that is nearer wakes it. It only reads what exchanges write anyway.
 */
final class Watchdog implements Runnable {
    private static final long TICK = 50_000_000;
    /** While it looks around, all that comes wakes it, so that it looks again. */
    private static final long UNKNOWN = Long.MAX_VALUE / 2;

    private static final long SHORTEST = 100_000;

    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private final BiConsumer<Call, Ending> end;
    private final long idleNanos;
    private volatile long looksAt = System.nanoTime();
    private volatile boolean asleep;
    private volatile boolean stopped;

    Watchdog(BiConsumer<Call, Ending> end, long idleNanos) {
        this.end = end;
        this.idleNanos = idleNanos;
    }

    Set<Call> calls() {
        return calls;
    }

    void watch(Call call) {
        calls.add(call);
        Thread running = thread.get();
        if (running == null) {
            start();
        } else if (asleep) {
            LockSupport.unpark(running);
        } else {
            lookAt(call.totalAt);
        }
    }

    /** A limit of a call that is watched runs out then. */
    void lookAt(long nanoTime) {
        if (nanoTime - looksAt < 0) {
            LockSupport.unpark(thread.get());
        }
    }

    void forget(Call call) {
        calls.remove(call);
    }

    /** From now on the thread ends as soon as there is nothing to watch. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread.get());
    }

    private void start() {
        Thread fresh = LibraryThread.of(this, "chatmodels-watchdog");
        if (!thread.compareAndSet(null, fresh)) {
            return;
        }
        boolean started = false;
        try {
            fresh.start();
            started = true;
        } finally {
            if (!started) {
                thread.set(null);
            }
        }
    }

    @Override
    public void run() {
        Thread self = Thread.currentThread();
        while (thread.get() == self) {
            if (!calls.isEmpty()) {
                LockSupport.parkNanos(this, tick());
            } else if (!awaitCall(self)) {
                return;
            }
        }
    }

    private long tick() {
        long now = System.nanoTime();
        long wait = TICK;
        looksAt = now + UNKNOWN;
        for (Call call : calls) {
            Ending due = call.due(now);
            if (due != null) {
                end.accept(call, due);
            } else {
                call.unblock();
                wait = Math.min(wait, Math.max(SHORTEST, call.next(now)));
            }
        }
        looksAt = now + wait;
        return wait;
    }

    /** False once the thread has given up its place: nothing came, and whoever comes now starts another. */
    private boolean awaitCall(Thread self) {
        long until = System.nanoTime() + idleNanos;
        asleep = true;
        long left = idleNanos;
        while (calls.isEmpty() && left > 0 && !stopped) {
            LockSupport.parkNanos(this, left);
            left = until - System.nanoTime();
        }
        asleep = false;
        if (!calls.isEmpty() || !thread.compareAndSet(self, null)) {
            return true;
        }
        return !calls.isEmpty() && thread.compareAndSet(null, self);
    }
}
