package org.chatmodels.reliability.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoakTest {
    private static final int CALLS = 20_000;
    private static final int THREADS = 64;

    @Test
    void nothingIsLostDoubledWrongOrLeakedUnderFaults() {
        long seed = System.nanoTime();
        List<String> progress = Collections.synchronizedList(new ArrayList<>());
        SoakResult result = new Soak(new SoakSettings(CALLS, THREADS, seed, -1), progress::add).run();
        String report = String.join("\n", progress) + "\n" + SoakReport.of(result);
        System.out.println(report);

        assertThat(result.violations()).as(report).isZero();
        assertThat(result.tally().count(Verdict.Kind.RIGHT)).as(report).isGreaterThan(CALLS / 2);
        assertThat(result.tally().count(Verdict.Kind.UNDECIDED)).as(report).isLessThan(CALLS / 1000);
        assertThat(result.history().strays()).as(report).isGreaterThan(CALLS * 25 / 1000);
        for (Fault fault : Fault.values()) {
            assertThat(result.history().count(fault))
                    .as("%s%n%s", fault, report)
                    .isPositive();
        }
    }
}
