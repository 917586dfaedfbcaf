package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.chatmodels.ChatException.Details;
import org.chatmodels.RetriesTest.Way;
import org.chatmodels.canary.Canary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ends from outside while a call pauses, is asked for again, or moves on. */
@Timeout(30)
class CancellationTest {
    private final Scenes scenes = new Scenes();
    private final AtomicReference<Runnable> fellBack = new AtomicReference<>(() -> {});
    private final ChatModelRegistry registry = scenes.registry()
            .pace(Pace.SYSTEM)
            .listener(info -> new ChatListener.Call() {
                @Override
                public void fellBack(ModelLocation from, ModelLocation to, ChatException cause) {
                    fellBack.get().run();
                }
            })
            .build();

    @AfterEach
    void close() {
        registry.close();
        assertThat(scenes.open).as("open streams").isZero();
    }

    private static ChatException later() {
        return new UnavailableException(
                "busy", Scenes.told(503).retryAfter(Duration.ofSeconds(50)).build());
    }

    private static ChatException cut() {
        return new TruncatedException(
                "cut", Scenes.told(200).retryAfter(Duration.ofSeconds(50)).build());
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "STREAM"})
    void interruptEndsAPauseAndTheFlagStays(Way way) throws InterruptedException {
        scenes.of("m", later());
        ChatModel model = registry.open("aa:m | bb:n");
        Caller caller = new Caller(() -> way.apply(model)).awaitPause();
        caller.interrupt();
        CancelledException cancelled = caller.cancelled();
        assertThat(caller.flag).isTrue();
        assertThat(cancelled.attempts()).extracting(Attempt::error).containsExactly("UnavailableException");
        assertThat(scenes.asked).containsExactly("aa:m");
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "STREAM"})
    void theRegistryEndsAPauseAndLeavesNoFlag(Way way) throws InterruptedException {
        scenes.of("m", way == Way.CHAT ? later() : cut());
        ChatModel model = registry.open("aa:m | bb:n");
        Caller caller = new Caller(() -> way.apply(model)).awaitPause();
        registry.close();
        assertThat(caller.cancelled()).hasMessageContaining("closed");
        assertThat(caller.flag).isFalse();
        assertThat(scenes.asked).containsExactly("aa:m");
    }

    @Test
    void closingAStreamEndsThePauseOfItsReader() throws InterruptedException {
        scenes.of("m", cut());
        ChatStream stream = registry.open("aa:m").stream(Canary.PROMPT);
        Caller reader = new Caller(stream::response).awaitPause();
        stream.close();
        assertThat(reader.cancelled()).hasMessageContaining("closed");
        assertThat(reader.flag).isFalse();
        assertThat(scenes.asked).containsExactly("aa:m");
    }

    @Test
    void closingAStreamEndsItsSecondAttemptInsideAProvider() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        scenes.of("m", new TruncatedException("cut", Scenes.told(200).build()), (Runnable) () -> {
            inside.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancelledException("interrupted", Details.NONE);
            }
        });
        ChatStream stream = registry.open("aa:m").stream(Canary.PROMPT);
        Caller reader = new Caller(stream::response);
        inside.await();
        stream.close();
        assertThat(reader.cancelled().attempts()).hasSize(1);
        assertThat(reader.flag).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "STREAM"})
    void interruptBetweenTwoTargetsEndsTheCall(Way way) {
        scenes.of("m", Scenes.busy());
        fellBack.set(Thread.currentThread()::interrupt);
        ChatModel model = registry.open("aa:m?retries=0 | bb:n");
        CancelledException cancelled = catchThrowableOfType(CancelledException.class, () -> way.apply(model));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(cancelled.attempts()).hasSize(1);
        assertThat(scenes.asked).isEqualTo(List.of("aa:m"));
    }

    @Test
    void closingBetweenTwoTargetsEndsTheStream() {
        scenes.of("m", new TruncatedException("cut", Scenes.told(200).build()));
        ChatStream stream = registry.open("aa:m?retries=0 | bb:n").stream(Canary.PROMPT);
        fellBack.set(stream::close);
        assertThat(catchThrowableOfType(CancelledException.class, stream::response)
                        .attempts())
                .hasSize(1);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "STREAM"})
    void closingTheRegistryBetweenTwoTargetsEndsTheCall(Way way) {
        scenes.of("m", Scenes.busy());
        fellBack.set(registry::close);
        ChatModel model = registry.open("aa:m?retries=0 | bb:n");
        assertThat(catchThrowableOfType(CancelledException.class, () -> way.apply(model)))
                .isNotNull();
        assertThat(scenes.asked).containsExactly("aa:m");
    }

    @Test
    void aStreamThatNobodyHoldsIsLetGoWithTheNextOne() {
        ChatModel model = registry.open("aa:m");
        abandon(model);
        long until = System.nanoTime() + 20_000_000_000L;
        while (scenes.open > 0 && System.nanoTime() < until) {
            System.gc();
            model.stream(Canary.PROMPT).close();
        }
        assertThat(scenes.open).isZero();
        assertThat(registry.lifetime.size()).isZero();
    }

    private static void abandon(ChatModel model) {
        assertThat(model.stream(Canary.PROMPT).iterator().next()).isInstanceOf(ChatEvent.Started.class);
    }
}
