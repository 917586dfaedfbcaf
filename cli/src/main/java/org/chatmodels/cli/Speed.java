package org.chatmodels.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/** Bytes per second over the last seconds. The first bytes that are told were there before and have no speed. */
final class Speed {
    private static final long WINDOW = Duration.ofSeconds(5).toNanos();
    private static final long BETWEEN = Duration.ofMillis(250).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** Oldest first; the first one may be older than the window, so that it spans it. */
    private final Deque<Sample> samples = new ArrayDeque<>();

    private Sample last = new Sample(0, 0);

    private record Sample(long bytes, long nanos) {}

    /** {@code bytes} in all, at that time; fewer than before are a new beginning. */
    void add(long bytes, long nanos) {
        if (bytes < last.bytes()) {
            samples.clear();
        }
        last = new Sample(bytes, nanos);
        if (bytes > 0 && (samples.isEmpty() || nanos - samples.getLast().nanos() >= BETWEEN)) {
            samples.add(last);
            dropOlderThan(nanos - WINDOW);
        }
    }

    private void dropOlderThan(long nanos) {
        Sample oldest = samples.remove();
        while (!samples.isEmpty() && samples.getFirst().nanos() - nanos <= 0) {
            oldest = samples.remove();
        }
        samples.addFirst(oldest);
    }

    /** Empty until it was watched for a second. */
    OptionalLong perSecond() {
        long span = samples.isEmpty() ? 0 : last.nanos() - samples.getFirst().nanos();
        return span < SECOND
                ? OptionalLong.empty()
                : OptionalLong.of(Math.round((last.bytes() - samples.getFirst().bytes()) * ((double) SECOND / span)));
    }
}
