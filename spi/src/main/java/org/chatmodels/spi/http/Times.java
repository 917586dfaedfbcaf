package org.chatmodels.spi.http;

import java.time.Duration;

/** Time limits of one exchange in nanoseconds, never negative. */
public record Times(long connect, long firstToken, long idle, long total) {
    private static final long LONGEST = Long.MAX_VALUE / 4;

    /** Of durations; what is too long to count stands for ever. */
    public static Times of(Duration connect, Duration firstToken, Duration idle, Duration total) {
        return new Times(nanos(connect), nanos(firstToken), nanos(idle), nanos(total));
    }

    private static long nanos(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return duration.getSeconds() >= LONGEST / 1_000_000_000 ? LONGEST : duration.toNanos();
    }

    /** As in "500 ms" and "120 s". */
    static String text(long nanos) {
        long millis = nanos / 1_000_000;
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    /** For sockets, for which 0 is no limit. */
    static int socketMillis(long nanos) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (nanos + 999_999) / 1_000_000));
    }
}
