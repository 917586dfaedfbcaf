package org.chatmodels;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Time and chance, as retries need them; tests have their own. */
interface Pace {
    /** The JVM's. */
    Pace SYSTEM = new Pace() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void pause(long nanos) {
            long until = System.nanoTime() + nanos;
            for (long left = nanos; left > 0 && !Thread.currentThread().isInterrupted(); ) {
                LockSupport.parkNanos(this, left);
                left = until - System.nanoTime();
            }
        }

        @Override
        public double random() {
            return ThreadLocalRandom.current().nextDouble();
        }
    };

    /** As {@link System#nanoTime()}: to compare, not to show. */
    long nanoTime();

    /** Returns after that time, or as soon as the thread is interrupted, with its flag set. */
    void pause(long nanos);

    /** From 0 to below 1. */
    double random();
}
