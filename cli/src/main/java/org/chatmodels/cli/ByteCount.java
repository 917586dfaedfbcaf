package org.chatmodels.cli;

import java.util.List;
import java.util.Locale;

/** Bytes for people: decimal units, one decimal. */
final class ByteCount {
    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB");
    private static final int STEP = 1000;
    private static final double ROUNDS_UP = 999.95;

    private ByteCount() {}

    static String of(long bytes) {
        return figure(bytes, unit(bytes)) + " " + UNITS.get(unit(bytes));
    }

    /** Both in the unit of the second: "1.2/2.5 GB". */
    static String of(long bytes, long all) {
        return figure(bytes, unit(all)) + "/" + of(all);
    }

    private static int unit(long bytes) {
        int unit = 0;
        for (double rest = bytes; rest >= (unit == 0 ? STEP : ROUNDS_UP) && unit < UNITS.size() - 1; rest /= STEP) {
            unit++;
        }
        return unit;
    }

    private static String figure(long bytes, int unit) {
        return unit == 0 ? Long.toString(bytes) : String.format(Locale.ROOT, "%.1f", bytes / Math.pow(STEP, unit));
    }
}
