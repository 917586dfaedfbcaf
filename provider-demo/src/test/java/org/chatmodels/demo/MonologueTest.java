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

class MonologueTest {
    private static final MarkovChain CHAIN = MarkovChain.train();

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-9, 0.5, 2, 1e9})
    void alwaysEndsWithASentence(double temperature) {
        long first = new Random().nextLong();
        for (long seed = first; seed < first + 500; seed++) {
            List<String> words = words("streams and drivers", temperature, seed);
            assertThat(words).as("seed %d", seed).hasSizeBetween(4, 400);
            assertThat(words.get(words.size() - 1)).as("seed %d", seed).matches("[.!?]");
            assertThat(words).as("seed %d", seed).allMatch(word -> !word.isBlank());
        }
    }

    @Test
    void temperatureZeroIgnoresTheSeed() {
        assertThat(words("streams", 0, 1)).isEqualTo(words("streams", 0, 2));
    }

    @Test
    void higherTemperatureGivesMoreDifferentSentences() {
        assertThat(different(0.01)).isLessThan(different(2));
    }

    @Test
    void firstSentenceIsAboutThePrompt() {
        assertThat(words("Tell me about JDBC", 0.5, 7).subList(0, 5)).contains("JDBC");
        assertThat(words("Why is the sky blue?", 0.5, 7).subList(0, 5)).contains("sky");
    }

    @Test
    void topicsAreKnownWordsInAnyFormButNotTheCommonOnes() {
        assertThat(CHAIN.topics("Tell me about the DRIVER")).containsExactly("driver");
        assertThat(CHAIN.topics("poems")).containsExactly("poem");
        assertThat(CHAIN.topics("what is it? xyzzy s")).isEmpty();
    }

    @Test
    void sentenceBeginsWithACapital() {
        assertThat(words("stream", 0.5, 3).get(0)).matches("[A-Z].*");
    }

    private static int different(double temperature) {
        Set<List<String>> answers = new HashSet<>();
        for (long seed = 0; seed < 100; seed++) {
            List<String> words = words("JDBC", temperature, seed);
            answers.add(words.subList(0, words.indexOf(".")));
        }
        return answers.size();
    }

    private static List<String> words(String prompt, double temperature, long seed) {
        List<String> words = new ArrayList<>();
        new Monologue(CHAIN, CHAIN.topics(prompt), temperature, seed).forEachRemaining(words::add);
        return words;
    }
}
