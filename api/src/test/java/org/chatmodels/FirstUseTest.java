package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
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
    private static final int ROUNDS = 100;

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
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
                AtomicInteger made = new AtomicInteger();
                FirstUse<Object> use = new FirstUse<>(waits, "It", () -> {
                    made.incrementAndGet();
                    return new Object();
                });
                seen.addAll(together(threads, use::value));
                assertThat(made).hasValue(1);
                assertThat(seen).hasSize(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void manyThreadsOpeningForTheFirstTimeShareOneProviderAndOneResource() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Sharing provider = new Sharing();
                try (ChatModelRegistry registry = ChatModelRegistry.builder()
                        .environment(Map.of())
                        .discovery(false)
                        .provider(provider)
                        .build()) {
                    List<String> answers =
                            together(threads, () -> registry.open("sharing:m").ask("hi"));
                    assertThat(answers).hasSize(THREADS).containsOnly("resource 1");
                }
            }
        } finally {
            threads.shutdownNow();
        }
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
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                try (URLClassLoader loader = new URLClassLoader(new URL[] {jar}, ChatModels.class.getClassLoader());
                        ChatModelRegistry registry = ChatModelRegistry.builder()
                                .environment(Map.of())
                                .classLoader(loader)
                                .build()) {
                    List<String> answers =
                            together(threads, () -> registry.open("counting:m").ask("hi"));
                    assertThat(answers).hasSize(THREADS).containsOnly("1 of 1");
                }
            }
        } finally {
            threads.shutdownNow();
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

    private static <T> List<T> together(ExecutorService threads, Callable<T> action) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            futures.add(threads.submit(() -> {
                start.await();
                return action.call();
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get(30, TimeUnit.SECONDS));
        }
        return results;
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
