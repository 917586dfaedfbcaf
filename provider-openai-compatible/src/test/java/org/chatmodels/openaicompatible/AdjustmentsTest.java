package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.chatmodels.ChatException;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatOptions.Unsupported;
import org.chatmodels.ModelLocation;
import org.chatmodels.UnsupportedFeatureException;
import org.junit.jupiter.api.Test;

class AdjustmentsTest {
    private static final Dialect DIALECT = Dialects.of("drop_params", "temperature, n");

    @Test
    void samplingIsLeftOutAndToldUnlessSomethingElseIsSaid() {
        Adjustments adjustments = adjustments(ChatOptions.NONE);
        assertThat(adjustments.takes(Feature.TEMPERATURE)).isFalse();
        assertThat(adjustments.takes(Feature.TOP_P)).isTrue();
        assertThat(adjustments.warnings()).containsExactly("'temperature' is not taken by 'any': left out");
    }

    @Test
    void whatAnAnswerCannotDoWithoutIsAnError() {
        assertThatThrownBy(() -> adjustments(ChatOptions.NONE).takes(Feature.N))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("'n' is not taken by 'any'")
                .hasMessageContaining("unsupported=drop")
                .matches(e -> ((ChatException) e).delivery() == ChatException.Delivery.NOT_SENT);
    }

    @Test
    void errorIsForEverything() {
        Adjustments adjustments = adjustments(with(Unsupported.ERROR));
        assertThatThrownBy(() -> adjustments.takes(Feature.TEMPERATURE))
                .isInstanceOf(UnsupportedFeatureException.class);
        assertThatThrownBy(() -> adjustments.map("It goes otherwise")).isInstanceOf(UnsupportedFeatureException.class);
    }

    @Test
    void warnAndDropAreForEverything() {
        for (Unsupported action : new Unsupported[] {Unsupported.WARN, Unsupported.DROP}) {
            Adjustments adjustments = adjustments(with(action));
            assertThat(adjustments.takes(Feature.N)).isFalse();
            assertThat(adjustments.takes(Feature.N)).isFalse();
            adjustments.map("It goes otherwise");
            assertThat(adjustments.warnings())
                    .containsExactly("'n' is not taken by 'any': left out", "It goes otherwise");
        }
    }

    private static Adjustments adjustments(ChatOptions options) {
        return new Adjustments(ModelLocation.of("any", "m"), options, DIALECT, Api.CHAT);
    }

    private static ChatOptions with(Unsupported unsupported) {
        return ChatOptions.builder().unsupported(unsupported).build();
    }
}
