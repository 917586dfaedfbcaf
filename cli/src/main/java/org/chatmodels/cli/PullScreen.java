package org.chatmodels.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** On a terminal: a line for each step, drawn again in its place while it runs, which stays when it is over. */
final class PullScreen implements PullWatcher {
    private static final long BETWEEN = Duration.ofMillis(100).toNanos();
    private static final int MOST_LINES = 8;
    private static final String ERASE = "\u001b[K";

    private final PrintWriter out;
    private final PullLine line;
    private final List<PullStep> running = new ArrayList<>();
    private final List<PullStep> over = new ArrayList<>();
    private int drawn;
    private long drawnAt;

    PullScreen(PrintWriter out, PullLine line) {
        this.out = out;
        this.line = line;
    }

    @Override
    public void began(PullStep step, long nanos) {
        running.add(step);
        draw(nanos);
    }

    @Override
    public void moved(PullStep step, long nanos) {
        if (nanos - drawnAt >= BETWEEN) {
            draw(nanos);
        }
    }

    @Override
    public void ended(PullStep step, long nanos) {
        running.remove(step);
        over.add(step);
        draw(nanos);
    }

    @Override
    public void close(long nanos) {
        if (drawn > 0) {
            draw(nanos);
            out.println();
        }
    }

    /** The cursor stands at the end of the last line of a running step. */
    private void draw(long nanos) {
        StringBuilder text = new StringBuilder("\r");
        if (drawn > 1) {
            text.append("\u001b[").append(drawn - 1).append('A');
        }
        for (PullStep step : over) {
            text.append(line.ended(step)).append(ERASE).append('\n');
        }
        over.clear();
        List<PullStep> shown = running.subList(Math.max(0, running.size() - MOST_LINES), running.size());
        for (int i = 0; i < shown.size(); i++) {
            text.append(i == 0 ? "" : "\n").append(line.of(shown.get(i))).append(ERASE);
        }
        drawn = shown.size();
        drawnAt = nanos;
        out.print(text);
        out.flush();
    }
}
