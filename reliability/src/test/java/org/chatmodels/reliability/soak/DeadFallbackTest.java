package org.chatmodels.reliability.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.chatmodels.ChatModelRegistry;
import org.junit.jupiter.api.Test;

/** Row F7 of the catalogue: a dead first target costs a probe per cooldown, not a request per call. */
class DeadFallbackTest {
    private static final int CALLERS = 8;
    private static final int WAVES = 25;
    private static final int MOST_CALLS = 10 * CALLERS * WAVES;

    /** The shortest cooldown: it begins with five seconds and doubles. */
    private static final int COOLDOWN_SECONDS = 5;

    @Test
    void deadFirstTargetGetsOneProbePerCooldown() throws Exception {
        History history = new History(MOST_CALLS);
        try (FaultServer dead = new FaultServer(asked -> Fault.ERROR_503, history);
                FaultServer second = new FaultServer(asked -> Fault.NONE, history);
                FaultServer third = new FaultServer(asked -> Fault.NONE, history);
                ChatModelRegistry registry =
                        ChatModelRegistry.builder().environment(Map.of()).build();
                Wave wave = new Wave(registry.open(route(dead, second, third)), CALLERS)) {
            run(wave);
            assertThat(dead.requests()).as("it was tried at first").isPositive();

            int before = dead.requests();
            long began = System.nanoTime();
            run(wave);
            long cooldowns = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) / COOLDOWN_SECONDS;
            assertThat((long) dead.requests() - before).isLessThanOrEqualTo(1 + cooldowns);
            assertThat(second.requests()).isEqualTo(2 * WAVES * CALLERS);
            assertThat(third.requests()).isZero();
        }
    }

    private static void run(Wave wave) throws Exception {
        for (int i = 0; i < WAVES; i++) {
            assertThat(wave.run()).isEqualTo(CALLERS);
        }
    }

    private static String route(FaultServer... servers) {
        StringBuilder route = new StringBuilder();
        for (FaultServer server : servers) {
            route.append(route.isEmpty() ? "" : " | ").append(server.location("&retries=0"));
        }
        return route.toString();
    }
}
