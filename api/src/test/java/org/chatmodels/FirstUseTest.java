package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.chatmodels.provider.ApiLevel;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ChatProvider;
import org.chatmodels.provider.ProviderContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Made once, by whoever comes first, without a lock around it. */
@Timeout(60)
class FirstUseTest {
    private static final int THREADS = 64;
    private static final int ROUNDS = 1_000;

    private final FirstUse.Waits waits = new FirstUse.Waits(60_000);

    /** One shared object per registry, as a transport is. */
    @ChatProvider(names = "sharing", apiLevel = ApiLevel.CURRENT)
    private static final class Sharing implements ChatModelProvider {
        final AtomicInteger made = new AtomicInteger();

        @Override
        public ChatModel open(ModelLocation location, ProviderContext context) {
            Resource resource = context.shared(Resource.class, () -> new Resource(made.incrementAndGet()));
            return ChatModel.of(location, request -> ChatResponse.of("resource " + resource.number()));
        }
    }

    private record Resource(int number) implements AutoCloseable {
        @Override
        public void close() {}
    }

    @Test
    void manyThreadsGetOneObject() throws Exception {
        new Crowd<Object>() {
            private final AtomicInteger made = new AtomicInteger();

            @Override
            Callable<Object> begin() {
                made.set(0);
                FirstUse<Object> use = new FirstUse<>(waits, "It", () -> {
                    made.incrementAndGet();
                    return new Object();
                });
                return use::value;
            }

            @Override
            void end(List<Object> answers) {
                assertThat(made).hasValue(1);
                assertThat(answers).hasSize(THREADS).allMatch(answer -> answer == answers.get(0));
            }
        }.run();
    }

    @Test
    void manyThreadsOpeningForTheFirstTimeShareOneProviderAndOneResource() throws Exception {
        new Crowd<String>() {
            private ChatModelRegistry registry;

            @Override
            Callable<String> begin() {
                registry = ChatModelRegistry.builder()
                        .environment(Map.of())
                        .discovery(false)
                        .provider(new Sharing())
                        .build();
                return () -> registry.open("sharing:m").ask("hi");
            }

            @Override
            void end(List<String> answers) {
                registry.close();
                assertThat(answers).hasSize(THREADS).containsOnly("resource 1");
            }
        }.run();
    }

    @Test
    void manyThreadsOpeningAFoundProviderForTheFirstTimeGetOneInstance(@TempDir Path folder) throws Exception {
        String counting = "static final java.util.concurrent.atomic.AtomicInteger MADE ="
                + " new java.util.concurrent.atomic.AtomicInteger(); final int number = MADE.incrementAndGet();"
                + " public ChatModel open(ModelLocation location, ProviderContext context) {"
                + " return ChatModel.of(location, request -> ChatResponse.of(number + \" of \" + MADE)); }";
        URL jar = new BuiltJar(folder, "counting-1.jar")
                .source(
                        "Counting",
                        "@ChatProvider(names = \"counting\", apiLevel = 1)"
                                + " public class Counting implements ChatModelProvider {" + counting + "}")
                .line("jar.Counting")
                .build();
        new Crowd<ChatModel>() {
            private URLClassLoader loader;

            @Override
            Callable<ChatModel> begin() {
                loader = JarPlace.loader(List.of(jar));
                return () -> {
                    Thread.currentThread().setContextClassLoader(loader);
                    return ChatModels.open("counting:m");
                };
            }

            /** Models keep their registry, which nobody else does. */
            @Override
            void end(List<ChatModel> models) throws IOException {
                assertThat(models)
                        .hasSize(THREADS)
                        .allMatch(model -> model.ask("hi").equals("1 of 1"));
                loader.close();
            }
        }.run();
    }

    /** Threads that do the same at the same time, round after round. */
    private abstract static class Crowd<T> {
        private final Map<Thread, T> answers = new ConcurrentHashMap<>();
        private final CyclicBarrier together = new CyclicBarrier(THREADS, this::turn);
        private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        private volatile Callable<T> action;
        private Throwable failure;
        private int round;

        /** What all do in the next round. */
        abstract Callable<T> begin();

        /** Takes what all got. */
        abstract void end(List<T> all) throws IOException;

        private void turn() {
            try {
                if (round > 0) {
                    end(List.copyOf(answers.values()));
                }
                answers.clear();
                round++;
                action = round > ROUNDS ? () -> null : begin();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        final void run() throws Exception {
            try {
                List<Future<Void>> all = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    all.add(threads.submit(this::takePart));
                }
                for (Future<Void> one : all) {
                    outcome(one);
                }
                assertThat(failure).as("in round %s", round).isNull();
            } finally {
                threads.shutdownNow();
            }
        }

        /** The others only see that somebody has left. */
        private void outcome(Future<Void> one) throws InterruptedException {
            try {
                one.get();
            } catch (ExecutionException e) {
                failure = failure == null || failure instanceof BrokenBarrierException ? e.getCause() : failure;
            }
        }

        private Void takePart() throws Exception {
            try {
                for (int i = 0; i <= ROUNDS; i++) {
                    together.await();
                    if (i < ROUNDS) {
                        answers.put(Thread.currentThread(), action.call());
                    }
                }
                return null;
            } catch (Exception | Error e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }

    @Test
    void whatTheMakerThrowsReachesEverybody() {
        AtomicInteger tried = new AtomicInteger();
        FirstUse<Object> use = new FirstUse<>(waits, "It", () -> {
            tried.incrementAndGet();
            throw new IllegalStateException("no");
        });
        assertThatThrownBy(use::value).hasMessage("no");
        assertThatThrownBy(use::value).hasMessage("no");
        assertThat(tried).hasValue(1);
    }

    @Test
    void twoThatNeedEachOtherAreAnErrorAndNoDeadlock() throws Exception {
        CyclicBarrier bothMaking = new CyclicBarrier(2);
        AtomicReference<FirstUse<Object>> second = new AtomicReference<>();
        FirstUse<Object> first = new FirstUse<>(waits, "It", () -> {
            meet(bothMaking);
            return second.get().value();
        });
        second.set(new FirstUse<>(waits, "It", () -> {
            meet(bothMaking);
            return first.value();
        }));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Object> one = threads.submit(first::value);
            Future<Object> two = threads.submit(second.get()::value);
            assertThatThrownBy(() -> one.get(30, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(ConfigurationException.class);
            assertThatThrownBy(() -> two.get(30, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(ConfigurationException.class);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aWaitingThreadCanBeInterrupted() throws Exception {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        FirstUse<Object> use = new FirstUse<>(waits, "It", () -> {
            making.countDown();
            awaitQuietly(release);
            return "made";
        });
        Thread maker = new Thread(use::value);
        maker.start();
        making.await();
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            try {
                use.value();
            } catch (CancelledException e) {
                outcome.set(e);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        waiter.start();
        waiter.interrupt();
        waiter.join();
        release.countDown();
        maker.join();
        assertThat(outcome.get()).isInstanceOf(CancelledException.class);
        assertThat(flag.get()).isTrue();
        assertThat(use.value()).isEqualTo("made");
    }

    /** One that ran out of stack or memory may do better next time. */
    @Test
    void anErrorOfTheWholeJvmIsForgotten() {
        AtomicInteger tried = new AtomicInteger();
        FirstUse<Object> use = new FirstUse<>(waits, "It", () -> {
            if (tried.incrementAndGet() == 1) {
                throw new StackOverflowError("once");
            }
            return "made";
        });
        assertThatThrownBy(use::value).isInstanceOf(StackOverflowError.class);
        assertThat(use.value()).isEqualTo("made");
        assertThat(use.value()).isEqualTo("made");
        assertThat(tried).hasValue(2);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
