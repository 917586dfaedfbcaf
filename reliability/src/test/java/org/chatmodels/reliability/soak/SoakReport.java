package org.chatmodels.reliability.soak;

import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table at the end. */
final class SoakReport {
    private static final String ROW = "%-16s %9s %9s %9s %9s %9s %9s%n";
    private static final long MEBI = 1 << 20;

    private final SoakResult result;
    private final StringBuilder text = new StringBuilder();

    private SoakReport(SoakResult result) {
        this.result = result;
    }

    static String of(SoakResult result) {
        SoakReport report = new SoakReport(result);
        report.table();
        report.figures();
        result.tally().shown().forEach(line -> report.line("WRONG  %s", line));
        report.verdict();
        return report.text.toString();
    }

    /** Calls by the last thing that the server did to them. */
    private void table() {
        Map<Fault, int[]> rows = new EnumMap<>(Fault.class);
        Verdict.Kind[] kinds = Verdict.Kind.values();
        for (int id = 0; id < result.settings().calls(); id++) {
            List<History.Entry> entries = result.history().of(id);
            Fault last = entries.isEmpty() ? Fault.NONE : Judge.last(entries).fault();
            int[] row = rows.computeIfAbsent(last, fault -> new int[kinds.length]);
            for (Verdict.Kind kind : kinds) {
                row[kind.ordinal()] += result.tally().is(id, kind) ? 1 : 0;
            }
        }
        text.append(String.format(ROW, "last fault", "requests", "right", "failed", "cancelled", "undecided", "wrong"));
        rows.forEach((fault, row) -> text.append(
                String.format(ROW, fault, result.history().count(fault), row[0], row[1], row[2], row[3], row[4])));
    }

    private void figures() {
        SoakSettings settings = result.settings();
        History history = result.history();
        line(
                "calls %d, threads %d, seed %d, retries %s",
                settings.calls(),
                settings.threads(),
                settings.seed(),
                settings.retries() < 0 ? "as the library likes" : settings.retries());
        line(
                "requests read %d, asked again %d; with a fault %.1f %%, bare ends %.2f %%, unsolicited answers %.2f %%",
                requests(),
                result.askedAgain(),
                percent(requests() - history.count(Fault.NONE)),
                percent(history.count(Fault.BARE_END)),
                percent(history.strays()));
        line(
                "unsolicited answers that met a request on its way %d, poisoned connections used again %d",
                history.races(), history.reuses());
        line(
                "lost %d, doubled %d, heap %+d KiB, most %d MiB",
                result.tally().lost(),
                result.tally().doubled(),
                result.heapGrowth() / 1024,
                result.measured().heaps().stream()
                                .mapToLong(Long::longValue)
                                .max()
                                .orElse(0)
                        / MEBI);
        line("%d s, %d calls per second", result.measured().took().toSeconds(), result.callsPerSecond());
        line("%s, %s", LocalDate.now(ZoneOffset.UTC), machine());
    }

    private int requests() {
        int requests = 0;
        for (Fault fault : Fault.values()) {
            requests += result.history().count(fault);
        }
        return requests;
    }

    private double percent(int count) {
        return 100.0 * count / Math.max(1, requests());
    }

    private static String machine() {
        Runtime runtime = Runtime.getRuntime();
        return System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + runtime.availableProcessors() + " cores, heap at most " + runtime.maxMemory() / MEBI + " MiB, load "
                + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private void verdict() {
        line(
                result.isGood() ? "GOOD: 0 lost, 0 doubled, 0 wrong, 0 leaked" : "BAD: %d violations",
                result.violations());
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
