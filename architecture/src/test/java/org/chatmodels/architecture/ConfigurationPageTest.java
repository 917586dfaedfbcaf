package org.chatmodels.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.Problem;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.Service;
import org.junit.jupiter.api.Test;

/** The page of the configuration lists what the code reads, no more and no less, and its examples are right. */
class ConfigurationPageTest {
    private static final Path PAGE = House.root().resolve("docs/configuration.md");
    private static final Pattern KNOWN_KEY = Pattern.compile("chatmodels\\.[\\w.]+");
    private static final Pattern VARIABLE = Pattern.compile("\\b(?:apply|variable|getenv)\\(\\s*\"([A-Z][A-Z_]+)\"");
    private static final Pattern BLOCK = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL);
    private static final Set<String> IN_TEXTS_ONLY =
            Set.of("base_url", "credential", "api", "fallback_on", "response_format");
    private static final Map<String, String> SAMPLES = Map.of(
            "credential", "corp",
            "reasoning_effort", "low",
            "fallback_on", "not_found",
            "stop", "END",
            "retries", "0",
            "extra.*", "0.05",
            "user", "u-123");

    private final Map<String, String> environment = new HashMap<>(Map.of("CORP_LLM_KEY", "sk-canary-of-a-test"));
    private final Map<String, String> properties = new LinkedHashMap<>();

    private ChatModelRegistry registry() {
        return ChatModelRegistry.builder()
                .environment(environment)
                .properties(properties)
                .build();
    }

    /** The cells of each line of a table between two marks, without back quotes. */
    private static List<List<String>> table(String mark) throws IOException {
        String page = Files.readString(PAGE);
        String part = page.substring(page.indexOf("<!-- " + mark + ":"), page.indexOf("<!-- end of " + mark));
        List<List<String>> rows = new ArrayList<>();
        for (String line : part.lines().filter(line -> line.startsWith("| `")).toList()) {
            List<String> cells = new ArrayList<>();
            for (String cell : line.substring(1, line.length() - 1).split("(?<!\\\\)\\|", -1)) {
                cells.add(cell.strip().replace("`", ""));
            }
            rows.add(cells);
        }
        assertThat(rows).as(mark).isNotEmpty();
        return rows;
    }

    private static Set<String> names(String mark) throws IOException {
        Set<String> names = new TreeSet<>();
        for (List<String> row : table(mark)) {
            assertThat(row).as(row.get(0)).doesNotContainNull();
            assertThat(names.add(row.get(0))).as(row.get(0)).isTrue();
        }
        return names;
    }

    private void set(String example) {
        int end = example.indexOf(" = ");
        assertThat(end).as(example).isPositive();
        properties.put(example.substring(0, end), example.substring(end + 3));
    }

    private List<Problem> problems() {
        try (ChatModelRegistry registry = registry()) {
            return registry.validate();
        }
    }

    @Test
    void everyKeyThatIsReadIsListed() throws IOException {
        properties.put("chatmodels.colour", "red");
        List<Problem> unknown = problems();
        assertThat(unknown).hasSize(1);
        Set<String> known = new TreeSet<>();
        Matcher keys = KNOWN_KEY.matcher(unknown.get(0).message());
        while (keys.find()) {
            known.add(keys.group());
        }
        known.add("chatmodels.credential.NAME.origins");
        assertThat(names("keys")).isEqualTo(known);
    }

    @Test
    void everyExampleOfAKeyIsRead() throws IOException {
        for (List<String> row : table("keys")) {
            properties.clear();
            properties.put("chatmodels.credential.corp", "env:CORP_LLM_KEY");
            properties.put("chatmodels.credential.corp.origins", "https://llm.corp.example");
            String example = row.get(5);
            assertThat(example.replaceAll("\\.(fast|groq|corp|own1)\\b", ".NAME")
                            .replace("timeout", "KEY"))
                    .startsWith(row.get(0) + " = ");
            if (!row.get(0).equals("chatmodels.config") && !row.get(0).equals("chatmodels.catalogue")) {
                set(example);
            }
            assertThat(problems()).as(example).isEmpty();
        }
    }

    @Test
    void everyVariableOfAKeySetsIt() throws IOException {
        for (List<String> row : table("keys")) {
            String expected = row.get(0).replace('.', '_').toUpperCase(Locale.ROOT);
            boolean none = row.get(0).equals("chatmodels.user_config");
            assertThat(row.get(4)).isEqualTo(none ? "" : expected);
            assertThat(row.get(3).contains("any") || row.get(3).contains("variable"))
                    .isEqualTo(!none);
        }
        List<String> single = new ArrayList<>(Service.keys());
        try (ChatModelRegistry registry = registry()) {
            registry.options("openai-compatible").forEach(option -> single.add(option.name()));
        }
        for (String key : single) {
            environment.put("CHATMODELS_SERVICE_CORP_" + key.toUpperCase(Locale.ROOT), "x");
            boolean nested = key.contains(".");
            assertThat(problems().stream().anyMatch(problem -> problem.message().startsWith("No key of a service")))
                    .as(key)
                    .isEqualTo(nested);
            environment.keySet().removeIf(name -> name.startsWith("CHATMODELS_SERVICE"));
        }
    }

    @Test
    void everyKeyOfARowIsListedWithAnExampleThatIsRead() throws IOException {
        assertThat(names("rows")).isEqualTo(new TreeSet<>(Service.keys()));
        for (List<String> row : table("rows")) {
            properties.clear();
            set("chatmodels.credential.corp = env:CORP_LLM_KEY");
            set("chatmodels.credential.corp.origins = https://llm.corp.example");
            set("chatmodels.service.corp.provider = openai-compatible");
            set("chatmodels.service.corp.base_url = https://llm.corp.example/v1");
            String example = row.get(3);
            assertThat(example).startsWith(row.get(0).replace("*", ""));
            set("chatmodels.service.corp." + example);
            assertThat(problems()).as(example).isEmpty();
        }
    }

    @Test
    void theParametersAreThoseOfTheCodeAndTheirExamplesOpen() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf('\n', page.indexOf("<!-- parameters:")) + 1;
        String expected =
                page.substring(0, start) + parameters() + page.substring(page.indexOf("<!-- end of parameters"));
        assertThat(Generated.written(PAGE, expected)).as(Generated.REMEDY).isEqualTo(Files.readString(PAGE));
        set("chatmodels.credential.corp = env:CORP_LLM_KEY");
        try (ChatModelRegistry registry = registry()) {
            for (List<String> row : table("parameters")) {
                String separator = row.get(4).startsWith("base_url") ? "?" : "?base_url=https://a.example&";
                assertThat(registry.explain("openai-compatible:m" + separator + row.get(4))
                                .settings())
                        .as(row.get(4))
                        .isNotEmpty();
            }
        }
    }

    private String parameters() {
        StringBuilder table =
                new StringBuilder("| parameter | type | default | meaning | example |\n|---|---|---|---|---|\n");
        try (ChatModelRegistry registry = registry()) {
            for (OptionInfo option : registry.options("openai-compatible")) {
                String type = option.allowed().isEmpty()
                        ? option.type().name().toLowerCase(Locale.ROOT)
                        : String.join(", ", option.allowed());
                table.append("| `" + option.name() + "`").append(IN_TEXTS_ONLY.contains(option.name()) ? " *" : "");
                table.append(" | " + type + (option.repeatable() ? ", repeatable" : ""));
                table.append(" | " + option.defaultValue().orElse(""));
                table.append(" | " + option.description());
                table.append(" | `" + option.name().replace("*", "min_p") + "=" + sample(option) + "` |\n");
            }
        }
        return table.toString();
    }

    private static String sample(OptionInfo option) {
        if (SAMPLES.containsKey(option.name())) {
            return SAMPLES.get(option.name());
        }
        return switch (option.type()) {
            case NUMBER -> "0.5";
            case INTEGER -> "10";
            case BOOLEAN -> "true";
            case DURATION -> option.defaultValue().orElse("30s");
            case URL -> "https://llm.corp.example/v1";
            case TEXT -> option.allowed().get(0);
        };
    }

    @Test
    void everyVariableThatTheCodeAsksForIsListed() throws IOException {
        Set<String> asked = new TreeSet<>();
        for (String module : House.MODULES) {
            for (Path source : House.mainSources(module)) {
                Matcher variables = VARIABLE.matcher(Files.readString(source));
                while (variables.find()) {
                    asked.add(variables.group(1));
                }
            }
        }
        assertThat(asked).containsAll(names("variables"));
        assertThat(Files.readString(PAGE)).contains(asked);
    }

    @Test
    void theSampleIsWithoutMistakes() throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        assertThat(block.find()).isTrue();
        Properties sample = new Properties();
        sample.load(new StringReader(block.group(1)));
        sample.stringPropertyNames().forEach(key -> properties.put(key, sample.getProperty(key)));
        assertThat(properties).hasSizeGreaterThan(10);
        assertThat(problems()).isEmpty();
    }
}
