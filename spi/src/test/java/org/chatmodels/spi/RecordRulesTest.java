package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records as models write them: what has to be there, what may be written otherwise, which kind it is. */
class RecordRulesTest {
    private final JacksonBinding binding = new JacksonBinding();

    enum Colour {
        RED,
        red,
        GREEN
    }

    record All(
            String text,
            int number,
            BigDecimal price,
            boolean on,
            Colour colour,
            LocalDate date,
            List<String> list,
            int[] array,
            Map<String, Integer> map,
            List<List<Integer>> lists,
            Map<String, Object> free,
            List<Optional<String>> maybes,
            Shape shape,
            OptionalInt none) {}

    private static final String ALL = "{\"text\":\"t\",\"number\":1,\"price\":2.50,\"on\":true,\"colour\":\"GREEN\","
            + "\"date\":\"2026-11-20\",\"list\":[\"a\"],\"array\":[3],\"map\":{\"k\":4},\"lists\":[[5]],"
            + "\"free\":{\"n\":null},\"maybes\":[null,\"m\"],\"shape\":{\"type\":\"Dot\"},\"none\":null}";

    @Test
    void whatIsFreeOrOptionalMayBeNull() {
        All all = (All) binding.read(ALL, All.class);
        assertThat(all.free()).isEqualTo(Collections.singletonMap("n", null));
        assertThat(all.maybes()).containsExactly(Optional.empty(), Optional.of("m"));
        assertThat(binding.write(all)).isEqualTo(ALL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"text\":\"t\", | | text: is missing or null",
                "\"t\" | null | text: is missing or null",
                "\"number\":1, | | number: is missing or null",
                "\"number\":1 | \"number\":null | number: is missing or null",
                "\"number\":1 | \"number\":1.5 | number: does not fit int",
                "\"number\":1 | \"number\":\"\" | number: does not fit int",
                "2.50 | \"\" | price: is missing or null",
                "2.50 | \"12.50 secret\" | price: does not fit BigDecimal",
                "\"on\":true | \"on\":\"secret\" | on: does not fit boolean",
                "\"GREEN\" | \"secret\" | colour: is none of RED, red, GREEN",
                "\"GREEN\" | \"1\" | colour: is none of RED, red, GREEN",
                "\"GREEN\" | 1 | colour: is none of RED, red, GREEN",
                "\"GREEN\" | \"\" | colour: is none of RED, red, GREEN",
                "2026-11-20 | secret | date: does not fit LocalDate",
                "\"list\":[\"a\"], | | list: is missing or null",
                "[\"a\"] | null | list: is missing or null",
                "[\"a\"] | [\"a\",null] | list[1]: is missing or null",
                "[\"a\"] | \"a\" | list: does not fit a list",
                "[3] | [\"secret\"] | array[0]: does not fit int",
                "{\"k\":4} | {\"k\":null} | map.k: is missing or null",
                "[[5]] | [[5],[5,null]] | lists[1][1]: is missing or null",
                "[[5]] | [null] | lists[0]: is missing or null",
                "\"t\" | {} | text: does not fit String"
            })
    void whatDoesNotFitIsNamedWithItsReason(String part, String instead, String message) {
        complains(part, instead == null ? "" : instead, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"type\":\"Dot\"} | {\"type\":\"secret\"} | shape: has to be an object whose \"type\" is one of Dot, Circle, Box",
                "{\"type\":\"Dot\"} | {} | shape: has to be an object whose \"type\" is one of Dot, Circle, Box",
                "{\"type\":\"Dot\"} | \"secret\" | shape: has to be an object whose \"type\" is one of Dot, Circle, Box",
                "{\"type\":\"Dot\"} | null | shape: is missing or null",
                "{\"type\":\"Dot\"} | {\"type\":\"Circle\"} | shape.radius: is missing or null",
                "{\"type\":\"Dot\"} | {\"type\":\"Circle\",\"radius\":-1} | shape: is refused by the constructor of Circle"
            })
    void whatIsOfNoKindIsNamedWithTheKinds(String part, String instead, String message) {
        complains(part, instead, message);
    }

    private void complains(String part, String instead, String message) {
        assertThat(ALL).contains(part);
        assertThatThrownBy(() -> binding.read(ALL.replace(part, instead), All.class))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(message)
                .hasNoCause();
    }

    record Loose(
            int number,
            long whole,
            BigDecimal price,
            Double real,
            boolean on,
            String text,
            Colour colour,
            LocalDateTime at,
            LocalTime time,
            Optional<BigDecimal> maybe) {}

    @Test
    void whatModelsWriteOtherwiseIsRead() {
        String json =
                "{\"number\":\"7\",\"whole\":\" 8 \",\"price\":\"12.50\",\"real\":\"1e3\",\"on\":\"true\",\"text\":5,"
                        + "\"colour\":\"Green\",\"at\":\"2026-11-20T10:00:00Z\",\"time\":\"10:00:00+01:00\",\"maybe\":\"\"}";
        assertThat(binding.read(json, Loose.class))
                .isEqualTo(new Loose(
                        7,
                        8,
                        new BigDecimal("12.50"),
                        1000.0,
                        true,
                        "5",
                        Colour.GREEN,
                        LocalDateTime.parse("2026-11-20T10:00"),
                        LocalTime.parse("10:00"),
                        Optional.empty()));
    }

    record OfColour(Colour colour) {}

    @Test
    void theVeryNameOfAConstantComesFirst() {
        assertThat(binding.read("{\"colour\":\"red\"}", OfColour.class)).isEqualTo(new OfColour(Colour.red));
        assertThat(binding.read("{\"colour\":\"RED\"}", OfColour.class)).isEqualTo(new OfColour(Colour.RED));
    }

    record Plain(char letter, UUID id, URI address, BigInteger large, Set<Integer> set) {}

    @Test
    void whatHasASchemaIsReadAndWritten() {
        String json =
                "{\"letter\":\"x\",\"id\":\"00000000-0000-0001-0000-000000000002\",\"address\":\"https://a.test/b\","
                        + "\"large\":123456789012345678901234567890,\"set\":[1]}";
        Plain plain = new Plain(
                'x',
                new UUID(1, 2),
                URI.create("https://a.test/b"),
                new BigInteger("123456789012345678901234567890"),
                Set.of(1));
        assertThat(binding.read(json, Plain.class)).isEqualTo(plain);
        assertThat(binding.write(plain)).isEqualTo(json);
    }

    sealed interface Shape {}

    record Dot() implements Shape {}

    record Circle(double radius) implements Shape {
        Circle {
            if (radius < 0) {
                throw new IllegalArgumentException("secret " + radius);
            }
        }
    }

    sealed interface Angular extends Shape {}

    record Box(Optional<Shape> inside, Circle round) implements Angular {}

    @Test
    void recordsOfASealedInterfaceCarryTheirKindWhereverTheyStand() {
        Box box = new Box(Optional.of(new Dot()), new Circle(1));
        String json = "{\"type\":\"Box\",\"inside\":{\"type\":\"Dot\"},\"round\":{\"type\":\"Circle\",\"radius\":1.0}}";

        assertThat(binding.write(box)).isEqualTo(json);
        assertThat(binding.write(List.of(box))).isEqualTo("[" + json + "]");
        assertThat(binding.write(Map.of("a", box))).isEqualTo("{\"a\":" + json + "}");
        assertThat(binding.read(json, Shape.class)).isEqualTo(box);
        assertThat(binding.read(json, Angular.class)).isEqualTo(box);
        assertThat(binding.read(json, Box.class)).isEqualTo(box);
        assertThat(binding.read("[" + json + "]", list(Shape.class))).isEqualTo(List.of(box));
    }

    private static Type list(Type element) {
        return new ParameterizedType() {
            @Override
            public Type[] getActualTypeArguments() {
                return new Type[] {element};
            }

            @Override
            public Type getRawType() {
                return List.class;
            }

            @Override
            public Type getOwnerType() {
                return null;
            }
        };
    }

    @Test
    void theKindMayStandAnywhereAndARecordAloneNeedsNone() {
        String json = "{\"more\":[{\"type\":\"Dot\"}],\"round\":{\"radius\":1},\"type\":\"box\"}";
        assertThat(binding.read(json, Shape.class)).isEqualTo(new Box(Optional.empty(), new Circle(1)));
    }

    record Node(String name, Optional<Node> next, List<Node> children, Optional<List<String>> tags) {}

    sealed interface Term {}

    record Leaf(int value) implements Term {}

    record Sum(Term left, Optional<Term> right, Map<String, Term> more) implements Term {}

    @Test
    void whatContainsItselfIsReadAndWritten() {
        Node leaf = new Node("b", Optional.empty(), List.of(), Optional.of(List.of("t")));
        Node node = new Node("a", Optional.of(leaf), List.of(leaf, leaf), Optional.empty());
        assertThat(binding.read(binding.write(node), Node.class)).isEqualTo(node);

        Sum inner = new Sum(new Leaf(1), Optional.empty(), Map.of());
        Sum sum = new Sum(inner, Optional.of(inner), Map.of("k", inner));
        assertThat(binding.read(binding.write(sum), Term.class)).isEqualTo(sum);
        assertThatThrownBy(() -> binding.read(binding.write(sum).replace("1", "\"x\""), Term.class))
                .hasMessage("left.left.value: does not fit int");
    }

    @Test
    void anOptionalListHoldsNoNulls() {
        assertThatThrownBy(() -> binding.read("{\"name\":\"a\",\"children\":[],\"tags\":[null]}", Node.class))
                .hasMessage("tags[0]: is missing or null");
    }

    sealed interface Mixed {}

    record Good() implements Mixed {}

    static final class Bad implements Mixed {}

    @Test
    void aSealedInterfaceOfOtherThingsIsNoneOfRecords() {
        assertThat(binding.write(new Good())).isEqualTo("{}");
        assertThatThrownBy(() -> binding.read("{\"type\":\"Good\"}", Mixed.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("make it a record");
    }

    @Test
    void plainValuesMayStillBeNull() {
        assertThat(binding.read("[1,null]", List.class)).isEqualTo(Arrays.asList(BigDecimal.ONE, null));
        assertThat(binding.read("{\"a\":null}", Map.class)).isEqualTo(Collections.singletonMap("a", null));
    }
}
