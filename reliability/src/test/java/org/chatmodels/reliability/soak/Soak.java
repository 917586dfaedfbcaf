package org.chatmodels.reliability.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.canary.Canary;

/**
 * Very many calls from many threads, through one registry and a location as users write it, against a server that does
 * something wrong with three requests in ten. Each call must end once, with its own answer or with an exception that tells
 * the truth, and nothing may stay in use. Usage: {@code Soak [CALLS] [SEED] [RETRIES]}; exits with 1 if anything is wrong.
 */
final class Soak {
    private static final int THREADS = 64;
    private static final int SECONDS_TO_LET_GO = 5;

    private final SoakSettings settings;
    private final Consumer<String> progress;
    private final History history;
    private final Tally tally;
    private final Judge judge;
    private final AtomicInteger done = new AtomicInteger();
    private final List<Long> heaps = new ArrayList<>();

    Soak(SoakSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
        this.history = new History(settings.calls());
        this.tally = new Tally(settings.calls());
        this.judge = new Judge(history, settings.mostRetries());
    }

    /** CALLS, SEED and RETRIES, all of them optional. */
    public static void main(String[] arguments) {
        int calls = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        int retries = arguments.length > 2 ? Integer.parseInt(arguments[2]) : -1;
        SoakResult result = new Soak(new SoakSettings(calls, THREADS, seed, retries), System.out::println).run();
        System.out.println(SoakReport.of(result));
        System.exit(result.isGood() ? 0 : 1);
    }

    SoakResult run() {
        Footprint before = Footprint.now();
        long began = System.nanoTime();
        progress.accept("seed " + settings.seed());
        try (FaultServer server = new FaultServer(FaultPlan.seeded(settings.seed()), history);
                ChatModelRegistry registry = registry(server)) {
            rounds(registry.open(location(server)), registry.open(TransportProbe.NAME + ":m"));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        before.left().forEach(left -> tally.violation("leaked: " + left));
        for (int id = 0; id < settings.calls(); id++) {
            Verdict again = judge.askedAgain(id);
            if (again.kind() == Verdict.Kind.WRONG) {
                tally.violation("call " + id + ": " + again.why() + " " + history.of(id));
            }
        }
        return new SoakResult(settings, history, tally, new SoakResult.Measured(took, List.copyOf(heaps)));
    }

    private static ChatModelRegistry registry(FaultServer server) {
        return ChatModelRegistry.builder()
                .environment(Map.of())
                .provider(TransportProbe.NAME, new TransportProbe())
                .credential("soak", () -> Canary.KEY)
                .property("chatmodels.credential.soak", "resolver:soak")
                .property("chatmodels.credential.soak.origins", server.origin())
                .build();
    }

    /** Limits that no stall of the server reaches. */
    private String location(FaultServer server) {
        String retries = settings.retries() < 0 ? "" : "&retries=" + settings.retries();
        return server.location("&credential=soak&timeout=2m&first_token_timeout=1m&idle_timeout=1m" + retries);
    }

    private void rounds(ChatModel model, ChatModel probe) {
        ExecutorService callers = Executors.newFixedThreadPool(settings.threads(), work -> daemon(work, "soak-caller"));
        ScheduledThreadPoolExecutor canceller =
                new ScheduledThreadPoolExecutor(1, work -> daemon(work, "soak-canceller"));
        try {
            boolean goesOn = true;
            for (int round = 0; round < settings.rounds() && goesOn; round++) {
                goesOn = round(callers, round, id -> call(new OneCall(id, settings.seed(), model, canceller)));
                rest(round, probe);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            tally.violation("interrupted");
        } finally {
            callers.shutdownNow();
            canceller.shutdownNow();
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void call(OneCall call) {
        Outcome outcome = call.run();
        Verdict verdict = judge.judge(call.id, call.began, outcome);
        tally.add(call.id, verdict);
        int over = done.incrementAndGet();
        if (over % settings.line() == 0) {
            progress.accept(String.format(
                    "%3d %%  %,9d calls  %,6d wrong", 100L * over / settings.calls(), over, tally.violations()));
        }
        if (verdict.kind() == Verdict.Kind.WRONG) {
            tally.violation("call " + call.id + " " + call.kind + " " + history.of(call.id) + ": " + verdict.why());
        }
    }

    /** All calls of a round; false if they hang. */
    private boolean round(ExecutorService callers, int round, Consumer<Integer> call) throws InterruptedException {
        AtomicInteger next = new AtomicInteger(settings.start(round));
        int end = settings.start(round + 1);
        Callable<Void> caller = () -> {
            for (int id = next.getAndIncrement(); id < end; id = next.getAndIncrement()) {
                call.accept(id);
            }
            return null;
        };
        List<Callable<Void>> all = new ArrayList<>();
        for (int i = 0; i < settings.threads(); i++) {
            all.add(caller);
        }
        List<Future<Void>> done = callers.invokeAll(all, settings.roundLimit().toMillis(), TimeUnit.MILLISECONDS);
        boolean hangs = done.stream().anyMatch(Future::isCancelled);
        if (hangs) {
            tally.violation("calls hang");
        }
        return !hangs;
    }

    /** Between two rounds nothing is in use, and the heap is as it was. */
    private void rest(int round, ChatModel probe) {
        boolean free = Footprint.await(() -> probe.ask("").equals("0"), SECONDS_TO_LET_GO);
        if (!free) {
            tally.violation("leaked: " + probe.ask("") + " connections in use after round " + (round + 1));
        }
        heaps.add(Footprint.heap());
    }
}
