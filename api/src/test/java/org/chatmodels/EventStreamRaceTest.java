package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.chatmodels.ChatEvent.Finished;
import org.chatmodels.ChatEvent.TextDelta;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventStreamRaceTest {
    private static final int ROUNDS = 10_000;

    private final ExecutorService others = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() throws InterruptedException {
        others.shutdownNow();
        assertThat(others.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closeFromAnotherThreadEndsAReaderThatIsBlockedInTheSource() throws Exception {
        BlockingEvents source = new BlockingEvents();
        AtomicInteger closed = new AtomicInteger();
        EventStream stream = new EventStream(source, () -> {
            closed.incrementAndGet();
            source.letGo.countDown();
        });
        Future<?> closer = others.submit((Callable<Void>) () -> {
            source.blocked.await();
            stream.close();
            stream.close();
            return null;
        });
        assertThatThrownBy(() -> stream.forEachText(text -> {}))
                .isInstanceOfSatisfying(
                        CancelledException.class,
                        e -> assertThat(e.partial()).map(ChatResponse::text).contains("half"));
        closer.get();
        assertThatThrownBy(stream::response).isInstanceOf(CancelledException.class);
        assertThat(closed).hasValue(1);
    }

    @Test
    void closeAgainstCompletionHasExactlyOneOutcome() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        CyclicBarrier start = new CyclicBarrier(2);
        int whole = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Race race = new Race(random.nextInt(200), random.nextInt(200));
            Future<?> closer = others.submit((Callable<Void>) () -> {
                start.await();
                race.close();
                return null;
            });
            start.await();
            boolean read = race.read();
            closer.get();
            race.check(read, "seed " + seed + " round " + round);
            whole += read ? 1 : 0;
        }
        assertThat(whole).as("both outcomes must occur, seed %s", seed).isBetween(1, ROUNDS - 1);
    }

    /** One stream, one reader, one closer. */
    private static final class Race {
        private final int readerPause;
        private final int closerPause;
        private final AtomicInteger letGo = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();
        private final EventStream stream;

        Race(int readerPause, int closerPause) {
            this.readerPause = readerPause;
            this.closerPause = closerPause;
            List<ChatEvent> events =
                    List.of(new TextDelta("a"), new TextDelta("b"), new Finished(ChatResponse.of("ab")));
            ChatStream source = ChatStreams.of(events.iterator(), letGo::incrementAndGet);
            stream = EventStream.owned(source, new Counter(ended));
        }

        void close() {
            pause(closerPause);
            stream.close();
        }

        /** Whether the answer was told; also that no event comes after a failure. */
        boolean read() {
            pause(readerPause);
            boolean finished = false;
            try {
                for (ChatEvent event : stream) {
                    finished |= event instanceof Finished;
                }
            } catch (CancelledException e) {
                assertThat(finished).isFalse();
                return false;
            }
            return finished;
        }

        void check(boolean told, String where) {
            if (told) {
                assertThat(stream.response().text()).as(where).isEqualTo("ab");
            } else {
                assertThatThrownBy(stream::response).as(where).isInstanceOf(CancelledException.class);
            }
            assertThat(letGo).as(where).hasValue(1);
            assertThat(ended).as(where).hasValue(1);
        }

        private static void pause(int spins) {
            for (int i = 0; i < spins; i++) {
                Thread.onSpinWait();
            }
        }
    }

    private record Counter(AtomicInteger count) implements EventStream.Owner {
        @Override
        public long began() {
            return 0;
        }

        @Override
        public ChatResponse complete(ChatResponse answer, Timings timings) {
            return answer;
        }

        @Override
        public ChatException complete(ChatException failure) {
            return failure;
        }

        @Override
        public void ended(ChatResponse answer, Throwable failure) {
            count.incrementAndGet();
        }
    }
}
