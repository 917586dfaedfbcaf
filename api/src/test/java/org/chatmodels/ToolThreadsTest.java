package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chatmodels.ToolScene.request;
import static org.chatmodels.ToolScene.says;
import static org.chatmodels.ToolScene.tool;
import static org.chatmodels.ToolScene.wants;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.chatmodels.ChatEvent.ToolFinished;
import org.chatmodels.ChatEvent.ToolStarted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where tools run, how many at once, and for how long. */
@Timeout(60)
class ToolThreadsTest {
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofDays(36_500);

    private final ToolScene scene = new ToolScene();
    private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void everyThreadEnds() throws InterruptedException {
        for (Thread thread : threads) {
            if (thread != Thread.currentThread()) {
                thread.join();
            }
        }
        scene.close();
    }

    private Tool noted(String name, ToolBody<ToolScene.Words> body) {
        return tool(name, words -> {
            threads.add(Thread.currentThread());
            return body.call(words);
        });
    }

    @Test
    void oneByOneAndWithoutTimeToolsRunInTheCallersThread() {
        scene.runner(wants("sun", "sun"), says("ok")).run(request(noted("sun", words -> "shines")));

        assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
    }

    @Test
    void otherwiseEachHasAThreadWithTheCallersLoader() {
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        Tool tool = noted("sun", words -> {
            seen.set(Thread.currentThread().getContextClassLoader());
            return "shines";
        });
        scene.runner(wants("sun"), says("ok")).parallelism(2).run(request(tool));
        scene.runner(wants("sun"), says("ok")).timeout(LONG).run(request(tool));

        assertThat(threads)
                .doesNotContain(Thread.currentThread())
                .doesNotHaveDuplicates()
                .hasSize(2);
        assertThat(threads).allMatch(Thread::isDaemon);
        assertThat(seen).hasValue(Thread.currentThread().getContextClassLoader());
    }

    @Test
    void toolsRunAtOnceAndTheirResultsStayInTheOrderOfTheCalls() {
        CountDownLatch second = new CountDownLatch(1);
        Tool slow = noted("slow", words -> {
            second.await();
            return "first";
        });
        Tool quick = noted("quick", words -> {
            second.countDown();
            return "second";
        });
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream =
                scene.runner(wants("slow", "quick"), says("ok")).parallelism(2).stream(request(slow, quick))) {
            stream.forEach(events::add);
        }

        assertThat(scene.results(1)).extracting(Part.ToolResult::content).containsExactly("first", "second");
        assertThat(events.stream()
                        .filter(ToolStarted.class::isInstance)
                        .map(event -> ((ToolStarted) event).call().name()))
                .containsExactly("slow", "quick");
        assertThat(events.stream().filter(ToolFinished.class::isInstance)).hasSize(2);
    }

    @Test
    void eventsTellWhichToolEndedFirst() {
        CountDownLatch told = new CountDownLatch(1);
        Tool slow = noted("slow", words -> {
            told.await();
            return "first";
        });
        List<String> ended = new ArrayList<>();
        try (ChatStream stream = scene.runner(wants("slow", "quick"), says("ok")).parallelism(2).stream(
                request(slow, noted("quick", words -> "second")))) {
            for (ChatEvent event : stream) {
                if (event instanceof ToolFinished finished) {
                    ended.add(finished.result().name());
                    told.countDown();
                    assertThat(scene.told).hasSize(ended.size() == 1 ? 1 : 3);
                }
            }
        }

        assertThat(ended).containsExactly("quick", "slow");
    }

    @Test
    void neverDoMoreToolsRunThanMay() {
        CyclicBarrier pairs = new CyclicBarrier(2);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Tool tool = noted("sun", words -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            pairs.await();
            running.decrementAndGet();
            return "shines";
        });
        scene.runner(wants("sun", "sun", "sun", "sun", "sun", "sun"), says("ok"))
                .parallelism(2)
                .run(request(tool));

        assertThat(scene.results(1)).hasSize(6).noneMatch(Part.ToolResult::failed);
        assertThat(most).hasValue(2);
    }

    @Test
    void aToolThatTakesTooLongIsInterruptedAndTheModelIsToldSo() {
        CountDownLatch interrupted = new CountDownLatch(1);
        Tool slow = noted("slow", words -> {
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
            return "never";
        });
        ChatResponse answer = scene.runner(wants("slow", "sun"), says("ok"))
                .timeout(SHORT)
                .run(request(slow, tool("sun", words -> {
                    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
                    return "shines";
                })));

        assertThat(answer.text()).isEqualTo("ok");
        assertThat(scene.results(1).get(0))
                .isEqualTo(new Part.ToolResult("0slow", "slow", "Tool slow failed: it took longer than 5 ms", true));
    }

    @Test
    void aToolThatGoesOnRegardlessIsLeftAlone() {
        CountDownLatch letGo = new CountDownLatch(1);
        AtomicInteger interrupts = new AtomicInteger();
        Tool stubborn = noted("stubborn", words -> {
            while (letGo.getCount() > 0) {
                try {
                    letGo.await();
                } catch (InterruptedException e) {
                    interrupts.incrementAndGet();
                }
            }
            return "too late";
        });
        ChatResponse answer = scene.runner(wants("stubborn", "stubborn"), says("ok"))
                .timeout(SHORT)
                .parallelism(2)
                .run(request(stubborn));
        letGo.countDown();

        assertThat(answer.text()).isEqualTo("ok");
        assertThat(scene.results(1))
                .hasSize(2)
                .allMatch(result -> result.failed() && result.content().contains("longer"));
        assertThat(scene.told).hasSize(4);
    }

    @Test
    void aToolThatIsQuickEnoughCounts() {
        scene.runner(wants("sun"), says("ok")).timeout(LONG).run(request(noted("sun", words -> "shines")));

        assertThat(scene.results(1)).extracting(Part.ToolResult::content).containsExactly("shines");
    }

    @Test
    void aToolThatSaysItWasInterruptedWhenNobodyDidHasFailed() {
        Tool tool = noted("sun", words -> {
            throw new InterruptedException("by itself");
        });
        scene.runner(wants("sun"), says("ok")).parallelism(2).run(request(tool));

        assertThat(scene.results(1)).extracting(Part.ToolResult::content).containsExactly("Tool sun failed: by itself");
    }

    @Test
    void anErrorOfOneToolInterruptsTheOthers() {
        CountDownLatch waits = new CountDownLatch(1);
        Tool slow = noted("slow", words -> {
            waits.countDown();
            new CountDownLatch(1).await();
            return "never";
        });
        Tool bad = noted("bad", words -> {
            waits.await();
            throw new AssertionError("bad");
        });

        ToolRunner runner = scene.runner(wants("slow", "bad"), says("ok")).parallelism(2);
        assertThatThrownBy(() -> runner.run(request(slow, bad)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("bad");
    }
}
