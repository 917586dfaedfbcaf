package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.chatmodels.provider.Service;
import org.junit.jupiter.api.Test;

/** docs/services.md is written from the rows and the catalogue; -Dgenerated.write=true writes it anew. */
class ServicesPageTest {
    private static final Path PAGE = Path.of("../docs/services.md");
    private static final Path CATALOGUE = Path.of("src/main/resources/META-INF/chatmodels/models.tsv");

    @Test
    void thePageIsThatOfTheRowsAndTheCatalogue() throws IOException {
        String page = page();
        if (Boolean.getBoolean("generated.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("mvn verify -pl provider-openai-compatible -am -Dgenerated.write=true writes it anew")
                .isEqualTo(page);
    }

    private static String page() throws IOException {
        List<String> lines = Files.readAllLines(CATALOGUE);
        lines.removeIf(line -> line.startsWith("#"));
        String date = lines.get(0).split("\t")[1];
        List<String> columns = Arrays.asList(lines.get(1).split("\t"));
        Map<String, List<Map<String, String>>> models = new TreeMap<>();
        for (String line : lines.subList(2, lines.size())) {
            Map<String, String> figures = new TreeMap<>();
            String[] cells = line.split("\t");
            for (int i = 0; i < cells.length; i++) {
                figures.put(columns.get(i), cells[i]);
            }
            models.computeIfAbsent(cells[0], service -> new ArrayList<>()).add(figures);
        }
        StringBuilder page = new StringBuilder("""
                # Services

                Every service that `chatmodels-provider-openai-compatible` knows, written by the build from its rows and
                from the catalogue of models, whose figures are those of DATE. Context in tokens and prices in US dollars
                per million tokens, in and out, are from the least to the most of what the catalogue knows of that service;
                `chat models SERVICE` asks the service itself. [Costs and budgets](operations.md#costs-and-budgets) says
                what comes of the figures, [configuration](configuration.md#services) how to add a service.
                [Ollama](ollama.md) and [OpenRouter](openrouter.md) have providers of their own; where their jars are, these serve
                them instead.

                | service | address | key | API | status | models | context | in | out | example |
                |---|---|---|---|---|---|---|---|---|---|
                """.replace("DATE", date));
        new TreeMap<>(ServiceTableTest.rows()).forEach((name, row) -> {
            List<String> cells = cells(Service.of(name, row), row);
            cells.addAll(cells.size() - 1, figures(models.getOrDefault(name, List.of())));
            page.append("| ").append(String.join(" | ", cells)).append(" |\n");
        });
        return page.toString();
    }

    private static List<String> cells(Service service, Map<String, String> row) {
        String keys = row.getOrDefault("key_env", "").isBlank()
                ? "none"
                : "`" + String.join("` `", row.get("key_env").split("\\s*,\\s*")) + "`"
                        + (service.keyRequired() ? "" : ", optional");
        String example = row.getOrDefault("example_model", "");
        String retired = row.containsKey("retired") ? " " + row.get("retired") : "";
        return new ArrayList<>(List.of(
                service.displayName(),
                row.containsKey("base_url") ? "`" + row.get("base_url") + "`" : "of your own",
                keys,
                service.protocol().orElse("auto"),
                row.getOrDefault("status", "active") + retired,
                example.isEmpty() ? "`" + service.name() + ":…`" : "`" + service.name() + ":" + example + "`"));
    }

    private static List<String> figures(List<Map<String, String>> models) {
        return List.of(
                models.isEmpty() ? "" : String.valueOf(models.size()),
                range(models, "context_window", value -> value.toBigInteger().toString()),
                range(models, "input", BigDecimal::toPlainString),
                range(models, "output", BigDecimal::toPlainString));
    }

    private static String range(List<Map<String, String>> models, String column, Function<BigDecimal, String> shown) {
        List<BigDecimal> known = models.stream()
                .map(model -> model.getOrDefault(column, ""))
                .filter(text -> !text.isEmpty())
                .map(BigDecimal::new)
                .sorted(Comparator.naturalOrder())
                .toList();
        if (known.isEmpty()) {
            return "";
        }
        String least = shown.apply(known.get(0));
        String most = shown.apply(known.get(known.size() - 1));
        return least.equals(most) ? least : least + "–" + most;
    }
}
