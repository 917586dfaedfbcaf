package org.chatmodels.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chatmodels.ConfigurationException;
import org.chatmodels.MissingKeyException;
import org.chatmodels.Problem;
import org.chatmodels.ProviderLoadException;
import org.chatmodels.architecture.ConfigurationMistakes.Mistake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error of the configuration family has a code; the code is an anchor of docs/errors.md and is produced here. */
class ErrorCodesTest {
    private static final Path PAGE = House.root().resolve("docs/errors.md");
    private static final Pattern ANCHOR = Pattern.compile("^### ([a-z]+(?:_[a-z]+)+)$", Pattern.MULTILINE);
    private static final Pattern REMEDY = Pattern.compile("(?i)\\b(write|set|add|leave|use|open|declare|did you mean"
            + "|choose|check|mend|remove|shorten|put|point|let|needs another|name one|takes one of|fill it in)\\b");
    private static final Map<String, Class<?>> CLASSES = Map.of(
            "missing_key",
            MissingKeyException.class,
            "key_file",
            MissingKeyException.class,
            "broken_provider",
            ProviderLoadException.class);

    static List<Mistake> mistakes() {
        return ConfigurationMistakes.all();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeLeadsToItsCodeAndTheMessageOfThePage(Mistake mistake) throws Exception {
        String message = firstLine(message(mistake));
        assertThat(message).containsPattern(REMEDY);

        String page = Files.readString(PAGE);
        Matcher example = example(mistake.code(), page);
        Generated.written(PAGE, page.substring(0, example.start(1)) + message + page.substring(example.end(1)));
        assertThat(example(mistake.code(), Files.readString(PAGE)).group(1))
                .as(Generated.REMEDY)
                .isEqualTo(message);
    }

    /** Found in the page, as its first group. */
    private static Matcher example(String code, String page) {
        Matcher example = Pattern.compile("\n### " + code + "\n\n```\n(.*?)\n```\n", Pattern.DOTALL)
                .matcher(page);
        assertThat(example.find())
                .as("docs/errors.md lacks ### %s with an example", code)
                .isTrue();
        return example;
    }

    @Test
    void whatTheCodeThrowsWhatThePageExplainsAndWhatIsProducedHereAreTheSame() throws IOException {
        Set<String> produced = new TreeSet<>();
        mistakes().forEach(mistake -> produced.add(mistake.code()));
        Set<String> explained = new TreeSet<>();
        Matcher anchors = ANCHOR.matcher(Files.readString(PAGE));
        while (anchors.find()) {
            assertThat(explained.add(anchors.group(1))).as(anchors.group(1)).isTrue();
        }

        assertThat(explained).as("docs/errors.md").isEqualTo(ThrownCodes.read().codes());
        assertThat(produced).as("ConfigurationMistakes").isEqualTo(explained);
    }

    @Test
    void noErrorOfTheFamilyIsMadeWithoutACode() {
        assertThat(ThrownCodes.read().without()).isEmpty();
    }

    @Test
    void aCodeIsFoundWhereItIsWrittenAndMissedWhereItIsNot(@TempDir Path folder) throws IOException {
        Path source = Files.writeString(folder.resolve("Sample.java"), """
                class Sample {
                    RuntimeException one() { return new ConfigurationException("first_code", "says what"); }
                    RuntimeException two() { return new ConfigurationException("says what", Details.NONE); }
                    RuntimeException three() { return made("second_code", "says what"); }
                    RuntimeException four(String code) { return made(code == null ? "third_code" : "fourth_code", ""); }
                    RuntimeException made(String code, String text) {
                        return new MissingKeyException(text, Details.builder().code(code).build());
                    }
                    RuntimeException five() { return new ProviderLoadException("says what", more().build()); }
                }
                """);

        ThrownCodes thrown = ThrownCodes.of(List.of(source));

        assertThat(thrown.codes()).containsExactly("first_code", "fourth_code", "second_code", "third_code");
        assertThat(thrown.without()).hasSize(2);
    }

    /** Of an exception, of a problem, which has no code, or out of what the command printed for scripts. */
    private static String message(Mistake mistake) throws Exception {
        Object result;
        try {
            result = mistake.made().call();
        } catch (ConfigurationException failure) {
            assertThat(failure.code()).as(failure.getMessage()).hasValue(mistake.code());
            assertThat(failure).isExactlyInstanceOf(CLASSES.getOrDefault(mistake.code(), ConfigurationException.class));
            return failure.getMessage();
        }
        if (result instanceof List<?> problems) {
            assertThat(problems).hasSize(1);
            return ((Problem) problems.get(0)).message();
        }
        assertThat(String.valueOf(result)).contains("\"code\":\"" + mistake.code() + "\"");
        Matcher text = Pattern.compile("\"message\":\"(.*?)\"").matcher(String.valueOf(result));
        assertThat(text.find()).isTrue();
        return text.group(1);
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("").replaceAll("127\\.0\\.0\\.1:[0-9]{2,}", "127.0.0.1:8080");
    }
}
