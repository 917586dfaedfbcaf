package org.chatmodels.spi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.chatmodels.ChatException;
import org.chatmodels.LimitException;
import org.chatmodels.ProtocolException;
import org.chatmodels.TruncatedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderBadInputTest extends JsonDocuments {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "{\"a\":secret}",
                "{\"a\":\"secret\n\"}",
                "{\"a\":NaN}",
                "{secret:1}",
                "{'a':'secret'}",
                "{\"a\":01}",
                "{\"a\":1,}",
                "[1,]",
                "{\"a\":\"\\x\"}",
                "// secret\n{}",
                "{} secret",
                "{}{}",
                "\u0000",
                "{\"a\":tru}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "<html>secret</html>",
                "{\"a\":1e}",
                "{\"a\" : \"secret\" \"b\"}"
            })
    void garbageIsAProtocolExceptionWithoutTheText(String document) {
        assertThatThrownBy(() -> valueOf(document))
                .isInstanceOf(ProtocolException.class)
                .satisfies(e -> {
                    assertThat(e.getMessage()).doesNotContain("secret").doesNotContain("Unexpected");
                    assertThat(e.getCause()).isNull();
                    assertThat(((ChatException) e).phase()).isEqualTo(ChatException.Phase.BODY);
                    assertThat(((ChatException) e).delivery()).isEqualTo(ChatException.Delivery.MAYBE_PROCESSED);
                });
    }

    @Test
    void everyPrefixIsTruncatedAndNothingElse() {
        String document = "{\"a\":[1.5,true,null,\"x\\u00e9\\ud83d\\ude00é€😀\"],\"b\":{\"c\":-2e5}}";
        byte[] bytes = document.getBytes(UTF_8);
        for (int length = 1; length < bytes.length; length++) {
            byte[] prefix = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> on(prefix).value()).as(length + " bytes").isInstanceOf(TruncatedException.class);
        }
        assertThatThrownBy(() -> valueOf("")).isExactlyInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> valueOf("{\"a\":[1,2"))
                .isInstanceOf(TruncatedException.class)
                .hasMessageContaining("a");
        on(bytes).value();
        json.end();
    }

    @Test
    void bytesThatAreNoUtf8AreAProtocolException() {
        int[][] bad = {
            {0x80},
            {0xC0, 0x80},
            {0xC1, 0xBF},
            {0xC3},
            {0xC3, 0x28},
            {0xE0, 0x80, 0x80},
            {0xE2, 0x82},
            {0xED, 0xA0, 0x80},
            {0xED, 0xBF, 0xBF},
            {0xF0, 0x80, 0x80, 0x80},
            {0xF0, 0x9F, 0x98},
            {0xF4, 0x90, 0x80, 0x80},
            {0xF5, 0x80, 0x80, 0x80},
            {0xFF},
            {0xFE}
        };
        for (int[] sequence : bad) {
            StringBuilder latin = new StringBuilder("{\"key\":\"0123456789");
            for (int b : sequence) {
                latin.append((char) b);
            }
            byte[] document = latin.append("\"}").toString().getBytes(ISO_8859_1);
            assertThatThrownBy(() -> on(document))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("UTF-8");
        }
        assertThatThrownBy(() -> on("{\"a\":1}".getBytes(UTF_16))).isInstanceOf(ProtocolException.class);
        assertThat(valueOf("\"é€😀\uD7FF\uE000\uFFFF\"")).isEqualTo("é€😀\uD7FF\uE000\uFFFF");
    }

    @Test
    void halfASurrogatePairIsReplaced() {
        assertThat(valueOf("\"\\ud83d\\ude00\"")).isEqualTo("😀");
        assertThat(valueOf("\"a\\ud83db\"")).isEqualTo("a\uFFFDb");
        assertThat(valueOf("\"\\uDE00\\uD83D\"")).isEqualTo("\uFFFD\uFFFD");
        assertThat(valueOf("\"\\uD83D\\uD83D\\uDE00\"")).isEqualTo("\uFFFD😀");
        assertThatThrownBy(() -> valueOf("{\"\\ud83d\":1}")).isInstanceOf(ProtocolException.class);
        on("\"\\\\ud83d\\udfffx\"");
        assertThat(json.raw()).isEqualTo("\"\\\\ud83d\uFFFDx\"");
    }

    @Test
    void randomBytesEndInAValueOrAProtocolException() {
        long seed = Long.getLong("chatmodels.test.seed", new Random().nextLong());
        Random random = new Random(seed);
        byte[] good = "{\"a\":[1.5,true,null,\"x\\u00e9é😀\"],\"b\":{\"c\":-2e5}}".getBytes(UTF_8);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = good.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                on(bytes).value();
                json.end();
            } catch (ProtocolException expected) {
                assertThat(expected.getCause()).isNull();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
    }

    @Test
    void depthNameNumberAndTextLengthsAreBounded() {
        assertThat(valueOf("[".repeat(200) + "]".repeat(200))).isInstanceOf(List.class);
        assertLimit("[".repeat(201) + "]".repeat(201));
        assertLimit("{\"a\":".repeat(100_000));
        assertLimit("{\"" + "n".repeat(60_000) + "\":1}");
        assertLimit("{\"a\":" + "1".repeat(1500) + "}");
        assertLimit("{\"a\":0." + "1".repeat(1500) + "}");
        assertLimit("{\"a\":\"" + "t".repeat(20_100_000) + "\"}");
    }

    private void assertLimit(String document) {
        assertThatThrownBy(() -> valueOf(document)).isInstanceOf(LimitException.class);
    }

    @Test
    void documentsAndTokensAreBounded() {
        assertThatThrownBy(() -> json.read(new byte[(64 << 20) + 3], 0, (64 << 20) + 3))
                .isInstanceOf(ProtocolException.class);
        byte[] many = new byte[12_000_000];
        Arrays.fill(many, (byte) ',');
        for (int i = 1; i < many.length; i += 2) {
            many[i] = '1';
        }
        many[0] = '[';
        many[many.length - 1] = ']';
        assertThatThrownBy(() -> on(many).skip()).isInstanceOf(LimitException.class);
    }

    /** A parser that is left to find it would hold all of it first. */
    @Test
    void largeDocumentsAreRefusedBeforeTheyAreParsed() {
        String large = "0123456789".repeat(200_000);
        assertThatThrownBy(() -> on("{\"a\":" + large + "}")).isInstanceOf(LimitException.class);
        assertThatThrownBy(() -> on("{\"a\":\"" + large.repeat(10) + "x\"}")).isInstanceOf(LimitException.class);
        assertThatThrownBy(() -> on("[".repeat(2_000_000))).isInstanceOf(LimitException.class);
        assertThat(valueOf("{\"a\":\"" + large.repeat(10) + "\"}")).isEqualTo(Map.of("a", large.repeat(10)));
        assertThat(valueOf("[\"" + "\\u00e9\\\\\\\"é[{9".repeat(100_000) + "\"]"))
                .isEqualTo(List.of("é\\\"é[{9".repeat(100_000)));
        assertThat(valueOf("[" + "[1,true,{}],".repeat(100_000) + "1]")).isInstanceOf(List.class);
    }
}
