package org.chatmodels.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.OptionalLong;

/** For files and pipes: a line when a step begins, one when its bytes are there, few in between. */
final class PullLines implements PullWatcher {
    private static final long BETWEEN = Duration.ofSeconds(10).toNanos();

    private final PrintWriter out;
    private long toldAt;

    PullLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void began(PullStep step, long nanos) {
        OptionalLong total = step.total();
        boolean resumed = total.isPresent() && step.done() > 0;
        String size = total.isEmpty() ? "" : ": " + ByteCount.of(total.getAsLong());
        tell(step.words() + size + (resumed ? ", " + ByteCount.of(step.done()) + " are there" : ""), nanos);
    }

    @Override
    public void moved(PullStep step, long nanos) {
        if (nanos - toldAt >= BETWEEN) {
            StringBuilder line = new StringBuilder(step.words()).append(": ");
            if (step.total().isPresent()) {
                line.append(ByteCount.of(step.done(), step.total().getAsLong()));
                line.append(", ").append(step.percent()).append('%');
            } else {
                line.append(ByteCount.of(step.done()));
            }
            String speed = PullLine.speed(step);
            String left = PullLine.left(step);
            line.append(speed.isEmpty() ? "" : ", " + speed).append(left.isEmpty() ? "" : ", " + left);
            tell(line.toString(), nanos);
        }
    }

    @Override
    public void ended(PullStep step, long nanos) {
        if (!step.isCountless()) {
            tell(step.words() + ": done, " + ByteCount.of(step.done()), nanos);
        }
    }

    @Override
    public void close(long nanos) {
        out.flush();
    }

    private void tell(String line, long nanos) {
        toldAt = nanos;
        out.println(line);
    }
}
