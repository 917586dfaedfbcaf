package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExtraFieldsTest {
    private final ExtraFields fields = new ExtraFields();

    @Test
    void theLatestOfANameCounts() {
        fields.put("a", "1");
        fields.put("a", "2");
        assertThat(fields.all).isEqualTo(Map.of("a", "2"));
    }

    @Test
    void whatIsTooLargeIsLeftOutAndLeavesTheRest() {
        fields.put("small", "x");
        fields.put("large", "x".repeat(1 << 16));
        fields.put("wide", Collections.nCopies(1 << 14, List.of()));
        fields.put("small", "x".repeat(1 << 16));
        assertThat(fields.all).isEqualTo(Map.of("small", "x"));
    }

    @Test
    void manyReplacementsTakeTheRoomOfOne() {
        for (int i = 0; i < 100; i++) {
            fields.put("a", Map.of("text", "x".repeat(1000) + i));
        }
        fields.put("b", "y".repeat(60_000));
        assertThat(fields.all).containsOnlyKeys("a", "b");
    }

    @Test
    void manyNamesEndAtTheBound() {
        for (int i = 0; i < 100_000; i++) {
            fields.put("name" + i, true);
        }
        assertThat(fields.all.size()).isBetween(1000, 10_000);
    }
}
