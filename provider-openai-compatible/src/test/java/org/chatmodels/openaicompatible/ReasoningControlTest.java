package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReasoningControlTest {
    private static final String TWO =
            "thinking.type: none=disabled *=enabled; reasoning_effort: none=- xhigh=max *=high";

    @Test
    void theWordGoesAsItIs() {
        ReasoningControl control = ReasoningControl.parse("reasoning_effort");
        assertThat(control.fields("medium")).isEqualTo(Map.of("reasoning_effort", "medium"));
        assertThat(control.changed("medium")).isEmpty();
    }

    @Test
    void theWordGoesIntoAnObject() {
        assertThat(ReasoningControl.parse("reasoning.effort").fields("low"))
                .isEqualTo(Map.of("reasoning", Map.of("effort", "low")));
    }

    @Test
    void oneEffortMayBeSeveralFields() {
        ReasoningControl control = ReasoningControl.parse(TWO);
        assertThat(control.fields("low"))
                .isEqualTo(Map.of("thinking", Map.of("type", "enabled"), "reasoning_effort", "high"));
        assertThat(control.fields("none")).isEqualTo(Map.of("thinking", Map.of("type", "disabled")));
        assertThat(control.changed("low")).contains("thinking.type=enabled and reasoning_effort=high");
        assertThat(control.changed("high")).isEmpty();
        assertThat(control.changed("none")).contains("thinking.type=disabled");
    }

    @Test
    void trueAndFalseAreNoTexts() {
        ReasoningControl control = ReasoningControl.parse("enable_thinking: none=false *=true");
        assertThat(control.fields("none")).isEqualTo(Map.of("enable_thinking", false));
        assertThat(control.fields("high")).isEqualTo(Map.of("enable_thinking", true));
    }

    @Test
    void noneIsNoControl() {
        assertThat(ReasoningControl.parse("none").isNone()).isTrue();
        assertThat(ReasoningControl.parse("a: *=-").fields("low")).isEmpty();
        assertThat(ReasoningControl.parse("a: *=-").changed("low")).contains("nothing");
    }

    @Test
    void faultsAreFound() {
        assertThat(ReasoningControl.fault(TWO)).isNull();
        assertThat(ReasoningControl.fault("none")).isNull();
        assertThat(ReasoningControl.fault("a..b")).isNotNull();
        assertThat(ReasoningControl.fault("a: b=")).isNotNull();
        assertThat(ReasoningControl.fault("a: =b")).isNotNull();
        assertThat(ReasoningControl.fault("a:")).isNotNull();
    }
}
