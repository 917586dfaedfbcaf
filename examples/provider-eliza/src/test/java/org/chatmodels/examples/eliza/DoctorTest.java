package org.chatmodels.examples.eliza;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorTest {
    private final Doctor doctor = Doctor.withScript();

    @Test
    void dialogueRunsAsScripted() {
        assertThat(dialogue(
                        "Hello!",
                        "I am sad.",
                        "It is my work.",
                        "My boss thinks that I am lazy.",
                        "My mother says so too.",
                        "Hmm.",
                        "Well.",
                        "I dreamt of my car last night.",
                        "You are not listening to me!",
                        "Because I need a holiday.",
                        "So so.",
                        "Ah."))
                .containsExactly(
                        "Good day. What is on your mind?",
                        "How long have you been sad?",
                        "Your work?",
                        "Is it because you are lazy that you came?",
                        "Tell me more about your mother.",
                        "Let us go back to your work.",
                        "Earlier you spoke of your mother. What was left unsaid?",
                        "You dreamt of your car last night. And while awake, do you think of it?",
                        "What makes you think that I am not listening to you?",
                        "What makes you sure that you need a holiday?",
                        "Please go on.",
                        "I am not sure that I follow. Say it in other words.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "I CAN'T sleep | What would happen if you could sleep?",
                "I can’t sleep | What would happen if you could sleep?",
                "It rained. Then, I dreamt of you | You dreamt of I. And while awake, do you think of it?",
                "Computers, my mother, and no end | Do machines trouble you?",
                "60 | Please go on.",
                "... | Please go on.",
                "日本語 | Please go on."
            })
    void strongestKeywordOfAllClausesDecides(String said, String answer) {
        assertThat(dialogue(said)).containsExactly(answer);
    }

    @Test
    void sameWordsAgainGetTheNextReplyAndThenTheFirst() {
        List<String> answers = dialogue("Sorry", "Sorry", "Sorry");
        assertThat(answers.get(1)).isNotEqualTo(answers.get(0));
        assertThat(answers.get(2)).isEqualTo(answers.get(0));
    }

    @Test
    void nothingSaidIsAnsweredToo() {
        assertThat(doctor.answer(List.of())).isEqualTo("Please go on.");
        assertThat(doctor.answer(List.of(""))).isEqualTo("Please go on.");
    }

    @Test
    void noAnswerShowsThePlaceOfSomethingMissing() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] words =
                "i you my mother am if remember dreamt like are can't why is me want hello , . ? was".split(" ");
        for (int talk = 0; talk < 200; talk++) {
            StringBuilder said = new StringBuilder();
            for (int word = random.nextInt(12); word > 0; word--) {
                said.append(words[random.nextInt(words.length)]).append(' ');
            }
            assertThat(doctor.answer(List.of(said.toString())))
                    .as("seed %d", seed)
                    .isNotBlank()
                    .doesNotContain("{");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"i ", "you me ", "i you ", "* "})
    @Timeout(10)
    void endlessClauseIsAnsweredInTime(String word) {
        assertThat(doctor.answer(List.of(word.repeat(200_000)))).isNotBlank();
    }

    private List<String> dialogue(String... said) {
        List<String> answers = new ArrayList<>();
        for (int turn = 1; turn <= said.length; turn++) {
            answers.add(doctor.answer(List.of(said).subList(0, turn)));
        }
        return answers;
    }
}
