package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JsonValuesTest {
    @Test
    void everyJsonValueIsTaken() {
        List<Object> values = Arrays.asList(
                "s",
                true,
                null,
                1,
                2L,
                (short) 3,
                (byte) 4,
                1.5,
                2.5f,
                BigDecimal.ONE,
                BigInteger.TEN,
                List.of(),
                Map.of());
        assertThat(JsonValues.copy(values, "x")).isEqualTo(values);
    }

    @Test
    void whatIsNoJsonIsRefusedWithItsPlaceButNotItsValue() {
        for (Object bad :
                List.of(new StringBuilder("SECRET"), new AtomicInteger(1), Double.NaN, Float.POSITIVE_INFINITY)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JsonValues.copy(Map.of("a", List.of(1, Map.of("b", bad))), "extra"))
                    .withMessageContaining("extra.a[1].b")
                    .withMessageContaining("write")
                    .withMessageNotContaining("SECRET");
        }
    }

    @Test
    void keysMustBeStrings() {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonValues.copy(Map.of(1, 2), "extra"));
    }

    @Test
    void aListInsideItselfIsRefusedNotAnOverflow() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonValues.copy(list, "extra"))
                .withMessageContaining("too deep");
    }

    @Test
    void copyIsImmutableAtEveryDepthAndKeepsOrder() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("z", 1);
        inner.put("a", new ArrayList<>(List.of("x")));
        Map<String, Object> copy = JsonValues.copyMap(Collections.singletonMap("o", inner), "extra");
        inner.clear();
        Map<?, ?> kept = (Map<?, ?>) copy.get("o");
        assertThat(kept.keySet().toArray()).containsExactly("z", "a");
        assertThatThrownBy(kept::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(((List<?>) kept.get("a"))::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void listsReplaceAndObjectsMerge() {
        Map<String, Object> weak = Map.of("list", List.of(1, 2), "object", Map.of("a", 1), "was", "text");
        Map<String, Object> strong = Map.of("list", List.of(3), "object", Map.of("b", 2), "was", Map.of("c", 3));
        assertThat(JsonValues.merge(strong, weak))
                .isEqualTo(Map.of("list", List.of(3), "object", Map.of("a", 1, "b", 2), "was", Map.of("c", 3)));
    }
}
