package org.chatmodels.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.canary.Canary;
import org.chatmodels.reliability.Cancels.Ready;
import org.chatmodels.reliability.Fault.Counting;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;

/** G: futures that are cancelled, or run out of their own time, end their call in every phase. */
final class FutureFaults {
    private static final int LARGE = 20_000_000;
    private static final Ready ASKED = bench -> bench.server.awaitRequests(1);

    private FutureFaults() {}

    /** What is done to the future. */
    private enum End {
        CANCEL("the future is cancelled"),
        TIMEOUT("the future runs out of time");

        private final String words;

        End(String words) {
            this.words = words;
        }

        void end(CompletableFuture<?> future) {
            if (this == CANCEL) {
                future.cancel(true);
            } else {
                future.orTimeout(1, TimeUnit.MILLISECONDS);
            }
        }
    }

    static List<Fault> cases() {
        List<Fault> all = new ArrayList<>();
        for (End end : End.values()) {
            all.addAll(connecting(end));
            all.addAll(talking(end));
        }
        return all;
    }

    private static Fault during(String id, String phase, End end) {
        return Fault.of(id, end.words + " while it " + phase)
                .only(Mode.SYNC)
                .fails(CancelledException.class)
                .within(Cancels.SOON);
    }

    private static List<Fault> connecting(End end) {
        return List.of(
                during("G3", "connects", end)
                        .server(() -> ScriptedServer.builder().neverAccepting().start())
                        .drill(bench -> ended(bench, FutureFaults::awaitLease, end))
                        .counting(Counting.ATTEMPTS)
                        .notSent(),
                during("G4", "shakes hands for TLS", end)
                        .script(Script.builder().readBytes(1).hold())
                        .base(port -> "https://127.0.0.1:" + port + "/v1")
                        .drill(bench ->
                                ended(bench, same -> same.server.connection(0).awaitReceived(1), end))
                        .counting(Counting.CONNECTIONS)
                        .notSent()
                        .cut());
    }

    private static void awaitLease(Bench bench) {
        while (bench.leased() == 0) {
            LockSupport.parkNanos(100_000);
        }
    }

    private static List<Fault> talking(End end) {
        return List.of(
                during("G5", "waits for the head", end)
                        .script(Script.builder().readRequest().hold())
                        .drill(bench -> ended(bench, ASKED, end))
                        .cut(),
                during("G6", "uploads", end)
                        .script(Script.builder().readHead().readNothing().stall())
                        .drill(bench -> ended(bench, same -> same.server.awaitStalls(1), end)),
                during("G7", "reads its answer", end)
                        .script(Answers.half(Mode.SYNC).hold())
                        .drill(bench -> ended(bench, ASKED, end))
                        .cut(),
                during("G8", "waits for the next attempt", end)
                        .script(Script.answer(503, "", "Retry-After", "30"))
                        .drill(bench -> ended(bench, same -> same.heard.awaitPause(), end)));
    }

    private static Outcome ended(Bench bench, Ready ready, End end) throws Exception {
        boolean large = bench.fault.id.equals("G6");
        String prompt = large ? Canary.PROMPT.repeat(LARGE / Canary.PROMPT.length()) : Canary.PROMPT;
        CompletableFuture<ChatResponse> answer = bench.model().chatAsync(ChatRequest.of(prompt));
        ready.await(bench);
        bench.startClock();
        end.end(answer);
        Outcome outcome = bench.failed(bench.heard.failure(), "");
        bench.stopClock();
        assertThat(answer).as("completed right after its call was ended").failsWithin(Duration.ofSeconds(5));
        return outcome;
    }
}
