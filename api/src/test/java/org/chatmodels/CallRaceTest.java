package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.chatmodels.ChatEvent.Finished;
import org.chatmodels.ChatEvent.TextDelta;
import org.chatmodels.ChatException.Details;
import org.chatmodels.canary.Canary;
import org.chatmodels.provider.ChatModelProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Calls that are retried, moved on and ended from outside, all at once: each has one outcome, which its reader and its
 * listener agree on, and leaves nothing behind. {@code -Draces=1000000} makes it a long run.
 */
@Timeout(600)
class CallRaceTest {
    private static final int ROUNDS = Integer.getInteger("races", 100_000);

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Thread attacker = new Thread(this::attack, "attacker");
    private volatile Round current;
    private volatile Round attacked;
    private volatile boolean stopped;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger began = new AtomicInteger();
    private final AtomicInteger completed = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final TestPace pace = new TestPace();
    private final ChatModelRegistry registry = ChatModelRegistry.builder()
            .discovery(false)
            .environment(Map.of())
            .provider("race", (ChatModelProvider) (location, context) -> new Flaky(location))
            .pace(pace)
            .listener(info -> {
                began.incrementAndGet();
                return new Ends();
            })
            .build();

    /** What the next calls of the provider do: 0 fails at once, 1 fails inside, 2 answers. */
    private volatile int[] plan = {};

    private final AtomicInteger step = new AtomicInteger();

    @AfterEach
    void stop() throws InterruptedException {
        registry.close();
        stopped = true;
        attacker.join();
    }

    /** Takes up each round at once, as a queue would make a race of few. */
    private void attack() {
        Round last = null;
        while (!stopped) {
            Round round = current;
            if (round == last) {
                Thread.onSpinWait();
            } else {
                round.attack();
                last = round;
                attacked = round;
            }
        }
    }

    private final class Ends implements ChatListener.Call {
        @Override
        public void completed(ChatResponse response) {
            completed.incrementAndGet();
        }

        @Override
        public void failed(ChatException exception, Timings timings) {
            failed.incrementAndGet();
        }
    }

    private final class Flaky implements ChatModel {
        private final ModelLocation location;

        Flaky(ModelLocation location) {
            this.location = location;
        }

        @Override
        public ModelLocation location() {
            return location;
        }

        @Override
        public ChatResponse chat(ChatRequest request) {
            return stream(request).response();
        }

        @Override
        public ChatStream stream(ChatRequest request) {
            int now = step.getAndIncrement();
            int kind = now < plan.length ? plan[now] : 2;
            if (kind == 0) {
                throw new UnavailableException("busy", Details.NONE);
            }
            List<ChatEvent> events = kind == 1
                    ? List.of(new ChatEvent.Started("", "m"))
                    : List.of(new TextDelta("a"), new TextDelta("b"), new Finished(ChatResponse.of("ab")));
            open.incrementAndGet();
            return ChatStreams.of(events.iterator(), open::decrementAndGet);
        }
    }

    /** What the other thread does to the call. */
    private enum Attack {
        CLOSE,
        INTERRUPT,
        NONE
    }

    /** One round. */
    private final class Round {
        private final ChatModel model;
        private final Attack attack;
        private final int readerPause = random.nextInt(300);
        private final int attackPause = random.nextInt(600);
        private final Thread reader = Thread.currentThread();
        private volatile ChatStream stream;
        private volatile boolean over;
        private volatile boolean interrupted;

        Round(ChatModel model, Attack attack) {
            this.model = model;
            this.attack = attack;
        }

        void attack() {
            spin(attackPause);
            if (attack == Attack.INTERRUPT) {
                reader.interrupt();
                interrupted = true;
            }
            while (attack == Attack.CLOSE && stream == null && !over) {
                Thread.onSpinWait();
            }
            ChatStream opened = stream;
            if (attack == Attack.CLOSE && opened != null) {
                opened.close();
            }
        }

        /** The text, or the simple name of the failure. */
        String read() {
            spin(readerPause);
            String text = "";
            try (ChatStream opened = model.stream(Canary.PROMPT)) {
                stream = opened;
                Iterator<String> texts = opened.texts().iterator();
                while (texts.hasNext()) {
                    text += texts.next();
                }
                return text + "!";
            } catch (ChatException e) {
                return e.getClass().getSimpleName();
            } finally {
                over = true;
            }
        }

        private static void spin(int times) {
            for (int i = 0; i < times; i++) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void eachCallHasOneOutcomeAndLeavesNothingBehind() {
        ChatModel model = registry.open("race:m?retries=1 | race:n?retries=1");
        pace.random = 0;
        attacker.start();
        int answered = 0;
        int other = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String where = "seed " + seed + " round " + i;
            plan = random.ints(random.nextInt(4), 0, 2).toArray();
            step.set(0);
            Round round = new Round(model, Attack.values()[random.nextInt(3)]);
            current = round;
            String outcome = round.read();
            while (attacked != round) {
                Thread.onSpinWait();
            }
            boolean flag = Thread.interrupted();
            assertThat(flag).as(where).isEqualTo(round.interrupted);
            assertThat(outcome)
                    .as(where)
                    .isIn("ab!", "CancelledException", "UnavailableException", "TruncatedException");
            answered += outcome.equals("ab!") ? 1 : 0;
            other += outcome.equals("ab!") ? 0 : 1;
            assertThat(completed).as(where).hasValue(answered);
            assertThat(failed).as(where).hasValue(other);
            assertThat(open).as(where).hasValue(0);
            pace.pauses.clear();
            pace.pass(Duration.ofMinutes(1));
        }
        assertThat(began).hasValue(ROUNDS);
        assertThat(registry.lifetime.size()).isZero();
        assertThat(answered).as("both outcomes must occur, seed %s", seed).isBetween(1, ROUNDS - 1);
    }
}
