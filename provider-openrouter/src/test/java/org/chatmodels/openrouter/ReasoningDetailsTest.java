package org.chatmodels.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasoningDetailsTest {
    private static String text(String fields) {
        return "{\"type\":\"reasoning.text\"," + fields + "}";
    }

    @Test
    void piecesOfOneTextAreJoinedAndItsSignatureIsIts() {
        assertThat(ReasoningDetails.joined("[" + text("\"text\":\" a\",\"index\":0") + ","
                        + text("\"text\":\" a\",\"signature\":null,\"index\":0") + ","
                        + text("\"signature\":\"s\",\"index\":0,\"format\":\"f\",\"id\":null") + "]"))
                .isEqualTo("[" + text("\"text\":\" a a\",\"index\":0,\"signature\":\"s\",\"format\":\"f\",\"id\":null")
                        + "]");
    }

    /** Two that stay two. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"text\":\"a\",\"index\":0|\"text\":\"b\",\"index\":1",
                "\"text\":\"a\",\"id\":\"x\"|\"text\":\"b\",\"id\":\"y\"",
                "\"text\":\"a\",\"signature\":\"s\"|\"text\":\"b\"",
                "\"text\":\"a\",\"signature\":\"s\"|\"signature\":\"t\"",
                "\"text\":\"a\",\"signature\":\"s\"|\"text\":\"b\",\"signature\":\"s\""
            })
    void othersStayApart(String one, String other) {
        String array = "[" + text(one) + "," + text(other) + "]";
        assertThat(ReasoningDetails.joined(array)).isSameAs(array);
    }

    @Test
    void whatIsUnknownOrEncryptedIsLeftAsItIs() {
        for (String array : new String[] {
            "[]",
            "[1,\"a\",null,[]]",
            "[{\"type\":\"reasoning.encrypted\",\"data\":\"a\"},{\"type\":\"reasoning.encrypted\",\"data\":\"b\"}]",
            "[{\"type\":\"reasoning.new\",\"text\":\"a\"},{\"type\":\"reasoning.new\",\"text\":\"b\"}]",
            "[{\"text\":\"a\"},{\"text\":\"b\"}]",
            "{\"no\":\"array\"}"
        }) {
            assertThat(ReasoningDetails.joined(array)).isSameAs(array);
        }
    }
}
