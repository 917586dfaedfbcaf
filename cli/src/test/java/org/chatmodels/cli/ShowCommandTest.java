package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chatmodels.Capabilities;
import org.chatmodels.Capabilities.Feature;
import org.chatmodels.Capabilities.Support;
import org.chatmodels.ModelInfo;
import org.junit.jupiter.api.Test;

class ShowCommandTest {
    private final Map<String, Object> extra = new LinkedHashMap<>();

    private CommandLineRun run() {
        ModelInfo model = ModelInfo.builder("qwen3:4b")
                .name("Qwen 3\u001b[2J")
                .owner("qwen")
                .capabilities(Capabilities.builder()
                        .contextWindow(40_960)
                        .maxOutputTokens(8192)
                        .support(Feature.STREAMING, Support.YES)
                        .support(Feature.JSON_SCHEMA, Support.YES)
                        .support(Feature.IMAGES, Support.NO)
                        .build())
                .inputPrice(new BigDecimal("10"))
                .outputPrice(BigDecimal.ZERO)
                .priceDate(LocalDate.of(2026, 1, 2))
                .retired(LocalDate.of(2020, 1, 31))
                .extra(extra)
                .build();
        StoreProvider shed =
                new StoreProvider().holds(model).holds(ModelInfo.builder("bare").build());
        return new CommandLineRun().registry(builder -> builder.provider("shed", shed));
    }

    @Test
    void aModelIsAPageOfFacts() {
        extra.put("size", 2_497_293_931L);
        extra.put("families", List.of("qwen3", "other"));
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("format", "gguf");
        details.put("deep", Map.of("er", 1));
        extra.put("details", details);
        extra.put("nothing", "");
        CommandLineRun run = run().with("show", "shed:qwen3:4b");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "location        shed:qwen3:4b",
                        "name            Qwen 3 [2J",
                        "owner           qwen",
                        "context window  40960 tokens",
                        "answer limit    8192 tokens",
                        "can             streaming, json schema",
                        "cannot          images",
                        "prices          10 in, 0 out (US dollars per million tokens, 2026-01-02)",
                        "retired         retired 2020-01-31",
                        "size            2.5 GB (2497293931 bytes)",
                        "families        qwen3, other",
                        "details.format  gguf",
                        "details.deep    {\"er\":1}");
        assertThat(run.err()).isEmpty();
        assertThat(run().with("show", "shed:bare").out()).isEqualTo("location  shed:bare\n");
    }

    @Test
    void longTextsStandBelowAndAreCutUnlessAllIsWanted() {
        extra.put("license", "Apache\u001b[2J License\n\n\tVersion 2\n" + "line\n".repeat(20) + "end");
        extra.put("template", "x".repeat(300));
        extra.put("family", "qwen3");
        String page = run().with("show", "shed:qwen3:4b").out();

        assertThat(page)
                .contains(
                        "family          qwen3\n\nlicense\n    Apache [2J License\n\n    \tVersion 2\n    line\n",
                        "    … 16 more lines: --all shows them\n\ntemplate\n    " + "x".repeat(199) + "…\n")
                .doesNotContain("end\n", "\u001b");
        assertThat(run().with("show", "shed:qwen3:4b", "--all").out())
                .contains("    line\n    end\n", "    " + "x".repeat(300) + "\n")
                .doesNotContain("more lines");
    }

    @Test
    void onATerminalFactsAreCutToItsWidth() {
        extra.put("parameters", "y".repeat(100));
        CommandLineRun run = run().onTerminal().variable("COLUMNS", "40").with("show", "shed:qwen3:4b");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 40).anyMatch(line -> line.endsWith("y…"));
        assertThat(run().onTerminal()
                        .variable("COLUMNS", "40")
                        .with("show", "--all", "shed:qwen3:4b")
                        .out())
                .contains("y".repeat(100));
    }

    @Test
    void jsonIsWhatModelsPrintsForEach() {
        extra.put("details", Map.of("format", "gguf"));
        assertThat(run().with("show", "shed:qwen3:4b", "--json").out())
                .startsWith("{\"service\":\"shed\",\"id\":\"qwen3:4b\",\"location\":\"shed:qwen3:4b\",")
                .endsWith("\"extra\":{\"details\":{\"format\":\"gguf\"}}}\n")
                .contains("\"context_window\":40960", "\"cannot\":[\"images\"]")
                .hasLineCount(1);
    }

    @Test
    void aModelThatIsNotThereIsAFailure() {
        CommandLineRun run = run().with("show", "shed:none");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OTHER);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("chat: There is no model 'none' here\n");
    }

    @Test
    void helpHasExamplesAndExitCodes() {
        assertThat(run().with("show", "--help").out()).contains("Usage: chat show", "--all | less", "Exit codes");
    }
}
