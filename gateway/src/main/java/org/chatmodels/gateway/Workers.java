package org.chatmodels.gateway;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A daemon thread for each request. The JVM's server reads requests on these threads and waits for a client as long as
 * it takes; so a thread that has waited too long is interrupted, which closes the connection.
 */
final class Workers extends ThreadPoolExecutor {
    private static final int IDLE_SECONDS = 5;

    private final Duration patience;
    private final ThreadLocal<Alarm> alarms = new ThreadLocal<>();
    private final ScheduledThreadPoolExecutor clock =
            new ScheduledThreadPoolExecutor(1, daemon("clock"), new ThreadPoolExecutor.DiscardPolicy());

    /** What is beyond the limit of requests is rejected, and the server closes its connection. */
    Workers(Limits limits) {
        super(0, limits.requests(), IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), daemon("request"));
        this.patience = limits.client();
        clock.setRemoveOnCancelPolicy(true);
    }

    static ThreadFactory daemon(String role) {
        return task -> {
            Thread thread = new Thread(task, "chatmodels-gateway-" + role);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Called by the thread of a request when the client has to do something: from now its time is limited. */
    void clientsTurn() {
        modelsTurn();
        Alarm alarm = new Alarm(Thread.currentThread());
        alarms.set(alarm);
        clock.schedule(alarm::ring, patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Called by the thread of a request when the client has done its part: its time is no longer limited. */
    void modelsTurn() {
        Alarm alarm = alarms.get();
        if (alarm != null) {
            alarm.turnOff();
        }
    }

    /** Runs a task that does not block again and again until it is cancelled. */
    ScheduledFuture<?> every(Duration pause, Runnable task) {
        return clock.scheduleWithFixedDelay(task, pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Interrupts all threads. */
    void stop() {
        shutdownNow();
        clock.shutdownNow();
    }

    void awaitEnd(Duration limit) {
        try {
            if (awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                clock.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void beforeExecute(Thread worker, Runnable task) {
        clientsTurn();
    }

    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable failure) {
        modelsTurn();
        alarms.remove();
    }

    /** Once turned off it does not interrupt any more, so that the thread can do something else. */
    private static final class Alarm {
        private final Thread worker;
        private boolean off;

        Alarm(Thread worker) {
            this.worker = worker;
        }

        synchronized void ring() {
            if (!off) {
                worker.interrupt();
            }
        }

        synchronized void turnOff() {
            off = true;
        }
    }
}
