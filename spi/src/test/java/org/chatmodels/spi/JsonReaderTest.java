package org.chatmodels.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.chatmodels.ProtocolException;
import org.junit.jupiter.api.Test;

class JsonReaderTest extends JsonDocuments {
    @Test
    void walksThroughObjectsAndArrays() {
        on("{\"id\":\"x\",\"choices\":[{\"index\":0},{\"index\":1}],\"none\":null}");
        List<String> seen = new ArrayList<>();
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            switch (json.name()) {
                case "id" -> seen.add(json.text(""));
                case "choices" -> {
                    for (boolean each = json.enterArray(); each && json.nextElement(); ) {
                        for (boolean one = json.enterObject(); one && json.nextField(); ) {
                            seen.add(json.name() + json.integer(-1));
                        }
                    }
                }
                default -> seen.add(json.name() + json.enterObject());
            }
        }
        json.end();

        assertThat(seen).containsExactly("x", "index0", "index1", "nonefalse");
    }

    @Test
    void valuesNobodyReadsAreSkipped() {
        on("{\"a\":{\"b\":[1,{\"c\":2}]},\"d\":[[],[3]],\"e\":5}");
        List<String> names = new ArrayList<>();
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            names.add(json.name());
        }
        json.end();
        assertThat(names).containsExactly("a", "d", "e");

        on("[1,[2,3],{\"a\":4}]").enterArray();
        int elements = 0;
        while (json.nextElement()) {
            elements++;
        }
        json.end();
        assertThat(elements).isEqualTo(3);
    }

    @Test
    void endReadsWhatIsLeftOfTheDocument() {
        on("{\"a\":{\"b\":[1,2]},\"c\":3}").enterObject();
        json.nextField();
        json.enterObject();
        json.end();

        on("{\"a\":{\"b\":[1,2}").enterObject();
        assertThatThrownBy(json::end).isInstanceOf(ProtocolException.class);
        on("{\"a\":1}").end();
        on("12").end();
    }

    @Test
    void kindConsumesNothing() {
        on("[{},[],\"\",1,1.5,true,false,null]").enterArray();
        List<JsonReader.Kind> kinds = new ArrayList<>();
        while (json.nextElement()) {
            json.kind();
            kinds.add(json.kind());
        }
        assertThat(kinds)
                .containsExactly(
                        JsonReader.Kind.OBJECT,
                        JsonReader.Kind.ARRAY,
                        JsonReader.Kind.STRING,
                        JsonReader.Kind.NUMBER,
                        JsonReader.Kind.NUMBER,
                        JsonReader.Kind.BOOLEAN,
                        JsonReader.Kind.BOOLEAN,
                        JsonReader.Kind.NULL);
    }

    @Test
    void textsAreLenient() {
        on("[\"a\",null,12,1.50,1e3,true,false]").enterArray();
        List<String> texts = new ArrayList<>();
        while (json.nextElement()) {
            texts.add(json.text("absent"));
        }
        assertThat(texts).containsExactly("a", "absent", "12", "1.50", "1e3", "true", "false");
    }

    @Test
    void wholeNumbersAreLenient() {
        on("[3,3.0,\"3\",\"3.0\",3e2,-7,9223372036854775807,9223372036854775808,1e400,1e999999999,3.5,\"\",\"x\",\"-1\","
                        + "null,true,{\"a\":[1]},[2],\"1e99999999999\"]")
                .enterArray();
        List<Long> numbers = new ArrayList<>();
        while (json.nextElement()) {
            numbers.add(json.integer(-99));
        }
        json.end();
        assertThat(numbers)
                .containsExactly(
                        3L,
                        3L,
                        3L,
                        3L,
                        300L,
                        -7L,
                        Long.MAX_VALUE,
                        -99L,
                        -99L,
                        -99L,
                        -99L,
                        -99L,
                        -99L,
                        -1L,
                        -99L,
                        -99L,
                        -99L,
                        -99L,
                        -99L);
    }

    @Test
    void booleansAreLenient() {
        on("[true,false,\"true\",\"false\",null,1,\"x\",[true]]").enterArray();
        List<Boolean> with = new ArrayList<>();
        while (json.nextElement()) {
            with.add(json.bool(true));
        }
        assertThat(with).containsExactly(true, false, true, false, true, true, true, true);
    }

    @Test
    void valuesKeepOrderAndDigits() {
        Object value = valueOf("{\"z\":1,\"a\":[0.10,true,null,\"x\",{}],\"b\":12345678901234567890123,\"e\":1e-3}");

        assertThat(value).isInstanceOf(Map.class);
        assertThat(((Map<?, ?>) value).keySet().toString()).isEqualTo("[z, a, b, e]");
        assertThat(((Map<?, ?>) value).get("a"))
                .isEqualTo(Arrays.asList(new BigDecimal("0.10"), true, null, "x", Map.of()));
        assertThat(((Map<?, ?>) value).get("b")).isEqualTo(new BigDecimal("12345678901234567890123"));
        assertThat(((Map<?, ?>) value).get("e")).isEqualTo(new BigDecimal("0.001"));
    }

    @Test
    void ofNamesThatComeTwiceTheLastCounts() {
        assertThat(valueOf("{\"a\":1,\"b\":2,\"a\":3}"))
                .isEqualTo(Map.of("a", BigDecimal.valueOf(3), "b", BigDecimal.valueOf(2)));
    }

    @Test
    void rawIsCompactAndKeepsNumbersAsWritten() {
        String document =
                " { \"a\" : [ 1.50 , 1E+2, -0, \"q\\\"\\u00e9\\n\" , { } , [ ] , null , true ] , \"b\\\\\" : false } ";

        on(document);
        assertThat(json.raw()).isEqualTo("{\"a\":[1.50,1E+2,-0,\"q\\\"é\\n\",{},[],null,true],\"b\\\\\":false}");
        json.end();
        on("{\"x\":{\"y\":[1]},\"z\":2}").enterObject();
        json.nextField();
        assertThat(json.raw()).isEqualTo("{\"y\":[1]}");
        json.nextField();
        assertThat(json.integer(0)).isEqualTo(2);
    }

    @Test
    void documentsOfOneWordOrNumberAreWhole() {
        assertThat(valueOf("12")).isEqualTo(new BigDecimal(12));
        assertThat(valueOf(" 12 \n")).isEqualTo(new BigDecimal(12));
        assertThat(valueOf("-1.5e3")).isEqualTo(new BigDecimal("-1.5e3"));
        assertThat(valueOf("true")).isEqualTo(true);
        assertThat(valueOf("null")).isNull();
        assertThat(valueOf("\"x\"")).isEqualTo("x");
        assertThat(valueOf("\uFEFF\n\n {\"a\":1}")).isEqualTo(Map.of("a", BigDecimal.ONE));
    }

    @Test
    void oneReaderTakesManyDocumentsAlsoBrokenOnes() {
        String[] broken = {
            "{", "{\"a\":", "nope", "{\"a\":1}}", "[1,", "\"x", "{\"a\" 1}", "", "  ", "\"\\ud83d", "12 13"
        };
        for (int round = 0; round < 50; round++) {
            String bad = broken[round % broken.length];
            assertThatThrownBy(() -> valueOf(bad)).as(bad).isInstanceOf(ProtocolException.class);
            assertThat(valueOf("{\"n\":" + round + "}")).isEqualTo(Map.of("n", BigDecimal.valueOf(round)));
            assertThat(valueOf("" + round)).isEqualTo(BigDecimal.valueOf(round));
            on("{\"left\":[1,2,3]}").enterObject();
        }
    }

    @Test
    void bytesAroundTheRangeAreNotRead() {
        byte[] bytes = "garbage{\"a\":1}garbage".getBytes(UTF_8);
        json.read(bytes, 7, 7);
        assertThat(json.raw()).isEqualTo("{\"a\":1}");
        json.end();
    }

    @Test
    void whatDoesNotFitIsNamedByPathAndNeverQuoted() {
        on("{\"choices\":[{\"delta\":{\"content\":{\"secret\":1}}}]}").enterObject();
        json.nextField();
        json.enterArray();
        json.nextElement();
        json.enterObject();
        json.nextField();
        json.enterObject();
        json.nextField();
        assertThatThrownBy(() -> json.text(""))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("choices[0].delta.content: a text was expected, an object came");

        assertMismatch("{\"a\":\"secret\"}", "a: an object was expected, a text came");
        assertMismatch("{\"a\":[3]}", "a: an object was expected, an array came");
        assertThatThrownBy(() -> on("17").enterArray())
                .hasMessage("the document: an array was expected, a number came");
        assertThatThrownBy(() -> on("false").enterObject())
                .hasMessage("the document: an object was expected, true or false came");
    }

    private void assertMismatch(String document, String message) {
        on(document).enterObject();
        json.nextField();
        assertThatThrownBy(json::enterObject)
                .isInstanceOf(ProtocolException.class)
                .hasMessage(message);
    }

    @Test
    void namesInMessagesAreCutAndWithoutControlCharacters() {
        on("{\"a\\nb" + "c".repeat(100) + "\":1}").enterObject();
        json.nextField();
        assertThatThrownBy(json::enterArray)
                .hasMessage("a?b" + "c".repeat(37) + "…: an array was expected, a number came");
    }

    @Test
    void limitsAreOfADocumentNotOfAStream() {
        byte[] one = ("{\"a\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(UTF_8);
        for (int i = 0; i < 100; i++) {
            on(one).skip();
            json.end();
        }
        assertThat(valueOf("1")).isEqualTo(BigDecimal.ONE);
    }

    @Test
    void callsInTheWrongPlaceAreRefused() {
        assertThatThrownBy(json::kind).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(json::nextField).isInstanceOf(IllegalStateException.class);
        on("{\"a\":1}").enterObject();
        assertThatThrownBy(() -> json.text("")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(json::nextElement).isInstanceOf(IllegalStateException.class);
        on("[1]").enterArray();
        assertThatThrownBy(json::nextField).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> json.read(new byte[3], 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aClosedReaderReadsOn() {
        on("[1,2").enterArray();
        json.close();
        json.close();
        assertThat(valueOf("[3]")).isEqualTo(List.of(BigDecimal.valueOf(3)));
    }

    @Test
    void namesOfOneStreamAreTheSameObject() {
        on("{\"choices\":1}").enterObject();
        json.nextField();
        String first = json.name();
        on("{\"choices\":1}");
        json.end();
        on("{\"choices\":2}").enterObject();
        json.nextField();
        assertThat(json.name()).isSameAs(first);
    }
}
