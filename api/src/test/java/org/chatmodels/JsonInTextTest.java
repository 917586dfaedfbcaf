package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the JSON is in what a model says. */
class JsonInTextTest {
    /** {@code ~} is the end of a line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"a\":1} | {\"a\":1}",
                "[{\"a\":1},{\"b\":2}] | [{\"a\":1},{\"b\":2}]",
                "\uFEFF{\"a\":1} | {\"a\":1}",
                "```json~{\"a\":1}~``` | {\"a\":1}",
                "``` JSON ~{\"a\":1}~``` | {\"a\":1}",
                "```~{\"a\":1}~``` | {\"a\":1}",
                "```json~{\"a\":1} | {\"a\":1}",
                "```json {\"a\":1}``` | {\"a\":1}",
                "Sure: {\"a\":1} or {\"b\":2}~  ```json~{\"c\":3}~  ```~Bye {\"d\":4} | {\"c\":3}",
                "```python~x = {\"a\":1}~```~then~```json~{\"c\":3}~``` | {\"c\":3}",
                "```sh~ls~```~and~```~{\"c\":3}~``` | {\"c\":3}",
                "```sh~ls~```~and {\"c\":3} | {\"c\":3}",
                "Here it is: {\"a\":{\"b\":[1,2]}} Hope it helps {smile} | {\"a\":{\"b\":[1,2]}}",
                "{\"code\":\"```json\\n{}\\n```\"} | {\"code\":\"```json\\n{}\\n```\"}",
                "say {\"a\":\"} ]\\\" {\"} now | {\"a\":\"} ]\\\" {\"}",
                "As [1] says: {\"a\":1} | {\"a\":1}",
                "See [this]: {\"a\":1} | {\"a\":1}",
                "{{name}} is {\"a\":1} | {\"a\":1}",
                "in [0, 1) and [2, 3): {\"a\":1} | {\"a\":1}",
                "not {\"a\"] but {\"a\":1} | {\"a\":1}",
                "an empty {} is not {\"a\":1} | {\"a\":1}",
                "it is {} | {}",
                "the list: [\"a\",\"b\"]. | [\"a\",\"b\"]",
                "numbers [1, 2], then [\"a\"] | [\"a\"]",
                "He said \"hi {there: {\"a\":1} | {\"a\":1}",
                "<think>maybe {\"b\":2}</think>{\"a\":1} | {\"a\":1}",
                "maybe {\"b\":2} no~</think>~~```json~{\"a\":1}~``` | {\"a\":1}",
                "{\"a\":\"</think>{}\"} | {\"a\":\"</think>{}\"}",
                "So: {\"a\":\"</think>\\n{}\"} | {\"a\":\"</think>\\n{}\"}",
                "[  {\"a\" : 1 }  ] . | [  {\"a\" : 1 }  ]",
            })
    void jsonIsFound(String text, String json) {
        assertThat(JsonInText.find(text.replace('~', '\n'))).contains(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "No.",
                "{",
                "}",
                "]{",
                "{\"a\":1",
                "{\"items\":[{\"a\":1},{\"a\":2}",
                "[{\"a\":1},{\"a\":2",
                "Here: {\"items\":[{\"a\":1}",
                "{\"a\":\"{}",
                "{\"a\":\"\\",
                "[1] and {\"a\":{}",
                "Such as {\"a\":1}:\n```json\n{\"a\":{\"b\":1}",
                "<think>{\"a\":1}",
                "\uFEFF",
                "```json",
                "```json\n```"
            })
    void whereThereIsNoneOrItIsCutNothingIsFound(String text) {
        assertThat(JsonInText.find(text)).isEmpty();
    }

    @Test
    void randomJsonIsFoundAmidRandomProse() {
        long seed = new Random().nextLong();
        for (int round = 0; round < 5_000; round++) {
            Samples samples = new Samples(new Random(seed + round));
            String json = samples.object(3);
            String text = samples.wrapped(json);
            assertThat(JsonInText.find(text))
                    .as("seed %s: %s", seed + round, text)
                    .contains(json);
        }
    }

    @Test
    void noTextMakesItFail() {
        long seed = new Random().nextLong();
        String pieces = "{}[]\"\\`\n :,1ntf<";
        for (int round = 0; round < 20_000; round++) {
            Random random = new Random(seed + round);
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                text.append(random.nextInt(9) == 0 ? "```" : pieces.charAt(random.nextInt(pieces.length())));
            }
            Assertions.assertDoesNotThrow(() -> JsonInText.find(text.toString()), () -> "seed " + seed + ": " + text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{{{[[[[",
                "[1 ",
                "[",
                "[[",
                "{\"",
                "{\"a\":",
                "[}",
                "```json\n",
                "```\n{",
                "```",
                "{} ",
                "\\\"",
                "{  "
            })
    void aLongTextTakesNoLongTime(String piece) {
        String text = piece.repeat(1_000_000 / piece.length());
        Supplier<Object> find = () -> JsonInText.find(text);
        Object found = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), find::get);
        assertThat(found).isNotNull();
    }

    /** Random JSON, and prose whose brackets cannot be taken for JSON. */
    private record Samples(Random random) {
        private static final String[] WORDS = {
            "Sure",
            "the answer:",
            "isn't",
            "[see above]",
            "{name}",
            "(1)",
            "\n",
            "5 > 3",
            "a[i]",
            "}",
            "]",
            "`x`",
            "[12]"
        };

        String object(int depth) {
            StringBuilder fields = new StringBuilder("{");
            for (int count = 1 + random.nextInt(3); count > 0; count--) {
                fields.append(fields.length() == 1 ? "" : ", ")
                        .append(text())
                        .append(": ")
                        .append(value(depth - 1));
            }
            return fields.append(space()).append('}').toString();
        }

        private String value(int depth) {
            return switch (random.nextInt(depth > 0 ? 6 : 4)) {
                case 0 -> text();
                case 1 -> String.valueOf(random.nextInt());
                case 2 -> "null";
                case 3 -> random.nextBoolean() ? "[]" : "{}";
                case 4 -> "[" + value(depth - 1) + "," + space() + value(depth - 1) + "]";
                default -> object(depth);
            };
        }

        private String text() {
            String[] texts = {"a", "}", "{\\\"", "]", "[\\\\", "```", "\\n```\\n", "é", "", "</think>", "\\\\\\\""};
            return '"' + texts[random.nextInt(texts.length)] + texts[random.nextInt(texts.length)] + '"';
        }

        private String space() {
            return random.nextBoolean() ? "" : "\n  ";
        }

        private String prose() {
            StringBuilder prose = new StringBuilder();
            for (int count = random.nextInt(5); count > 0; count--) {
                prose.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
            }
            return prose.toString();
        }

        String wrapped(String json) {
            String thought = random.nextInt(3) == 0 ? "<think>" + prose() + "{\"no\":1}" + "</think>" : "";
            String after = " " + prose() + (random.nextBoolean() ? "" : "{\"other\": 1}");
            return switch (random.nextInt(4)) {
                case 0 -> thought + json;
                case 1 -> thought + "So: " + prose() + json + after;
                case 2 -> thought + "So: " + prose() + "\n```json\n" + json + "\n```\n" + after;
                default -> thought + "```\n" + json + "\n```";
            };
        }
    }
}
