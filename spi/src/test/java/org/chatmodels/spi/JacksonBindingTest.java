package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import org.chatmodels.provider.JsonBinding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonBindingTest {
    private final JacksonBinding binding = new JacksonBinding();

    enum Colour {
        RED,
        GREEN
    }

    record Line(String text, int count, BigDecimal price) {}

    record Invoice(
            String number,
            BigDecimal total,
            Optional<String> note,
            List<Line> lines,
            Colour colour,
            Map<String, Object> extra) {}

    record Maybe(
            Optional<Line> line,
            OptionalInt whole,
            OptionalLong large,
            OptionalDouble real,
            Optional<List<Integer>> list) {}

    record Times(
            Instant instant,
            LocalDate date,
            LocalTime time,
            LocalDateTime local,
            OffsetTime offsetTime,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            Year year,
            YearMonth month,
            MonthDay day,
            Duration duration,
            Period period,
            ZoneOffset at,
            ZoneId zone) {}

    record Self(Object[] inside) {}

    @Test
    void isFoundAsAService() {
        JacksonBindingTest.class.getModule().addUses(JsonBinding.class);
        assertThat(ServiceLoader.load(JsonBinding.class)).hasAtLeastOneElementOfType(JacksonBinding.class);
    }

    @Test
    void objectIsPlainJson() {
        Object value = binding.read("{\"b\":[1,2.50,true,null,\"x\"],\"a\":{},\"b2\":1e2}", Object.class);

        assertThat(((Map<?, ?>) value).keySet().toString()).isEqualTo("[b, a, b2]");
        assertThat(((Map<?, ?>) value).get("b"))
                .isEqualTo(Arrays.asList(BigDecimal.ONE, new BigDecimal("2.50"), true, null, "x"));
        assertThat(binding.read("null", Object.class)).isNull();
        assertThat(binding.read(" 3 ", Object.class)).isEqualTo(BigDecimal.valueOf(3));
        assertThat(binding.read("\"\\ud83d😀\"", Object.class)).isEqualTo("\uFFFD😀");
    }

    @Test
    void recordsAreReadAndWritten() {
        String json =
                "{\"number\":\"7\",\"total\":12.50,\"note\":\"n\",\"lines\":[{\"text\":\"t\",\"count\":2,\"price\":0.10}],"
                        + "\"colour\":\"GREEN\",\"extra\":{\"z\":1,\"a\":[2.0,null,{\"c\":false}]}}";
        Invoice invoice = (Invoice) binding.read(json, Invoice.class);

        assertThat(invoice.total()).isEqualTo(new BigDecimal("12.50"));
        assertThat(invoice.note()).contains("n");
        assertThat(invoice.lines()).containsExactly(new Line("t", 2, new BigDecimal("0.10")));
        assertThat(invoice.colour()).isEqualTo(Colour.GREEN);
        assertThat(invoice.extra())
                .containsEntry("z", BigDecimal.ONE)
                .containsEntry("a", Arrays.asList(new BigDecimal("2.0"), null, Map.of("c", false)));
        assertThat(binding.write(invoice)).isEqualTo(json);
    }

    @Test
    void optionalsAreEmptyForNullAndForNothing() {
        Maybe empty = new Maybe(
                Optional.empty(), OptionalInt.empty(), OptionalLong.empty(), OptionalDouble.empty(), Optional.empty());
        Maybe full = new Maybe(
                Optional.of(new Line("t", 1, BigDecimal.ONE)),
                OptionalInt.of(2),
                OptionalLong.of(3),
                OptionalDouble.of(4.5),
                Optional.of(List.of(5)));

        assertThat(binding.read("{}", Maybe.class)).isEqualTo(empty);
        assertThat(binding.write(empty))
                .isEqualTo("{\"line\":null,\"whole\":null,\"large\":null,\"real\":null,\"list\":null}");
        assertThat(binding.read(binding.write(empty), Maybe.class)).isEqualTo(empty);
        assertThat(binding.read(binding.write(full), Maybe.class)).isEqualTo(full);
        assertThat(binding.write(Optional.of("x"))).isEqualTo("\"x\"");
        assertThat(binding.write(Optional.empty())).isEqualTo("null");
    }

    @Test
    void timesAreTextsOfIso() {
        Times times = new Times(
                Instant.parse("2026-11-20T10:00:00Z"),
                LocalDate.parse("2026-11-20"),
                LocalTime.parse("10:00"),
                LocalDateTime.parse("2026-11-20T10:00"),
                OffsetTime.parse("10:00+01:00"),
                OffsetDateTime.parse("2026-11-20T10:00+01:00"),
                ZonedDateTime.parse("2026-11-20T10:00+01:00[Europe/Rome]"),
                Year.of(2026),
                YearMonth.of(2026, 11),
                MonthDay.of(11, 20),
                Duration.ofSeconds(90),
                Period.ofDays(3),
                ZoneOffset.ofHours(1),
                ZoneId.of("Europe/Rome"));
        String json = binding.write(times);

        assertThat(json).contains("\"date\":\"2026-11-20\"", "\"duration\":\"PT1M30S\"", "\"zone\":\"Europe/Rome\"");
        assertThat(binding.read(json, Times.class)).isEqualTo(times);
        assertThat(binding.read("2026", Year.class)).isEqualTo(Year.of(2026));
    }

    @Test
    void genericTypesAreRead() {
        Type listOfLines = new ParameterizedType() {
            @Override
            public Type[] getActualTypeArguments() {
                return new Type[] {Line.class};
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
        assertThat(binding.read("[{\"text\":\"a\",\"count\":1,\"price\":2}]", listOfLines))
                .isEqualTo(List.of(new Line("a", 1, BigDecimal.valueOf(2))));
    }

    @Test
    void unknownNamesAreIgnored() {
        assertThat(binding.read("{\"text\":\"a\",\"count\":1,\"more\":{\"x\":[1]},\"price\":2}", Line.class))
                .isEqualTo(new Line("a", 1, BigDecimal.valueOf(2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"lines\":[{\"text\":\"t\",\"count\":\"secret\"}]}", "{\"lines\":[{\"text\":\"t\",\"count\":1.5}]}",
                "{\"lines\":[{\"text\":\"t\",\"count\":null}]}", "{\"lines\":[{\"text\":\"secret\"}]}",
                "{\"lines\":[{\"count\":99999999999}]}", "{\"lines\":[{\"count\":[\"secret\"]}]}"
            })
    void whatDoesNotFitIsNamedByPathAndNeverQuoted(String json) {
        assertThatThrownBy(() -> binding.read(json, Invoice.class))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("lines[0].count: ")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("9999")
                .hasNoCause();
    }

    @Test
    void wrongWordsAndDatesAreNamedByPath() {
        assertThatThrownBy(() -> binding.read("{\"colour\":\"secret\"}", Invoice.class))
                .hasMessageStartingWith("colour: ")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> binding.read("{\"date\":\"secret\"}", Times.class))
                .hasMessageStartingWith("date: ");
        assertThatThrownBy(() -> binding.read("{\"date\":{}}", Times.class)).hasMessageStartingWith("date: ");
        assertThatThrownBy(() -> binding.read("{\"line\":{\"count\":\"x\"}}", Maybe.class))
                .hasMessageStartingWith("line.count: ");
        assertThatThrownBy(() -> binding.read("[1]", Line.class)).hasMessageStartingWith("the document: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{} secret",
                "{}{}",
                "secret",
                "{\"count\":1",
                "{\"count\":1}]",
                "\"\u0001\"",
                "{\"count\":NaN}"
            })
    void whatIsNotOneDocumentIsRefused(String json) {
        for (Type type : new Type[] {Object.class, Line.class, Map.class}) {
            assertThatThrownBy(() -> binding.read(json, type))
                    .as("%s", type)
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("secret")
                    .hasNoCause();
        }
    }

    @Test
    void depthIsBoundedBothWays() {
        String deep = "[".repeat(300) + "]".repeat(300);
        assertThatThrownBy(() -> binding.read(deep, Object.class)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> binding.read(deep, List.class)).isInstanceOf(IllegalArgumentException.class);
        Object[] self = new Object[1];
        self[0] = new Self(self);
        assertThatThrownBy(() -> binding.write(self)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void plainValuesAreWritten() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", Arrays.asList(1, new BigDecimal("2.50"), 0.2, 0.5f, true, null));
        assertThat(binding.write(map)).isEqualTo("{\"a\":[1,2.50,0.2,0.5,true,null]}");
        assertThat(binding.write(null)).isEqualTo("null");
        assertThat(binding.write("é\"")).isEqualTo("\"é\\\"\"");
        assertThat(binding.write(new Object[] {1})).isEqualTo("[1]");
    }

    @Test
    void whatJsonCannotHoldIsRefused() {
        assertThatThrownBy(() -> binding.write(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> binding.write(Map.of("a", Float.POSITIVE_INFINITY)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a: ");
        assertThatThrownBy(() -> binding.write(List.of(new Throwing())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    static final class Throwing {
        public String getText() {
            throw new IllegalStateException("secret");
        }
    }

    interface Shape {}

    @Test
    void typesThatCannotBeBoundSayWhatToDo() {
        assertThatThrownBy(() -> binding.read("{}", Shape.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("make it a record");
        assertThatThrownBy(() -> binding.read("{}", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> binding.read(null, Object.class)).isInstanceOf(NullPointerException.class);
    }
}
