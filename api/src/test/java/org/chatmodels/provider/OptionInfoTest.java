package org.chatmodels.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import org.chatmodels.provider.OptionInfo.Type;
import org.junit.jupiter.api.Test;

class OptionInfoTest {
    @Test
    void optionHasWhatItWasGiven() {
        OptionInfo option = OptionInfo.builder("mode", Type.TEXT, "how it thinks")
                .allowed("slow", "quick")
                .defaultValue("slow")
                .repeatable(true)
                .build();
        assertThat(option.name()).isEqualTo("mode");
        assertThat(option.type()).isEqualTo(Type.TEXT);
        assertThat(option.description()).isEqualTo("how it thinks");
        assertThat(option.allowed()).isEqualTo(List.of("slow", "quick"));
        assertThat(option.defaultValue()).contains("slow");
        assertThat(option.repeatable()).isTrue();
        assertThat(option).hasToString("mode (slow|quick)");
    }

    @Test
    void nothingIsAssumed() {
        OptionInfo option =
                OptionInfo.builder("num_ctx", Type.INTEGER, "window").build();
        assertThat(option.allowed()).isEmpty();
        assertThat(option.defaultValue()).isEmpty();
        assertThat(option.repeatable()).isFalse();
        assertThat(option).hasToString("num_ctx (INTEGER)");
    }

    @Test
    void everyPartCountsForEquality() {
        OptionInfo option = OptionInfo.builder("a", Type.TEXT, "b").build();
        assertThat(option)
                .isEqualTo(OptionInfo.builder("a", Type.TEXT, "b").build())
                .hasSameHashCodeAs(OptionInfo.builder("a", Type.TEXT, "b").build())
                .isNotEqualTo(OptionInfo.builder("c", Type.TEXT, "b").build())
                .isNotEqualTo(OptionInfo.builder("a", Type.URL, "b").build())
                .isNotEqualTo(OptionInfo.builder("a", Type.TEXT, "c").build())
                .isNotEqualTo(OptionInfo.builder("a", Type.TEXT, "b")
                        .defaultValue("x")
                        .build())
                .isNotEqualTo(
                        OptionInfo.builder("a", Type.TEXT, "b").allowed("x").build())
                .isNotEqualTo(
                        OptionInfo.builder("a", Type.TEXT, "b").repeatable(true).build());
    }

    @Test
    void incompleteOptionIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> OptionInfo.builder("", Type.TEXT, "b"));
        assertThatIllegalArgumentException().isThrownBy(() -> OptionInfo.builder("a", Type.TEXT, " "));
        assertThatNullPointerException().isThrownBy(() -> OptionInfo.builder("a", null, "b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OptionInfo.builder("a", Type.TEXT, "b")
                        .allowed("x")
                        .defaultValue("y")
                        .build());
    }
}
