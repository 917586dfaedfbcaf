package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.chatmodels.ChatException.Details;
import org.chatmodels.PublisherFixture.OneThread;
import org.chatmodels.canary.Canary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class AsyncCallRaceTest {
    /** A million in the long run: {@code -Dtest.arguments=-Draces=1000000}. */
    private static final int ROUNDS = Integer.getInteger("races", 100_000);

    private static final ChatRequest REQUEST = ChatRequest.of(Canary.PROMPT);
    private static final ChatResponse ANSWER = ChatResponse.of("a");
    private static final ModelLocation LOCATION = ModelLocation.of("fake", "race");

    /** One call, one canceller. */
    private static final class Race implements ChatModel {
        private final int work;
        private final AtomicInteger outcomes = new AtomicInteger();
        private final AtomicInteger interrupts = new AtomicInteger();
        private volatile Thread worker;
        private volatile boolean interrupted;

        Race(int work) {
            this.work = work;
        }

        @Override
        public ModelLocation location() {
            return LOCATION;
        }

        @Override
        public ChatStream stream(ChatRequest request) {
            throw new UnsupportedOperationException("not asked");
        }

        @Override
        public ChatResponse chat(ChatRequest request) {
            worker = Thread.currentThread();
            for (int spin = 0; spin < work; spin++) {
                if (Thread.currentThread().isInterrupted()) {
                    interrupted = true;
                    throw new CancelledException("interrupted", Details.NONE);
                }
                pause(spin);
            }
            return ANSWER;
        }

        /** Now and then lets the canceller run, also where both share one processor. */
        private void pause(int spin) {
            if (work % 8 == 0 && spin % 20 == 10) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }

        /** Runs with whoever completes the future, and a while longer, so that a late interrupt would be seen. */
        void told() {
            outcomes.incrementAndGet();
            for (int spin = 0; spin < 20; spin++) {
                if (Thread.currentThread().isInterrupted()) {
                    interrupts.incrementAndGet();
                }
                Thread.onSpinWait();
            }
        }

        void awaitBegin(CompletableFuture<ChatResponse> future) {
            while (worker == null && !future.isDone()) {
                Thread.yield();
            }
        }

        void awaitEnd() throws InterruptedException {
            Thread thread = worker;
            if (thread != null) {
                thread.join();
            }
        }
    }

    /** In one thread, which a late interrupt would hit whenever it came. */
    @Test
    void cancelAgainstCompletionHasExactlyOneOutcomeAndNoLateInterrupt() throws InterruptedException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        OneThread thread = new OneThread();
        Tally tally = new Tally();
        for (int round = 0; round < ROUNDS; round++) {
            String where = "seed " + seed + " round " + round;
            Race race = new Race(random.nextInt(60));
            AsyncCall<ChatResponse> call = new AsyncCall<>();
            call.whenComplete((answer, failure) -> race.told());
            thread.execute(() -> call.run(() -> race.chat(REQUEST)));
            boolean won = cancel(race, call, random);
            assertThat(thread.leftInterrupted()).as(where).isZero();
            tally.count(race, call, won, where);
        }
        thread.stop();
        tally.check(ROUNDS, seed);
    }

    @Test
    void noThreadIsLeftOfCallsThatWereCancelledAtAnyTime() throws InterruptedException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Tally tally = new Tally();
        int round = 0;
        while (round < ROUNDS / 20 || round < ROUNDS && !tally.sawAll(round)) {
            round++;
            Race race = new Race(random.nextInt(60));
            CompletableFuture<ChatResponse> future = race.chatAsync(REQUEST);
            future.whenComplete((answer, failure) -> race.told());
            boolean won = cancel(race, future, random);
            race.awaitEnd();
            tally.count(race, future, won, "seed " + seed + " round " + round);
        }
        tally.check(round, seed);
        awaitThreads();
    }

    private static boolean cancel(Race race, CompletableFuture<ChatResponse> future, Random random) {
        if (random.nextInt(4) > 0) {
            race.awaitBegin(future);
        }
        for (int spins = random.nextInt(60); spins > 0; spins--) {
            Thread.onSpinWait();
        }
        return future.cancel(true);
    }

    /** What came of the races. */
    private static final class Tally {
        private int cancelled;
        private int midway;

        void count(Race race, CompletableFuture<ChatResponse> future, boolean won, String where) {
            AsyncCallRaceTest.check(race, future, won, where);
            cancelled += won ? 1 : 0;
            midway += race.interrupted ? 1 : 0;
        }

        /** Where the machine is busy it takes longer until a race was ended midway. */
        boolean sawAll(int rounds) {
            return cancelled > 0 && cancelled < rounds && midway > 0;
        }

        void check(int rounds, long seed) {
            assertThat(cancelled).as("both outcomes, seed %s", seed).isBetween(1, rounds - 1);
            assertThat(midway)
                    .as("calls that an interrupt ended, seed %s", seed)
                    .isPositive();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    private static void check(Race race, CompletableFuture<ChatResponse> future, boolean won, String where) {
        boolean right = future.isDone()
                && won == future.isCancelled()
                && won == future.isCompletedExceptionally()
                && (won || future.join() == ANSWER)
                && (won || !race.interrupted)
                && race.outcomes.get() == 1
                && race.interrupts.get() == 0;
        assertThat(right)
                .as(
                        "%s: cancelled %s, %s, interrupted %s, outcomes %s, late interrupts %s",
                        where, won, future, race.interrupted, race.outcomes, race.interrupts)
                .isTrue();
    }

    /** Those that were cancelled before they began end by themselves; virtual ones are not listed. */
    private static void awaitThreads() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("chatmodels-async")) {
                thread.join();
            }
        }
    }
}
