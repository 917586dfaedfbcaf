package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chatmodels.ToolScene.request;
import static org.chatmodels.ToolScene.says;
import static org.chatmodels.ToolScene.tool;
import static org.chatmodels.ToolScene.wants;

import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ends at any time have one outcome, and leave neither a thread nor a stream nor an interrupt. */
@Timeout(600)
class ToolRunnerRaceTest {
    /** More in a long run: {@code -Dtest.arguments=-Draces=100000}. */
    private static final int ROUNDS = Integer.getInteger("races", 2_000);

    private final ToolScene scene = new ToolScene();
    private final ExecutorService others = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() throws InterruptedException {
        scene.close();
        others.shutdownNow();
        assertThat(others.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private enum Way {
        RUN_INTERRUPTED,
        STREAM_INTERRUPTED,
        STREAM_CLOSED
    }

    /** One reader, which is the test's thread, and one who ends. */
    private final class Race {
        private final Way way;
        private final int pause;
        private final int work;
        private final Thread reader = Thread.currentThread();
        private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger late = new AtomicInteger();
        private final AtomicInteger interrupts = new AtomicInteger();
        private final ToolRunner runner;
        private volatile boolean over;
        private ChatStream stream;

        Race(Random random) {
            way = Way.values()[random.nextInt(3)];
            pause = random.nextInt(1 << random.nextInt(15));
            work = random.nextInt(1 << random.nextInt(7));
            int parallelism = 1 + random.nextInt(3);
            Supplier<Object> calls = () -> answer(wants("work", "work", "nothing"));
            ToolRunner plain = ToolRunner.of(scene.model(calls, calls, (Supplier<Object>) () -> answer(says("ok"))))
                    .parallelism(parallelism);
            runner = random.nextBoolean() ? plain : plain.timeout(Duration.ofDays(1));
        }

        private Object answer(ChatResponse answer) {
            if (way == Way.RUN_INTERRUPTED) {
                return answer;
            }
            open.incrementAndGet();
            return ChatStreams.of(
                    ChatStreams.of(answer.servedBy(ToolScene.LOCATION)).iterator(), open::decrementAndGet);
        }

        private Object work() throws InterruptedException {
            Thread thread = Thread.currentThread();
            if (over && !thread.isInterrupted()) {
                late.incrementAndGet();
            }
            if (thread != reader) {
                threads.add(thread);
            }
            running.incrementAndGet();
            try {
                for (int spin = 0; spin < work; spin++) {
                    if (Thread.interrupted()) {
                        interrupts.incrementAndGet();
                        throw new InterruptedException();
                    }
                    Thread.yield();
                }
                return "done";
            } finally {
                running.decrementAndGet();
            }
        }

        private ChatRequest asked() {
            return request(tool("work", words -> work()));
        }

        void begin() {
            stream = way == Way.RUN_INTERRUPTED ? null : runner.stream(asked());
        }

        boolean read() {
            try {
                ChatResponse answer = stream == null ? runner.run(asked()) : stream.response();
                return answer.text().equals("ok");
            } catch (CancelledException e) {
                return false;
            }
        }

        void end() {
            for (int spin = 0; spin < pause; spin++) {
                if (spin % 64 == 63) {
                    Thread.yield();
                } else {
                    Thread.onSpinWait();
                }
            }
            if (way == Way.STREAM_CLOSED) {
                stream.close();
            } else {
                reader.interrupt();
            }
        }

        /** One that was interrupted as it began is in no list yet, and may still look at its flag. */
        private boolean comesToRest() {
            long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (running.get() > 0) {
                if (System.nanoTime() > patience) {
                    return false;
                }
                Thread.onSpinWait();
            }
            return true;
        }

        void check(String where) throws InterruptedException {
            over = true;
            boolean flag = Thread.interrupted();
            assertThat(flag).as("%s %s: flag", where, way).isEqualTo(way != Way.STREAM_CLOSED);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(comesToRest()).as("%s %s: running", where, way).isTrue();
            assertThat(open).as("%s %s: open streams", where, way).hasValue(0);
            assertThat(late).as("%s %s: late tools", where, way).hasValue(0);
        }
    }

    @Test
    void endsAtAnyTimeHaveOneOutcomeAndLeaveNothing() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        CyclicBarrier start = new CyclicBarrier(2);
        int whole = 0;
        int midway = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Race race = new Race(random);
            race.begin();
            Future<?> ender = others.submit((Callable<Void>) () -> {
                start.await();
                race.end();
                return null;
            });
            start.await();
            whole += race.read() ? 1 : 0;
            finish(ender);
            race.check("seed " + seed + " round " + round);
            midway += race.interrupts.get() > 0 ? 1 : 0;
        }
        assertThat(whole).as("both outcomes, seed %s", seed).isBetween(1, ROUNDS - 1);
        assertThat(midway).as("tools that were interrupted, seed %s", seed).isPositive();
    }

    /** Waits for it, and keeps the flag, which it may set while it is waited for. */
    private static void finish(Future<?> ender) throws Exception {
        boolean flag = Thread.interrupted();
        while (true) {
            try {
                ender.get();
                break;
            } catch (InterruptedException e) {
                flag = true;
            }
        }
        if (flag) {
            Thread.currentThread().interrupt();
        }
    }
}
