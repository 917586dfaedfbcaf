package org.chatmodels.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void wordsAndMarksAreTokens() {
        assertThat(Words.split("Hello, world! It's plug-in 3.5."))
                .containsExactly("Hello", ",", "world", "!", "It's", "plug-in", "3.5", ".");
    }

    @Test
    void namesOfModelsAreOneToken() {
        assertThat(Words.split("groq:openai/gpt-oss-20b?")).containsExactly("groq:openai/gpt-oss-20b", "?");
    }

    @Test
    void blankTextHasNoTokens() {
        assertThat(Words.split("")).isEmpty();
        assertThat(Words.split(" \n\t ")).isEmpty();
    }

    @Test
    void characterOutsideTheBasicPlaneIsOneToken() {
        assertThat(Words.split("a\uD83D\uDE00b \uD83D")).containsExactly("a", "\uD83D\uDE00", "b", "\uD83D");
    }

    @Test
    void joinedAndSplitAgainGivesTheSameTokens() {
        StringBuilder text = new StringBuilder();
        String last = "";
        for (String token : Words.split("One (two) three: four, five; six? Seven.")) {
            text.append(Words.gap(last, token)).append(token);
            last = token;
        }
        assertThat(text).hasToString("One (two) three: four, five; six? Seven.");
    }
}
