package org.chatmodels.testkit;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatStream;

/** A call in a thread of its own that is expected to block, and to end with an exception. */
final class Blocked {
    private static final long PATIENCE_MILLIS = 10_000;

    private final Thread thread;
    private volatile Optional<Throwable> failure = Optional.empty();
    private final CountDownLatch text;
    private volatile boolean interrupted;

    Blocked(Runnable call) {
        this(new CountDownLatch(0), call);
    }

    private Blocked(CountDownLatch text, Runnable call) {
        this.text = text;
        thread = new Thread(
                () -> {
                    try {
                        call.run();
                    } catch (RuntimeException | Error e) {
                        failure = Optional.of(e);
                    }
                    interrupted = Thread.currentThread().isInterrupted();
                },
                "contract-caller");
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads all events. */
    static Blocked reading(ChatStream stream) {
        CountDownLatch text = new CountDownLatch(1);
        return new Blocked(
                text,
                () -> stream.forEach(event -> {
                    if (event instanceof ChatEvent.TextDelta) {
                        text.countDown();
                    }
                }));
    }

    void awaitTextThenBlocked() {
        try {
            assertTrue(text.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS), "no text arrived");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        awaitBlocked();
    }

    /** Until the call waits for a time of its own, and not for the network. */
    void awaitPausing() {
        await(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    /** Until the call waits: a thread that reads a socket counts as running, so its topmost frames are looked at. */
    void awaitBlocked() {
        await(this::waits);
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (!condition.getAsBoolean()) {
            if (!thread.isAlive() || System.nanoTime() - deadline > 0) {
                throw new AssertionError("the call does not wait, but: " + OpenThreads.describe(thread), cause());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    void interrupt() {
        thread.interrupt();
    }

    <T extends Throwable> T failure(Class<T> type) {
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        if (thread.isAlive()) {
            fail("the call still blocks: " + OpenThreads.describe(thread));
        }
        Throwable thrown = failure.orElseGet(() -> fail("the call ended as if all were well"));
        return Canaries.absentFrom(assertInstanceOf(type, thrown, thrown::toString));
    }

    boolean stillInterrupted() {
        return interrupted;
    }

    private Throwable cause() {
        return failure.orElse(new IllegalStateException("no failure"));
    }

    private boolean waits() {
        if (thread.getState() != Thread.State.RUNNABLE) {
            return thread.getState() != Thread.State.NEW;
        }
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length > 0
                && stack[0].isNativeMethod()
                && stack[0].getClassName().startsWith("sun.nio.ch.");
    }
}
