package org.chatmodels.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkovChainTest {
    private static final MarkovChain CHAIN = MarkovChain.train();

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-9, 0.5, 1, 2, 1e9})
    void talkIsWholeSentences(double temperature) {
        long first = new Random().nextLong();
        for (long seed = first; seed < first + 100; seed++) {
            List<String> words = talk("streams and drivers", temperature, seed);
            assertThat(words).as("seed %d", seed).hasSizeBetween(12, 300).endsWith(".");
            for (int at = 0; at < words.size(); at++) {
                boolean begins = at == 0 || words.get(at - 1).equals(".");
                assertThat(words.get(at)).as("seed %d", seed).matches(begins ? "[A-Z].*" : "\\S+");
            }
        }
    }

    @Test
    void temperatureZeroIgnoresTheSeedAndAHigherOneDoesNot() {
        assertThat(different(0)).isEqualTo(1);
        assertThat(different(0.1)).isGreaterThan(1).isLessThan(different(2));
    }

    @Test
    void firstSentenceHasAWordOfThePrompt() {
        for (long seed = 0; seed < 50; seed++) {
            assertThat(sentence("Tell me about JDBC", 0.5, seed)).contains("JDBC");
            assertThat(sentence("Why is the sky blue?", 0.5, seed)).contains("sky");
        }
    }

    @Test
    void sentencesAreNewOnesAndNotOnlyQuotes() {
        Set<List<String>> said = new HashSet<>();
        for (long seed = 0; seed < 300; seed++) {
            said.add(sentence("JDBC", 0.5, seed));
        }
        int inTheText = CHAIN.topics("JDBC").get(0).size();
        assertThat(said).hasSizeGreaterThan(inTheText);
    }

    @Test
    void topicsAreKnownWordsInAnyFormButNotTheCommonOnes() {
        assertThat(CHAIN.topics("Tell me about the DRIVER")).hasSize(2).isEqualTo(CHAIN.topics("drivers"));
        assertThat(CHAIN.topics("poems")).hasSize(1).isEqualTo(CHAIN.topics("poem"));
        assertThat(CHAIN.topics("what is it? xyzzy s")).isEmpty();
    }

    @Test
    void wordsAndMarksAreTokens() {
        assertThat(MarkovChain.split("Hello, world! It's plug-in 3.5."))
                .containsExactly("Hello", ",", "world", "!", "It's", "plug-in", "3.5", ".");
        assertThat(MarkovChain.split("groq:openai/gpt-oss-20b?")).containsExactly("groq:openai/gpt-oss-20b", "?");
        assertThat(MarkovChain.split("a...b \uD83D")).containsExactly("a", ".", ".", ".", "b", "\uD83D");
        assertThat(MarkovChain.split("")).isEmpty();
        assertThat(MarkovChain.split(" \n\t ")).isEmpty();
    }

    @Test
    void joinedAndSplitAgainGivesTheSameTokens() {
        StringBuilder text = new StringBuilder();
        String last = "";
        for (String token : MarkovChain.split("One (two) three: four, five; six? Seven.")) {
            text.append(MarkovChain.gap(last, token)).append(token);
            last = token;
        }
        assertThat(text).hasToString("One (two) three: four, five; six? Seven.");
    }

    private static int different(double temperature) {
        Set<List<String>> sentences = new HashSet<>();
        for (long seed = 0; seed < 100; seed++) {
            sentences.add(sentence("JDBC", temperature, seed));
        }
        return sentences.size();
    }

    private static List<String> sentence(String prompt, double temperature, long seed) {
        List<String> words = talk(prompt, temperature, seed);
        return words.subList(0, words.indexOf("."));
    }

    private static List<String> talk(String prompt, double temperature, long seed) {
        List<String> words = new ArrayList<>();
        CHAIN.talk(CHAIN.topics(prompt), temperature, seed).forEachRemaining(words::add);
        return words;
    }
}
