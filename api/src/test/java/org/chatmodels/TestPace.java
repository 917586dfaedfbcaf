package org.chatmodels;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only while somebody waits, and no chance: each pause is as long as it may get. */
final class TestPace implements Pace {
    final List<Duration> pauses = new ArrayList<>();
    double random = 0.999_999_999;
    private long now = 1_000;

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized void pause(long nanos) {
        pauses.add(Duration.ofNanos(nanos));
        now += nanos;
    }

    @Override
    public double random() {
        return random;
    }

    synchronized void pass(Duration time) {
        now += time.toNanos();
    }

    /** In milliseconds, rounded. */
    List<Long> millis() {
        return pauses.stream().map(pause -> Math.round(pause.toNanos() / 1e6)).toList();
    }
}
