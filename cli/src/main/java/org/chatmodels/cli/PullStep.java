package org.chatmodels.cli;

import java.util.OptionalLong;
import org.chatmodels.ModelStore.Progress;

/** How far a step of a pull is. */
final class PullStep {
    private final String words;
    private final Speed speed = new Speed();
    private long done;
    private OptionalLong total = OptionalLong.empty();

    /** In the service's words. */
    PullStep(String words) {
        String plain = Terminal.plain(words, false).strip();
        this.words = plain.isEmpty() ? "working" : plain;
    }

    void update(Progress progress, long nanos) {
        done = Math.max(0, progress.done());
        total = total(progress);
        speed.add(done, nanos);
    }

    /** All bytes are there, whether or not the service told of the last ones. */
    void complete() {
        done = total.orElse(done);
    }

    /** A service that tells 0 knows none. */
    private static OptionalLong total(Progress progress) {
        return progress.total().orElse(0) > 0 ? progress.total() : OptionalLong.empty();
    }

    /** Whether the service says that all bytes of a step are there. */
    static boolean isWhole(Progress progress) {
        OptionalLong total = total(progress);
        return total.isPresent() && progress.done() >= total.getAsLong();
    }

    /** Nothing that a terminal would act on; never empty. */
    String words() {
        return words;
    }

    /** Whether it has nothing to count. */
    boolean isCountless() {
        return done == 0 && total.isEmpty();
    }

    long done() {
        return done;
    }

    OptionalLong total() {
        return total;
    }

    /** From 0 to 100; 100 only when all is there. */
    int percent() {
        double all = total.orElse(Long.MAX_VALUE);
        return (int) Math.min(100, Math.floor(100 * (done / all)));
    }

    OptionalLong speed() {
        return speed.perSecond();
    }

    /** Empty where nobody can tell. */
    OptionalLong secondsLeft() {
        long perSecond = speed.perSecond().orElse(0);
        return total.isEmpty() || perSecond <= 0
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, total.getAsLong() - done) / perSecond);
    }
}
