package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.chatmodels.Capabilities;
import org.chatmodels.ChatException;
import org.chatmodels.ModelInfo;
import org.chatmodels.UnavailableException;
import org.chatmodels.provider.ChatModelProvider;
import org.junit.jupiter.api.Test;

class PsCommandTest {
    private static final Instant NOON = Instant.parse("2026-06-04T12:00:00Z");

    private final StoreProvider shed = new StoreProvider();
    private ChatModelProvider other = new StoreProvider().withoutStore();

    /** Nothing but these two. */
    private CommandLineRun run(String... words) {
        return new CommandLineRun()
                .registry(builder ->
                        builder.discovery(false).provider("shed", shed).provider("barn", other))
                .with(words);
    }

    private static ModelInfo model(String id, Map<String, Object> extra) {
        return ModelInfo.builder(id).extra(extra).build();
    }

    private static String[] cells(Map<String, Object> extra) {
        return new RunningModel(new ListedModel("shed", model("m", extra)), NOON).cells();
    }

    @Test
    void whatIsLoadedIsATable() {
        shed.running(
                model("none", Map.of()),
                model(
                        "qwen3:4b",
                        Map.of(
                                "size",
                                6_169_526_272L,
                                "size_vram",
                                3_084_763_136L,
                                "context_length",
                                40_960,
                                "expires_at",
                                "2318-01-01T00:00:00.5+02:00")));
        CommandLineRun run = run("ps", "SHED");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "MODEL          SIZE    GPU  CONTEXT  UNTIL",
                        "shed:none",
                        "shed:qwen3:4b  6.2 GB  50%  40960    forever");
        assertThat(run("ps").out()).isEqualTo(run.out());
        assertThat(run.err()).isEmpty();
    }

    @Test
    void theTimeThatIsLeftIsForPeople() {
        for (String[] expected : new String[][] {
            {"2026-06-04T14:04:20.83+02:00", "4 minutes"},
            {"2026-06-04T12:00:59Z", "1 minute"},
            {"2026-06-04T12:00:20Z", "20 seconds"},
            {"2026-06-04T12:00:01Z", "1 second"},
            {"2026-06-04T11:00:00Z", "now"},
            {"2026-06-04T14:00:00Z", "2 hours"},
            {"2026-06-09T12:00:00Z", "5 days"},
            {
                "2200-06-09T12:00:00Z",
                Duration.between(NOON, Instant.parse("2200-06-09T12:00:00Z")).toDays() + " days"
            },
            {"2201-06-09T12:00:00Z", "forever"},
            {"soon\u001b[2J", "soon [2J"}
        }) {
            assertThat(cells(Map.of("expires_at", expected[0]))[4]).isEqualTo(expected[1]);
        }
    }

    @Test
    void whatIsNotSaidIsBlank() {
        assertThat(cells(Map.of())).containsExactly("shed:m", "", "", "", "");
        assertThat(cells(Map.of("size_vram", 5, "expires_at", 5, "context_length", "x")))
                .containsExactly("shed:m", "", "", "", "");
        assertThat(cells(Map.of("size", 0, "size_vram", 0))[2]).isEmpty();
        assertThat(cells(Map.of("size", 5, "size_vram", 0))[2]).isEqualTo("0%");
        ModelInfo known = ModelInfo.builder("m")
                .capabilities(Capabilities.builder().contextWindow(8192).build())
                .build();
        assertThat(new RunningModel(new ListedModel("shed", known), NOON).cells()[3])
                .isEqualTo("8192");
    }

    @Test
    void nothingLoadedIsSaid() {
        CommandLineRun run = run("ps", "shed");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("shed: no model is loaded\n");
        assertThat(run("ps", "--json").out()).isEqualTo("[]\n");
    }

    @Test
    void jsonIsWhatModelsPrints() {
        shed.running(model("m", Map.of("size", 5)));
        assertThat(run("ps", "--json").out())
                .isEqualTo("[{\"service\":\"shed\",\"id\":\"m\",\"location\":\"shed:m\",\"can\":[],\"cannot\":[],"
                        + "\"extra\":{\"size\":5}}]\n");
    }

    @Test
    void oneThatFailsIsALineAndNotTheEndOfTheTable() {
        shed.running(model("m", Map.of()));
        other = failing();
        CommandLineRun run = run("ps");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("shed:m");
        assertThat(run.err()).isEqualTo("barn: it is down for now\n");

        shed.withoutStore();
        CommandLineRun alone = run("ps");
        assertThat(alone.exitCode()).isEqualTo(ExitCode.NETWORK);
        assertThat(alone.err()).isEqualTo("barn: it is down for now\n");
        CommandLineRun named = run("ps", "barn");
        assertThat(named.exitCode()).isEqualTo(ExitCode.NETWORK);
        assertThat(named.err()).contains("it is down\nfor now");
    }

    private static ChatModelProvider failing() {
        StoreProvider down = new StoreProvider();
        down.runs(() -> {
            throw new UnavailableException("it is down\nfor now", ChatException.Details.NONE);
        });
        return down;
    }

    @Test
    void withoutAnyStoreItRefuses() {
        shed.withoutStore();
        CommandLineRun run = run("ps");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("chat providers");
    }

    @Test
    void aServiceThatLacksItsKeyIsNamed() {
        CommandLineRun run = new CommandLineRun()
                .registry(builder -> builder.discovery(false)
                        .provider("shed", shed)
                        .property("chatmodels.service.corp.provider", "shed")
                        .property("chatmodels.service.corp.base_url", "https://corp.example")
                        .property("chatmodels.service.corp.key_env", "CORP_KEY"))
                .with("ps");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .contains("corp: no key: set the environment variable CORP_KEY\n", "shed: no model is loaded\n");
    }

    @Test
    void onATerminalOnlyTheNameGivesWay() {
        shed.running(model("a-model-with-a-long-name", Map.of("size", 5)));
        assertThat(new CommandLineRun()
                        .registry(builder -> builder.discovery(false).provider("shed", shed))
                        .onTerminal()
                        .variable("COLUMNS", "40")
                        .with("ps")
                        .out()
                        .lines())
                .allMatch(line -> line.length() <= 40)
                .anyMatch(line -> line.contains("…") && line.endsWith("5 B"));
    }

    @Test
    void helpHasExamplesAndExitCodes() {
        assertThat(run("ps", "--help").out()).contains("Usage: chat ps", "chat ps ollama --json", "Exit codes");
    }
}
