package org.chatmodels.reliability;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.chatmodels.canary.Canary;

/** A row in one of its modes. */
record Run(Fault fault, Mode mode) {
    private static final long SOON = 2_000_000_000L;

    /**
     * What came of it.
     *
     * @param problems why it is not what was expected; empty when all is well
     */
    record Result(Run run, String seen, long millis, List<String> problems) {}

    Result result() {
        List<String> problems = new ArrayList<>();
        String seen;
        long millis;
        try (Bench bench = new Bench(fault, mode)) {
            Outcome outcome = fault.drill.run(bench);
            millis = bench.millis();
            int attempts = bench.attempts();
            seen = outcome + ", " + attempts + (attempts == 1 ? " attempt" : " attempts");
            compare(outcome, attempts, problems);
            time(millis, problems);
            leases(bench, problems);
            words(bench, problems);
            more(bench, problems);
        } catch (Exception | AssertionError e) {
            seen = "-";
            millis = 0;
            problems.add(oneLine(e));
        }
        return new Result(this, seen, millis, problems);
    }

    private void compare(Outcome outcome, int attempts, List<String> problems) {
        if (!outcome.equals(fault.expected)) {
            problems.add("ended with " + outcome + " instead of " + fault.expected);
        }
        if (attempts != fault.attempts) {
            problems.add(attempts + " attempts instead of " + fault.attempts);
        }
    }

    private void time(long millis, List<String> problems) {
        if (millis < fault.earliest) {
            problems.add("early: " + millis + " ms, due at " + fault.earliest);
        } else if (millis > fault.latest) {
            problems.add("late: " + millis + " ms, at most " + fault.latest);
        }
    }

    private static void leases(Bench bench, List<String> problems) {
        long until = System.nanoTime() + SOON;
        while (bench.leased() > 0 && System.nanoTime() < until) {
            LockSupport.parkNanos(1_000_000);
        }
        if (bench.leased() > 0) {
            problems.add(bench.leased() + " connections are still leased");
        }
    }

    private void words(Bench bench, List<String> problems) {
        for (Throwable failure : bench.failures()) {
            Canary.in(Canary.everythingOf(failure)).ifPresent(mark -> problems.add("tells '" + mark + "'"));
        }
        for (String words : fault.said) {
            String message = String.valueOf(bench.failure().getMessage());
            if (!message.contains(words)) {
                problems.add("does not say '" + words + "': " + message.replaceAll("\\s+", " "));
            }
        }
    }

    private void more(Bench bench, List<String> problems) {
        try {
            bench.connectionProblem().ifPresent(problems::add);
        } catch (RuntimeException | AssertionError e) {
            problems.add("afterwards: " + oneLine(e));
        }
        try {
            fault.also.accept(bench);
        } catch (RuntimeException | AssertionError e) {
            problems.add(oneLine(e));
        }
    }

    private static String oneLine(Throwable thrown) {
        return thrown.toString().strip().replaceAll("\\s+", " ");
    }

    /** As JUnit shows it. */
    @Override
    public String toString() {
        return fault + " [" + mode + "]";
    }
}
