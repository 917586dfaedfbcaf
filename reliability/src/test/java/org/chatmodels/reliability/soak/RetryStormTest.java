package org.chatmodels.reliability.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.chatmodels.ChatModelRegistry;
import org.junit.jupiter.api.Test;

/** Row F6 of the catalogue: a backend that is down is not run over by those who try again. */
class RetryStormTest {
    private static final int CALLERS = 200;
    private static final int WAVES_THAT_EMPTY_THE_BUCKET = 3;
    private static final int MOST_CALLS = 1000 * CALLERS;
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    @Test
    void callersOfABackendThatIsDownStopTryingAgainAndComeBackWhenItIsUp() throws Exception {
        AtomicBoolean down = new AtomicBoolean(true);
        FaultPlan plan = asked -> down.get() ? Fault.ERROR_503 : Fault.NONE;
        try (FaultServer server = new FaultServer(plan, new History(MOST_CALLS));
                ChatModelRegistry registry =
                        ChatModelRegistry.builder().environment(Map.of()).build();
                Wave wave = new Wave(registry.open(server.location("")), CALLERS)) {
            for (int i = 0; i < WAVES_THAT_EMPTY_THE_BUCKET; i++) {
                assertThat(wave.run()).isZero();
            }
            int before = server.requests();
            assertThat(before).as("some were tried again").isGreaterThan(WAVES_THAT_EMPTY_THE_BUCKET * CALLERS);
            assertThat(wave.run()).isZero();
            assertThat(server.requests() - before).isBetween(CALLERS, CALLERS * 12 / 10);

            down.set(false);
            long healed = System.nanoTime();
            int answered = wave.run();
            while (answered < CALLERS && System.nanoTime() - healed < RECOVERY.toNanos()) {
                answered = wave.run();
            }
            assertThat(answered).isEqualTo(CALLERS);
            assertThat(Duration.ofNanos(System.nanoTime() - healed)).isLessThan(RECOVERY);
        }
    }
}
