package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToolCallIdsTest {
    private final ToolCallIds nine = new ToolCallIds("9");

    @Test
    void anyIdGoesWhereThereIsNoForm() {
        assertThat(new ToolCallIds("any").fitting("call_1/ü")).isEqualTo("call_1/ü");
    }

    @Test
    void whatFitsStays() {
        assertThat(nine.fitting("aB3dE6gH9")).isEqualTo("aB3dE6gH9");
    }

    @Test
    void whatDoesNotFitBecomesTheSameEachTime() {
        for (String id : new String[] {"call_0123456789", "short", "aB3dE6gH_", "aB3dE6gHü", ""}) {
            assertThat(nine.fitting(id)).matches("[A-Za-z0-9]{9}").isEqualTo(nine.fitting(id));
        }
    }

    @Test
    void differentIdsStayDifferent() {
        Set<String> mapped = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            mapped.add(nine.fitting("call_" + i));
        }
        assertThat(mapped).hasSize(100_000);
    }
}
