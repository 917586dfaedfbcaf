package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.chatmodels.Tool;
import org.junit.jupiter.api.Test;

class ToolboxTest {
    private final Toolbox box =
            new Toolbox(Clock.fixed(Instant.parse("2026-11-28T10:15:30Z"), ZoneId.of("Europe/Rome")), new Random(1));

    @Test
    void theClockTellsTheTimeOfThisPlaceAndOfOthers() throws Exception {
        Tool clock = tool("clock");
        assertThat(clock.call("{}")).isEqualTo("Saturday 2026-11-28 11:15:30 +01:00 Europe/Rome");
        assertThat(clock.call("{\"zone\":\"UTC\"}")).isEqualTo("Saturday 2026-11-28 10:15:30 +00:00 UTC");
        assertThatThrownBy(() -> clock.call("{\"zone\":\"Atlantis\"}")).hasMessageContaining("Europe/Rome");
    }

    @Test
    void theCalculatorReckons() throws Exception {
        assertThat(tool("calculator").call("{\"expression\":\"2+3*4\"}")).isEqualTo("14");
    }

    @Test
    void diceStayWithinTheirSides() throws Exception {
        Tool dice = tool("dice");
        for (int i = 0; i < 100; i++) {
            assertThat(Integer.parseInt(dice.call("{}"))).isBetween(1, 6);
        }
        assertThat(dice.call("{\"sides\":1,\"count\":3}")).isEqualTo("[1, 1, 1], in all 3");
        assertThatThrownBy(() -> dice.call("{\"count\":101}")).hasMessageContaining("1 to 100");
        assertThatThrownBy(() -> dice.call("{\"sides\":0}")).hasMessageContaining("1 to 1000000");
    }

    @Test
    void aToolThatIsNamedTwiceIsThereOnce() {
        assertThat(box.tools(List.of("dice", "clock", "dice")))
                .extracting(Tool::name)
                .containsExactly("dice", "clock");
    }

    private Tool tool(String name) {
        return box.tools(List.of(name)).get(0);
    }
}
