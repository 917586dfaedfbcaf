package org.chatmodels.cli;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.chatmodels.ModelStore.Progress;

/** Finds in what a service tells of a pull which step begins, moves and ends; steps may come in turns. */
final class PullSteps implements PullReport {
    private final PullWatcher watcher;
    private final LongSupplier clock;
    private final Map<String, PullStep> open = new LinkedHashMap<>();
    private final Set<String> ended = new HashSet<>();

    /** {@code clock} in nanoseconds. */
    PullSteps(PullWatcher watcher, LongSupplier clock) {
        this.watcher = watcher;
        this.clock = clock;
    }

    @Override
    public void told(Progress progress) {
        long now = clock.getAsLong();
        String name = progress.step();
        PullStep known = open.get(name);
        if (known == null && ended.contains(name) && !hasMoreToCome(progress)) {
            return;
        }
        PullStep step = known == null ? new PullStep(name) : known;
        step.update(progress, now);
        if (known == null) {
            endBefore(step, now);
        }
        if (PullStep.isWhole(progress)) {
            end(name, step, now);
        } else if (known == null) {
            open.put(name, step);
            watcher.began(step, now);
        } else {
            watcher.moved(step, now);
        }
    }

    /** Of a step that had ended: it is fetched once more. */
    private static boolean hasMoreToCome(Progress progress) {
        return progress.total().isPresent() && !PullStep.isWhole(progress);
    }

    /**
     * Of a step that has nothing to count only the next one tells that it is over. Layers whose last bytes a service does
     * not tell of, as Ollama does, are there when it goes on to something that is not counted.
     */
    private void endBefore(PullStep next, long now) {
        for (String name : List.copyOf(open.keySet())) {
            PullStep step = open.get(name);
            if (step != null && (step.isCountless() || next.isCountless())) {
                step.complete();
                end(name, step, now);
            }
        }
    }

    private void end(String name, PullStep step, long now) {
        open.remove(name);
        ended.add(name);
        watcher.ended(step, now);
    }

    @Override
    public void end(boolean whole) {
        long now = clock.getAsLong();
        if (whole) {
            new LinkedHashMap<>(open).forEach((name, step) -> {
                step.complete();
                end(name, step, now);
            });
        }
        watcher.close(now);
    }
}
