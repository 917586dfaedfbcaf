package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chatmodels.Capabilities.Feature;
import org.chatmodels.Capabilities.Support;
import org.junit.jupiter.api.Test;

class ModelInfoTest {
    private static final LocalDate DAY = LocalDate.of(2026, 8, 16);

    private static ModelInfo.Builder full() {
        return ModelInfo.builder("acme/m")
                .name("M")
                .owner("Acme")
                .capabilities(Capabilities.builder()
                        .support(Feature.TOOLS, Support.YES)
                        .contextWindow(8192)
                        .build())
                .inputPrice(new BigDecimal("0.50"))
                .cachedInputPrice(new BigDecimal("0.05"))
                .outputPrice(new BigDecimal("2"))
                .reasoningPrice(BigDecimal.ONE)
                .priceDate(DAY)
                .retired(DAY.plusDays(1))
                .extra(Map.of("tier", 1));
    }

    @Test
    void whatIsNotSaidIsUnknownAndNeverZero() {
        ModelInfo model = ModelInfo.builder("m").build();
        assertThat(model.id()).isEqualTo("m");
        assertThat(model.name()).isEmpty();
        assertThat(model.owner()).isEmpty();
        assertThat(model.capabilities()).isEqualTo(Capabilities.UNKNOWN);
        assertThat(model.inputPrice()).isEmpty();
        assertThat(model.cachedInputPrice()).isEmpty();
        assertThat(model.outputPrice()).isEmpty();
        assertThat(model.reasoningPrice()).isEmpty();
        assertThat(model.priceDate()).isEmpty();
        assertThat(model.retired()).isEmpty();
        assertThat(model.extra()).isEmpty();
    }

    @Test
    void everythingThatIsSetComesBack() {
        ModelInfo model = full().build();
        assertThat(model.name()).contains("M");
        assertThat(model.owner()).contains("Acme");
        assertThat(model.capabilities().contextWindow()).hasValue(8192);
        assertThat(model.inputPrice().orElseThrow()).isEqualByComparingTo("0.5");
        assertThat(model.cachedInputPrice().orElseThrow()).isEqualByComparingTo("0.05");
        assertThat(model.outputPrice().orElseThrow()).isEqualByComparingTo("2");
        assertThat(model.reasoningPrice().orElseThrow()).isEqualByComparingTo("1");
        assertThat(model.priceDate()).contains(DAY);
        assertThat(model.retired()).contains(DAY.plusDays(1));
        assertThat(model.extra()).containsExactly(Map.entry("tier", 1));
    }

    @Test
    void aBuilderOfAModelStartsWithAllOfItAndChangesNothingOfIt() {
        ModelInfo model = full().build();
        assertThat(model.toBuilder().build()).isEqualTo(model).hasSameHashCodeAs(model);
        ModelInfo other = model.toBuilder().name("N").build();
        assertThat(other).isNotEqualTo(model);
        assertThat(model.name()).contains("M");
    }

    @Test
    void aBuilderThatIsUsedAgainLeavesWhatItMade() {
        ModelInfo.Builder builder = ModelInfo.builder("m").name("one");
        ModelInfo one = builder.build();
        assertThat(builder.name("two").build().name()).contains("two");
        assertThat(one.name()).contains("one");
    }

    @Test
    void pricesAreEqualByTheirAmountAndMayBeNothing() {
        assertThat(price("1.50")).isEqualTo(price("1.5")).hasSameHashCodeAs(price("1.5"));
        assertThat(price("0.000")).isEqualTo(price("0"));
        assertThat(price("0")).isNotEqualTo(ModelInfo.builder("m").build());
        assertThat(price("0").inputPrice()).contains(BigDecimal.ZERO);
    }

    private static ModelInfo price(String amount) {
        return ModelInfo.builder("m").inputPrice(new BigDecimal(amount)).build();
    }

    @Test
    void badValuesAreRefusedWithWhatToDo() {
        assertThatThrownBy(() -> ModelInfo.builder(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> price("-1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("inputPrice")
                .hasMessageContaining("leave out");
        assertThatThrownBy(() -> ModelInfo.builder("m").extra(Map.of("a", new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("extra.a");
    }

    @Test
    void extraIsADeepCopy() {
        List<Object> inside = new ArrayList<>(List.of(1));
        Map<String, Object> fields = new HashMap<>(Map.of("list", inside));
        ModelInfo model = ModelInfo.builder("m").extra(fields).build();
        inside.add(2);
        fields.clear();
        assertThat(model.extra()).containsExactly(Map.entry("list", List.of(1)));
        assertThatThrownBy(() -> model.extra().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void toStringHasNamesOfExtraAndNotItsValues() {
        String text = full().extra(Map.of("note", "long text")).build().toString();
        assertThat(text).contains("acme/m", "inputPrice=0.5", "TOOLS", "note").doesNotContain("long text");
        assertThat(ModelInfo.builder("m").build()).hasToString("ModelInfo[m]");
    }
}
