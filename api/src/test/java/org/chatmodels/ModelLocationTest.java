package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelLocationTest {
    private static final int ROUNDS = 20_000;

    @Test
    void printedLocationParsesToAnEqualOne() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            ModelLocation location = random(random);
            ModelLocation again = ModelLocation.parse(location.toString());
            assertThat(again)
                    .as("seed %d: %s", seed, location)
                    .isEqualTo(location)
                    .hasSameHashCodeAs(location);
            assertThat(again).as("seed %d", seed).hasToString(location.toString());
            assertThat(again.parameters().toString())
                    .as("seed %d", seed)
                    .isEqualTo(location.parameters().toString());
        }
    }

    private static ModelLocation random(Random random) {
        String provider =
                text(random, 2 + random.nextInt(8), "abcxyzABC0123456789-_.").replaceFirst("^.", "q");
        String model = "m" + text(random, random.nextInt(20), "abzAZ09-._~:/@+ %?&=#|;${}\"äß漢€\uD83D\uDE00");
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (int count = random.nextInt(5); count > 0; count--) {
            String name = "p" + count + text(random, random.nextInt(4), "abZ09-_.");
            parameters.put(name, List.of(value(random)));
        }
        if (random.nextInt(4) == 0) {
            parameters.put("stop", List.of(value(random), "\n" + value(random), value(random)));
        }
        return ModelLocation.of(provider, model, parameters);
    }

    private static String value(Random random) {
        return text(random, 1 + random.nextInt(10), "abZ09 -_.~:/@+%?&=#|;${}\"<>äß漢€\uD83D\uDE00");
    }

    private static String text(Random random, int length, String alphabet) {
        int[] characters = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }

    @Test
    void asLittleAsPossibleIsEncoded() {
        assertThat(ModelLocation.of("groq", "a b%ü"))
                .hasToString("groq:a%20b%25%C3%BC")
                .isEqualTo(ModelLocation.parse("Groq:a%20b%25%c3%bc"));
        assertThat(ModelLocation.parse("groq:%61%2F?user=%61%26$%24%7B")).hasToString("groq:a/?user=a%26$%24{");
    }

    @Test
    void partsAreTakenAsTheyAre() {
        ModelLocation location = ModelLocation.of("Open_Router", "meta-llama/x:free?a=b%20");
        assertThat(location.provider()).isEqualTo("open-router");
        assertThat(location.model()).isEqualTo("meta-llama/x:free?a=b%20");
        assertThat(location.parameters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "a:b", "a b", " groq", "groq ", "groq?", "a|b", "a/b", "grøq", "groq:", "https", "%41b"
            })
    void providerThatCannotBeWrittenIsRefused(String provider) {
        assertThatThrownBy(() -> ModelLocation.of(provider, "x")).isInstanceOf(ConfigurationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "//x", "a\nb", "a\u0000", "\uD83D", "a\uDE00b", "\u0085"})
    void modelThatCannotBeWrittenIsRefused(String model) {
        assertThatThrownBy(() -> ModelLocation.of("groq", model)).isInstanceOf(ConfigurationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a=b", "a&b", "1a", "a b", "api_key"})
    void parameterNameThatCannotBeWrittenIsRefused(String name) {
        assertThatThrownBy(() -> ModelLocation.of("groq", "x", Map.of(name, List.of("v"))))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void aliasOrRouteIsNoLocation() {
        assertThatThrownBy(() -> ModelLocation.parse("groq"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("(column 1)")
                .hasMessageContaining("groq:openai/gpt-oss-20b");
        assertThatThrownBy(() -> ModelLocation.parse("groq:x | ollama:y"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("(column 8)");
    }

    @Test
    void differentLocationsDiffer() {
        ModelLocation location = ModelLocation.parse("groq:x?seed=1");
        List<String> others = List.of("groq:x", "groq:X?seed=1", "xai:x?seed=1", "groq:x?seed=2", "groq:x?n=1");
        assertThat(others)
                .allSatisfy(other -> assertThat(ModelLocation.parse(other)).isNotEqualTo(location));
        assertThat(location).isNotEqualTo("groq:x?seed=1");
    }

    @Test
    void parametersAreUnmodifiableAndInOrder() {
        ModelLocation location = ModelLocation.parse("groq:x?top_p=1&seed=2&user=c&n=4&stop=z&stop=y");
        assertThat(new ArrayList<>(location.parameters().keySet()))
                .containsExactly("top_p", "seed", "user", "n", "stop");
        assertThat(location.parameters().get("stop")).containsExactly("z", "y");
        assertThatThrownBy(() -> location.parameters().put("a", List.of("b")))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> location.parameters().get("stop").add("b"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void nullIsRefused() {
        assertThatNullPointerException().isThrownBy(() -> ModelLocation.parse(null));
        assertThatNullPointerException().isThrownBy(() -> ModelLocation.of(null, "x"));
        assertThatNullPointerException().isThrownBy(() -> ModelLocation.of("groq", null));
    }
}
