package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.chatmodels.ChatException.Details;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader that has news and a closer that ends the call. */
@Timeout(300)
class CallListenersRaceTest {
    private static final int ROUNDS = 100_000;
    private static final CallInfo INFO = CallInfo.of(ModelLocation.of("first", "m"), ChatRequest.of("x"), true);
    private static final ChatResponse WHOLE = ChatResponse.of("whole");
    private static final ChatException LATER = new UnavailableException("later", Details.NONE);
    private static final ChatException CLOSED = new CancelledException("closed", Details.NONE);
    private static final List<String> NEWS = List.of(
            "started first:m", "retry 1 UnavailableException", "fall first:m first:m UnavailableException", "token");

    private final ExecutorService others = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() throws InterruptedException {
        others.shutdownNow();
        assertThat(others.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whateverMeetsEachListenerHearsAnOrderlyCall() throws Exception {
        long seed = new Random().nextLong();
        Random pauses = new Random(seed);
        CyclicBarrier meet = new CyclicBarrier(2);
        AtomicReference<Race> current = new AtomicReference<>();
        Future<?> closer = others.submit((Callable<Void>) () -> {
            for (int round = 0; round < ROUNDS; round++) {
                meet.await();
                current.get().close();
                meet.await();
            }
            return null;
        });
        int whole = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Race race = new Race(pauses.nextInt(100), pauses.nextInt(200));
            current.set(race);
            meet.await();
            race.read();
            meet.await();
            whole += race.check("seed " + seed + " round " + round) ? 1 : 0;
        }
        closer.get();
        assertThat(whole).as("both ends must occur, seed %s", seed).isBetween(1, ROUNDS - 1);
    }

    /** One call, two listeners. */
    private static final class Race {
        private final int readerPause;
        private final int closerPause;
        private final HeardCalls one = new HeardCalls();
        private final HeardCalls two = new HeardCalls();
        private final CallListeners told = CallListeners.started(List.of(one, two), INFO);

        Race(int readerPause, int closerPause) {
            this.readerPause = readerPause;
            this.closerPause = closerPause;
        }

        void read() {
            pause(readerPause);
            told.retrying(Duration.ofMillis(1), LATER);
            told.fellBack(INFO.location(), INFO.location(), LATER);
            told.firstToken();
            pause(readerPause);
            told.completed(WHOLE);
        }

        void close() {
            pause(closerPause);
            told.failed(CLOSED, Timings.NONE);
        }

        /** Whether the answer was told as whole. */
        boolean check(String where) {
            int last = one.lines.size() - 1;
            List<String> expected = NEWS.subList(0, Math.min(last, NEWS.size()));
            if (!one.lines.equals(two.lines) || !one.lines.subList(0, last).equals(expected)) {
                throw new AssertionError(where + ": " + one.lines + " and " + two.lines);
            }
            boolean whole = one.lines.get(last).equals("completed");
            if (!whole && !one.lines.get(last).equals("failed CancelledException") || whole && last != NEWS.size()) {
                throw new AssertionError(where + ": " + one.lines);
            }
            return whole;
        }

        private static void pause(int spins) {
            for (int i = 0; i < spins; i++) {
                Thread.onSpinWait();
            }
        }
    }
}
