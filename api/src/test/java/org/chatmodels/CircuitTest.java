package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.chatmodels.Circuit.Admission;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private static final long SECOND = 1_000_000_000;

    private final Circuit circuit = new Circuit(0);

    private void fail(int times, long now) {
        for (int i = 0; i < times; i++) {
            circuit.failed(now, Duration.ZERO, Admission.CALL);
        }
    }

    @Test
    void fourFailuresAreTooFewAndTheFifthIsEnough() {
        fail(4, 0);
        assertThat(circuit.admission(0)).isEqualTo(Admission.CALL);
        fail(1, 0);
        assertThat(circuit.admission(5 * SECOND - 1)).isEqualTo(Admission.REST);
        assertThat(circuit.admission(5 * SECOND)).isEqualTo(Admission.PROBE);
        assertThat(circuit.admission(5 * SECOND)).isEqualTo(Admission.REST);
    }

    @Test
    void halfOfTheCallsMayFail() {
        for (int i = 0; i < 50; i++) {
            circuit.succeeded(0);
            fail(1, 0);
        }
        assertThat(circuit.admission(0)).isEqualTo(Admission.CALL);
        fail(1, 0);
        assertThat(circuit.admission(0)).isEqualTo(Admission.REST);
    }

    @Test
    void whatIsOlderThanAMinuteDoesNotCount() {
        fail(4, 0);
        fail(1, 60 * SECOND);
        assertThat(circuit.admission(60 * SECOND)).isEqualTo(Admission.CALL);
        fail(4, 119 * SECOND);
        assertThat(circuit.admission(119 * SECOND)).isEqualTo(Admission.REST);
    }

    @Test
    void longSilenceForgetsEverything() {
        fail(4, 0);
        fail(4, 100_000 * SECOND);
        assertThat(circuit.admission(100_000 * SECOND)).isEqualTo(Admission.CALL);
    }

    @Test
    void theRestDoublesUpToAMinute() {
        fail(5, 0);
        long now = 5 * SECOND;
        for (long rest : new long[] {10, 20, 40, 60, 60}) {
            assertThat(circuit.admission(now)).isEqualTo(Admission.PROBE);
            circuit.failed(now, Duration.ZERO, Admission.PROBE);
            assertThat(circuit.admission(now + rest * SECOND - 1)).isEqualTo(Admission.REST);
            now += rest * SECOND;
        }
        assertThat(circuit.admission(now)).isEqualTo(Admission.PROBE);
        circuit.succeeded(now);
        assertThat(circuit.admission(now)).isEqualTo(Admission.CALL);
    }

    @Test
    void theServersWordWinsWithinAMinute() {
        fail(4, 0);
        circuit.failed(0, Duration.ofSeconds(17), Admission.CALL);
        assertThat(circuit.admission(17 * SECOND - 1)).isEqualTo(Admission.REST);
        assertThat(circuit.admission(17 * SECOND)).isEqualTo(Admission.PROBE);
        circuit.failed(17 * SECOND, Duration.ofDays(1), Admission.PROBE);
        assertThat(circuit.admission(77 * SECOND)).isEqualTo(Admission.PROBE);
    }

    @Test
    void noMoneyIsAMinuteAtOnce() {
        circuit.exhausted(0);
        assertThat(circuit.admission(60 * SECOND - 1)).isEqualTo(Admission.REST);
        assertThat(circuit.admission(60 * SECOND)).isEqualTo(Admission.PROBE);
    }

    @Test
    void aProbeThatNeverComesBackIsFollowedByAnother() {
        fail(5, 0);
        assertThat(circuit.admission(5 * SECOND)).isEqualTo(Admission.PROBE);
        assertThat(circuit.admission(10 * SECOND)).isEqualTo(Admission.PROBE);
    }
}
