package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Random;
import org.chatmodels.LimitException;
import org.junit.jupiter.api.Test;

class Base64PiecesTest {
    @Test
    void bytesComeBackHoweverTheTextIsCut() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int length = 0; length < 50; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            for (Base64.Encoder encoder :
                    new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder(), Base64.getMimeEncoder()}) {
                String text = encoder.encodeToString(bytes);
                Base64Pieces pieces = new Base64Pieces();
                int cut = random.nextInt(text.length() + 1);
                pieces.add(text.substring(0, cut));
                pieces.add(text.substring(cut));
                assertThat(pieces.toBytes()).as("seed " + seed).isEqualTo(bytes);
                assertThat(pieces.isBroken()).isFalse();
            }
        }
    }

    @Test
    void eachPieceMayBePadded() {
        Base64Pieces pieces = new Base64Pieces();
        pieces.add("AA==");
        pieces.add("AQI=");
        pieces.add("AwQF");
        assertThat(pieces.toBytes()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void otherCharactersBreakIt() {
        for (String text : new String[] {"AA*=", "\u00e9", "\u212a", "{}"}) {
            Base64Pieces pieces = new Base64Pieces();
            pieces.add(text);
            assertThat(pieces.isBroken()).as(text).isTrue();
        }
    }

    @Test
    void thereIsALimit() {
        Base64Pieces pieces = new Base64Pieces();
        String piece = "A".repeat(1 << 24);
        pieces.add(piece);
        pieces.add(piece);
        assertThatThrownBy(() -> pieces.add(piece))
                .isInstanceOf(LimitException.class)
                .hasMessageContaining("ask for less");
    }
}
