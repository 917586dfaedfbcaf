package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.chatmodels.ChatException.Details;
import org.chatmodels.PublisherFixture.Model;
import org.chatmodels.PublisherFixture.OneThread;
import org.chatmodels.PublisherFixture.Recorder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class EventSubscriptionRaceTest {
    /** A million in the long run: {@code -Dtest.arguments=-Draces=1000000}. */
    private static final int ROUNDS = Integer.getInteger("races", 100_000) / 5;

    private final OneThread executor = new OneThread();

    @AfterEach
    void stop() throws InterruptedException {
        executor.stop();
    }

    private static void spin(int spins) {
        for (int i = 0; i < spins; i++) {
            Thread.onSpinWait();
        }
    }

    /** A model that is slow to accept, one reader, one who ends it. */
    private static final class Race {
        private final Model model = new Model();
        private final AtomicInteger opened = new AtomicInteger();
        private final Recorder recorder = new Recorder() {
            @Override
            void subscribed() {
                subscription.request(3);
            }
        };

        Race(int pause) {
            model.asked = () -> {
                for (int i = 0; i < pause; i++) {
                    pause(i);
                    if (Thread.currentThread().isInterrupted()) {
                        throw new CancelledException("interrupted", Details.NONE);
                    }
                }
                opened.incrementAndGet();
                Iterator<ChatEvent> events = PublisherFixture.events().iterator();
                return model.stream(events);
            };
        }

        /** Now and then lets the other thread run, also where both share one processor. */
        private static void pause(int spin) {
            if (spin % 20 == 10) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }

        long ends() {
            return recorder.signals.stream()
                    .filter(name -> name.equals("complete") || name.equals("failed"))
                    .count();
        }
    }

    @Test
    void cancelAgainstCompletionLeavesNoStreamOpenAndNoThreadInterrupted() throws Exception {
        race(false);
    }

    @Test
    void aDemandThatIsNoneAgainstCompletionHasExactlyOneOutcome() throws Exception {
        race(true);
    }

    private void race(boolean refused) throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int complete = 0;
        int midway = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String where = "seed " + seed + " round " + round;
            Race race = new Race(random.nextInt(100));
            race.model.on(executor).subscribe(race.recorder);
            race.recorder.subscription.request(1);
            boolean begun = random.nextInt(3) == 0;
            while (!begun) {
                Thread.yield();
                begun = race.model.calls.get() > 0;
            }
            spin(random.nextInt(200));
            if (refused) {
                race.recorder.subscription.request(0);
            } else {
                race.recorder.subscription.cancel();
            }
            executor.leftInterrupted();
            boolean left = executor.leftInterrupted() > 0;
            check(race, left, refused, where);
            complete += race.recorder.signals.contains("complete") ? 1 : 0;
            midway += race.model.calls.get() > race.opened.get() ? 1 : 0;
        }
        assertThat(complete).as("both outcomes, seed %s", seed).isBetween(1, ROUNDS - 1);
        assertThat(midway).as("calls that an interrupt ended, seed %s", seed).isPositive();
    }

    private static void check(Race race, boolean left, boolean refused, String where) {
        boolean right = !left
                && race.model.closings.get() == race.opened.get()
                && race.opened.get() <= 1
                && race.ends() <= 1
                && (!refused || race.ends() == 1)
                && race.recorder.signals.stream().noneMatch(name -> name.contains("at once"));
        boolean asked =
                race.recorder.failure == null || refused && race.recorder.failure instanceof IllegalArgumentException;
        assertThat(right && asked)
                .as(
                        "%s: interrupted %s, opened %s, closed %s, %s, %s",
                        where, left, race.opened, race.model.closings, race.recorder.signals, race.recorder.failure)
                .isTrue();
    }
}
