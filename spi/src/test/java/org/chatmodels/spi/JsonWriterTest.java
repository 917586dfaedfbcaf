package org.chatmodels.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    private final JsonWriter json = new JsonWriter();

    private static String text(JsonWriter writer) {
        return new String(writer.toBytes(), UTF_8);
    }

    @Test
    void writesCompactDocuments() {
        json.beginObject().name("model").text("m").name("messages").beginArray();
        json.beginObject().name("role").text("user").endObject().endArray();
        json.name("n")
                .number(2)
                .name("stream")
                .bool(true)
                .name("stop")
                .value(null)
                .endObject();

        assertThat(text(json))
                .isEqualTo(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}],\"n\":2,\"stream\":true,\"stop\":null}");
    }

    @Test
    void numbersKeepTheirDigits() {
        json.beginArray()
                .number(0.2)
                .number(1.0)
                .number(0.002)
                .number(1e21)
                .number(-0.0)
                .number(0.1 + 0.2);
        json.number(Long.MIN_VALUE)
                .value(0.7f)
                .value(new BigDecimal("1.10"))
                .value(new BigInteger("123456789012345678901"));
        json.value((short) 1).value((byte) 2).value(3).value(4L).value(5.5).endArray();

        assertThat(text(json))
                .isEqualTo("[0.2,1.0,0.002,1.0E21,-0.0,0.30000000000000004,-9223372036854775808,0.7,1.10,"
                        + "123456789012345678901,1,2,3,4,5.5]");
    }

    @Test
    void whatJsonHasNoNumberForIsRefused() {
        for (double none : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> json.number(none)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> json.value(none)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> json.value((float) none)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void textsAreEscapedAndCharactersAreUtf8() {
        json.beginArray()
                .text("\"\\\n\t\u0000\u001F/\u007F")
                .text("é€😀\u2028")
                .text("a\uD83Db\uDE00")
                .endArray();

        byte[] bytes = json.toBytes();
        String written = new String(bytes, UTF_8);
        assertThat(written)
                .startsWith("[\"\\\"\\\\\\n\\t\\u0000\\u001F/\u007F\",\"é€😀\u2028\",")
                .endsWith("\"a\uFFFDb\uFFFD\"]");
        JsonReader reader = new JsonReader();
        reader.read(bytes, 0, bytes.length);
        assertThat(reader.value()).isEqualTo(List.of("\"\\\n\t\u0000\u001F/\u007F", "é€😀\u2028", "a\uFFFDb\uFFFD"));
    }

    @Test
    void writesWhatReadersGive() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("z", Arrays.asList(BigDecimal.ONE, true, null, "x", Map.of()));
        map.put("a", null);
        json.value(map);

        assertThat(text(json)).isEqualTo("{\"z\":[1,true,null,\"x\",{}],\"a\":null}");
    }

    @Test
    void valuesThatAreNoJsonAreRefused() {
        assertThatThrownBy(() -> json.value(new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object");
        assertThatThrownBy(() -> new JsonWriter().value(new AtomicInteger(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JsonWriter().value(Map.of(1, 2))).isInstanceOf(IllegalArgumentException.class);
        List<Object> self = new ArrayList<>();
        self.add(self);
        assertThatThrownBy(() -> new JsonWriter().value(self)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rawIsCheckedAndWrittenCompact() {
        json.beginObject()
                .name("a")
                .raw(" {\"b\" : [1, 2.50],\n\"c\":\"é\\ud83d\"} ")
                .name("d")
                .raw("1")
                .endObject();

        assertThat(text(json)).isEqualTo("{\"a\":{\"b\":[1,2.50],\"c\":\"é\uFFFD\"},\"d\":1}");
        for (String bad : new String[] {"", " ", "{", "{}{}", "1,2", "secret", "{\"a\":1},\"b\":2", "\"a", "[1]]"}) {
            assertThatThrownBy(() -> new JsonWriter().raw(bad))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("secret");
        }
        assertThatThrownBy(() -> new JsonWriter().raw("[".repeat(500) + "]".repeat(500)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void callsThatDoNotNestAreRefused() {
        assertThatThrownBy(() -> new JsonWriter().endObject()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new JsonWriter().beginArray().endObject()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new JsonWriter().beginObject().text("a")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new JsonWriter().beginObject().raw("1")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new JsonWriter().name("a")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new JsonWriter().beginObject().name("a").name("b"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new JsonWriter().beginObject().toBytes()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new JsonWriter().toBytes()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new JsonWriter().number(1).number(2).toBytes())
                .isInstanceOf(IllegalStateException.class);
        json.number(1).toBytes();
        assertThatThrownBy(json::toBytes).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void textsOfEverySizeComeBackWhole() {
        long seed = Long.getLong("chatmodels.test.seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            List<Object> texts = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                String piece = new String[] {"a", "é", "\n", "😀", "\"", "€x"}[random.nextInt(6)];
                texts.add(piece.repeat(random.nextInt(1 << random.nextInt(18))));
            }
            byte[] bytes = new JsonWriter().value(texts).toBytes();
            JsonReader reader = new JsonReader();
            reader.read(bytes, 0, bytes.length);
            assertThat(reader.value()).as("seed " + seed).isEqualTo(texts);
            reader.end();
        }
    }
}
