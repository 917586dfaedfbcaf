package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that writes the catalogue, and what it has written. */
class CatalogueBuilderTest {
    private static final Path SHIPPED = Path.of("src/main/resources/META-INF/chatmodels/models.tsv");

    @TempDir
    Path source;

    @BeforeEach
    void copy() throws IOException {
        Files.writeString(source.resolve("LICENSE"), "MIT License\n\nCopyright (c) nobody\n");
        for (String provider : CatalogueBuilder.SERVICES.strip().split("[\\s/]+")) {
            Files.createDirectories(source.resolve("providers/" + provider + "/models"));
        }
    }

    private void model(String path, String toml) throws IOException {
        Path file = source.resolve(path + ".toml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, toml);
    }

    private List<String> lines() throws IOException {
        String text = new CatalogueBuilder(source)
                .text("c0ffee", "2026-07-02", SHIPPED.resolveSibling("services.properties"));
        return text.lines().toList();
    }

    @Test
    void figuresAreAsShortAsTheyCanBe() throws IOException {
        model("providers/groq/models/some/model-1", """
                # what people say
                name = "Some \\"model\\" # one"
                reasoning = true
                tool_call = false
                attachment = true
                values = [
                  "a",
                  "b"]
                [cost]
                input = 0.250
                output = 10.00
                cache_read = 0.0
                [[cost.tiers]]
                tier = { type = "context", size = 200_000 }
                input = 0.5
                output = 20
                [limit]
                context = 131_072
                output = 0
                [modalities]
                input = ["text", "image"]
                output = ["text"]
                """);

        assertThat(lines()).contains("groq\tsome/model-1\t131072\t\t.25\t10\t\t\t\t200000:.5,20\ttIaR");
    }

    @Test
    void aModelIsLaidOverTheOneItNames() throws IOException {
        String text = "[modalities]\ninput = [\"text\"]\noutput = [\"text\"]\n";
        model(
                "models/lab/base",
                "tool_call = true\nstructured_output = true\n[limit]\ncontext = 10\noutput = 5\n" + text);
        model(
                "providers/groq/models/own",
                "base_model = \"lab/base\"\nbase_model_omit = [\"structured_output\", \"limit.output\"]\n"
                        + "[cost]\ninput = 1\noutput = 0\n[limit]\ncontext = 20\n");

        assertThat(lines()).contains("groq\town\t20\t\t1\t0\t\t\t\t\tTia");
    }

    @Test
    void zeroForEverythingIsNoPriceUnlessTheModelIsCalledFree() throws IOException {
        String rest = "[cost]\ninput = 0\noutput = 0\n[modalities]\ninput = [\"text\"]\noutput = [\"text\"]\n";
        model("providers/huggingface/models/a:free", rest);
        model("providers/nvidia/models/b", rest);

        assertThat(lines()).contains("huggingface\ta:free\t\t\t0\t0\t\t\t\t\tia", "nvidia\tb\t\t\t\t\t\t\t\t\tia");
    }

    @Test
    void whatIsNotAskedInWordsIsLeftOut() throws IOException {
        model("providers/openai/models/voice", "[modalities]\ninput = [\"audio\"]\noutput = [\"text\"]\n");
        model("providers/openai/models/text-embedding-9", "[modalities]\ninput = [\"text\"]\noutput = [\"text\"]\n");

        assertThat(String.join("", lines())).doesNotContain("voice").doesNotContain("embedding");
    }

    @Test
    void aMistakeIsNamedWithFileAndLine() throws IOException {
        model("providers/groq/models/bad", "name = \"fine\"\nfamily =\nreasoning = true\n");

        assertThatThrownBy(this::lines)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bad.toml line 2: no value");
    }

    @Test
    void rowsSayWhichModelsRetire() throws IOException {
        assertThat(lines()).contains("groq\tllama-3.1-8b-instant\t\t\t\t\t\t\t\t\t\t2026-08-16");
    }

    @Test
    void whatIsShippedHasItsLicenceAndIsSortedAndWhole() throws IOException {
        List<String> all = Files.readAllLines(SHIPPED);
        assertThat(all).contains("# Copyright (c) 2025 models.dev", "# SOFTWARE.");
        List<String> lines = all.stream().filter(line -> !line.startsWith("#")).toList();
        LocalDate.parse(lines.get(0).split("\t")[1]);
        Set<String> services = ServiceTableTest.rows().keySet();
        Set<String> names = new TreeSet<>();
        for (String line : lines.subList(2, lines.size())) {
            String[] cells = line.split("\t", -1);
            assertThat(services).as(line).contains(cells[0]);
            assertThat(cells.length).as(line).isBetween(3, 12);
            for (int i = 2; i < Math.min(9, cells.length); i++) {
                int least = i < 4 ? 1 : 0;
                assertThat(cells[i].isEmpty() || new BigDecimal(cells[i]).signum() >= least)
                        .as(line)
                        .isTrue();
            }
            assertThat(names.add(cells[0] + "\t" + cells[1])).as(line).isTrue();
        }
        assertThat(names).hasSizeGreaterThan(700);
        assertThat(lines.subList(2, lines.size())).isSorted();
        assertThat(Files.size(SHIPPED)).isLessThan(120 * 1024);
    }
}
