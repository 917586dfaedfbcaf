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
    private final Toolbox toolbox = new Toolbox(
            Clock.fixed(Instant.parse("2026-11-28T01:30:00Z"), ZoneId.of("America/New_York")), new Random(7));

    private String call(String tool, String arguments) throws Exception {
        return toolbox.tools(List.of(tool)).get(0).call(arguments);
    }

    @Test
    void theClockTellsTheTimeHereAndElsewhere() throws Exception {
        assertThat(call("clock", "{}")).isEqualTo("Friday 2026-11-27 20:30:00 -05:00 America/New_York");
        assertThat(call("clock", "{\"zone\":null}")).startsWith("Friday");
        assertThat(call("clock", "{\"zone\":\"Europe/Rome\"}"))
                .isEqualTo("Saturday 2026-11-28 02:30:00 +01:00 Europe/Rome");
        for (String zone : List.of("Rome", "", "../etc/passwd")) {
            assertThatThrownBy(() -> call("clock", "{\"zone\":\"" + zone + "\"}"))
                    .as(zone)
                    .hasMessage("there is no such time zone: write one as Europe/Rome or UTC");
        }
    }

    @Test
    void theCalculatorReckons() throws Exception {
        assertThat(call("calculator", "{\"expression\":\"2+3*4\"}")).isEqualTo("14");
        assertThatThrownBy(() -> call("calculator", "{\"expression\":\"1/0\"}")).hasMessage("division by zero");
    }

    @Test
    void diceStayWithinTheirSides() throws Exception {
        for (int i = 0; i < 200; i++) {
            assertThat(Integer.parseInt(call("dice", "{}"))).isBetween(1, 6);
        }
        assertThat(call("dice", "{\"sides\":1,\"count\":3}")).isEqualTo("[1, 1, 1], in all 3");
        assertThat(call("dice", "{\"sides\":1000000,\"count\":100}").split(",")).hasSize(101);
    }

    @Test
    void diceOfNoSizeAreRefused() {
        for (String arguments : List.of("{\"sides\":0}", "{\"sides\":-1}", "{\"sides\":1000001}")) {
            assertThatThrownBy(() -> call("dice", arguments)).hasMessage("sides goes from 1 to 1000000");
        }
        for (String arguments : List.of("{\"count\":0}", "{\"count\":101}")) {
            assertThatThrownBy(() -> call("dice", arguments)).hasMessage("count goes from 1 to 100");
        }
    }

    @Test
    void eachIsGivenOnceInTheOrderAskedFor() {
        assertThat(toolbox.tools(List.of("dice", " clock", "dice")))
                .extracting(Tool::name)
                .containsExactly("dice", "clock");
    }

    @Test
    void anUnknownNameListsTheKnown() {
        assertThatThrownBy(() -> toolbox.tools(List.of("clock", "shell\u001b[2J")))
                .isInstanceOf(Refusal.class)
                .hasMessage("there is no tool 'shell [2J': --tool takes clock, calculator, dice");
        assertThatThrownBy(() -> toolbox.tools(List.of())).isInstanceOf(Refusal.class);
    }

    @Test
    void theModelReadsWhatTheyDoAndTake() {
        for (Tool tool : toolbox.tools(List.of("clock", "calculator", "dice"))) {
            assertThat(tool.description()).isNotBlank();
            assertThat(tool.parameters()).contains("\"description\":").contains("\"additionalProperties\":false");
        }
    }
}
