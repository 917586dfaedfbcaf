package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerTextTest {
    @Test
    void textsBecomeOneLine() {
        assertThat(ServerText.line(" a\r\n\tb\u00A0 c. ")).isEqualTo("a b c");
        assertThat(ServerText.line("...")).isEmpty();
        assertThat(ServerText.line("a\u0000\u001B[1m\u202Eb\uD800")).isEqualTo("a\\u0000\\u001B[1m\\u202Eb\\uD800");
        assertThat(ServerText.line("é😀")).isEqualTo("é😀");
    }

    @Test
    void longTextsAreCutBetweenCharacters() {
        assertThat(ServerText.line("x".repeat(500))).hasSize(500).endsWith("x");
        assertThat(ServerText.line("x".repeat(501))).hasSize(500).endsWith("x…");
        assertThat(ServerText.line("a" + "😀".repeat(400))).hasSize(500).endsWith("😀…");
        assertThat(ServerText.line("ab" + "😀".repeat(400))).hasSize(499).endsWith("😀…");
        assertThat(ServerText.line("\u0001".repeat(600))).hasSize(500).endsWith("…");
    }

    @Test
    void ofAPageOnlyItsTitleIsTold() {
        assertThat(ServerText.titleOf("<html><TITLE lang=en>\n 502 Bad\nGateway </TITLE>body"))
                .isEqualTo("an HTML page, \"502 Bad Gateway\"");
        assertThat(ServerText.titleOf("<html><title>cut")).isEqualTo("an HTML page");
        assertThat(ServerText.titleOf("<html><title")).isEqualTo("an HTML page");
        assertThat(ServerText.titleOf("<html><title></title>")).isEqualTo("an HTML page");
        assertThat(ServerText.titleOf("<p>\u0130</p><title>x</title>")).isEqualTo("an HTML page");
        assertThat(ServerText.isHtml("<!DOCTYPE html>")).isTrue();
        assertThat(ServerText.isHtml("<center>502</center>")).isTrue();
        assertThat(ServerText.isHtml("< 3 apples")).isFalse();
    }
}
