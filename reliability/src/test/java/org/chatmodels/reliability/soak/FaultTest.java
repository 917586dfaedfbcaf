package org.chatmodels.reliability.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void threeRequestsInTenGetAFault(boolean streamed) {
        assertThat(perMille(Fault.NONE, streamed)).isEqualTo(700);
    }

    @Test
    void fourStreamsInAThousandWhichIsTwoRequestsEndBare() {
        assertThat(perMille(Fault.BARE_END, true)).isEqualTo(4);
        assertThat(perMille(Fault.BARE_END, false)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void threeRequestsInAHundredGetAnAnswerTooMany(boolean streamed) {
        int strays = perMille(Fault.STRAY_NOW, streamed) + perMille(Fault.STRAY_LATE, streamed);
        assertThat(strays).isBetween(30, 36);
    }

    @Test
    void theSameSeedGivesTheSameFaultsAndAnotherOneOthers() {
        int same = 0;
        for (int id = 0; id < 1000; id++) {
            FaultPlan.Asked asked = new FaultPlan.Asked(id, 0, true, false);
            Fault fault = FaultPlan.seeded(1).fault(asked);
            assertThat(FaultPlan.seeded(1).fault(asked)).isEqualTo(fault);
            same += FaultPlan.seeded(2).fault(asked) == fault ? 1 : 0;
        }
        assertThat(same).isBetween(300, 700);
    }

    private static int perMille(Fault fault, boolean streamed) {
        int count = 0;
        for (int point = 0; point < Fault.MILLE; point++) {
            count += Fault.at(point, streamed) == fault ? 1 : 0;
        }
        return count;
    }
}
