package org.chatmodels.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One lock and one condition over everything that a scripted server writes down; waiting has a deadline. */
final class Ledger {
    static final Duration FOR_EVER = Duration.ofDays(1);

    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    Ledger(Duration patience) {
        this.patience = patience;
    }

    /** How long tests wait unless they say otherwise. */
    Duration patience() {
        return patience;
    }

    void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    <T> T read(Supplier<T> reading) {
        lock.lock();
        try {
            return reading.get();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the condition came true in time. */
    boolean await(BooleanSupplier condition, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** For tests: an AssertionError that says what was waited for, and how it stands, when it does not come. */
    void expect(BooleanSupplier condition, Duration limit, Supplier<String> otherwise) {
        try {
            if (!await(condition, limit)) {
                throw new AssertionError(
                        "Not within " + TimeUnit.NANOSECONDS.toMillis(limit.toNanos()) + " ms: " + read(otherwise));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting: " + read(otherwise), e);
        }
    }
}
