package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ModelInfo;
import org.chatmodels.gateway.Gateway;
import org.chatmodels.provider.Service;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ModelsCommandTest {
    private static final String LIST = "{\"data\":[{\"id\":\"acme/zeta\",\"context_length\":8192,\"name\":\"Zeta\","
            + "\"pricing\":{\"prompt\":\"0.00001\",\"completion\":\"0.00003\"},\"supported_parameters\":[\"tools\"],"
            + "\"architecture\":{\"input_modalities\":[\"text\",\"image\"]},\"expiration_date\":\"2020-01-31\"},"
            + "{\"id\":\"acme/Alpha:free\",\"pricing\":{\"prompt\":\"0\",\"completion\":\"0\"},"
            + "\"top_provider\":{\"max_completion_tokens\":4096},\"expiration_date\":\"2999-01-31\"},"
            + "{\"id\":\"other/beta\",\"pricing\":{\"prompt\":\"-1\",\"completion\":\"-1\"}}]}";

    @TempDir
    private Path home;

    private final ScriptedServer server = ScriptedServer.start(Script.json(LIST));
    private final Map<String, String> lines = new HashMap<>();

    /** All services of this machine are where nobody listens. */
    @BeforeEach
    void localServicesAreDown() {
        int port;
        try (ScriptedServer closed = ScriptedServer.start()) {
            port = closed.port();
        }
        try (ChatModelRegistry registry =
                ChatModelRegistry.builder().environment(Map.of()).build()) {
            for (Service service : registry.services()) {
                if (service.baseUrl().orElse("").startsWith("http:")) {
                    line(service.name() + ".base_url", "http://127.0.0.1:" + port + "/v1");
                }
            }
        }
        line("openrouter.base_url", server.uri("/v1").toString());
    }

    private void line(String key, String value) {
        lines.put("chatmodels.service." + key, value);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private CommandLineRun run() throws IOException {
        Path file = home.resolve("chatmodels/chatmodels.properties");
        Files.createDirectories(file.getParent());
        StringBuilder text = new StringBuilder();
        lines.forEach(
                (key, value) -> text.append(key).append(" = ").append(value).append('\n'));
        Files.writeString(file, text);
        return new CommandLineRun().variable("XDG_CONFIG_HOME", home.toString());
    }

    @Test
    void aServiceIsListedWithWhatItsModelsCanDoAndCost() throws IOException {
        CommandLineRun run = run().with("models", "OpenRouter");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "MODEL                       CONTEXT  ANSWER  IN $/M  OUT $/M  CAN",
                        "openrouter:acme/Alpha:free           4096    0       0                      until 2999-01-31",
                        "openrouter:acme/zeta        8192             10      30       tools images  retired 2020-01-31",
                        "openrouter:other/beta");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void jsonHasWhatIsKnownAndPlainFigures() throws IOException {
        CommandLineRun run = run().with("models", "openrouter", "acme", "--json");

        assertThat(run.exitCode()).isZero();
        List<?> models = (List<?>) Json.binding().read(run.out(), Object.class);
        assertThat(models).hasSize(2);
        Map<?, ?> zeta = (Map<?, ?>) models.get(1);
        assertThat(zeta.get("location")).isEqualTo("openrouter:acme/zeta");
        assertThat(zeta.get("retired")).isEqualTo("2020-01-31");
        assertThat(zeta.get("can")).isEqualTo(List.of("tools", "images"));
        assertThat((List<Object>) new java.util.ArrayList<Object>((List<?>) zeta.get("cannot")))
                .contains("audio", "json_schema");
        assertThat(run.out())
                .contains("\"input_usd\":10,", "\"output_usd\":30,", "\"context_window\":8192", "\"input_usd\":0,")
                .doesNotContain("E+", "beta");
    }

    @Test
    void aFilterIsAPartOfTheNameOrAPattern() throws IOException {
        assertThat(run().with("models", "openrouter", "ALPHA").out().lines()).hasSize(2);
        assertThat(run().with("models", "openrouter", "acme*").out().lines()).hasSize(3);
        assertThat(run().with("models", "openrouter", "*:free").out())
                .contains("Alpha")
                .doesNotContain("zeta");
        assertThat(run().with("models", "openrouter", "a.me*").out()).isEmpty();
        CommandLineRun none = run().with("models", "openrouter", "nothing");
        assertThat(none.exitCode()).isZero();
        assertThat(none.err()).contains("openrouter: no model with such a name");
        assertThat(run().with("models", "openrouter", "nothing", "--json").out())
                .isEqualTo("[]\n");
    }

    @Test
    void oneServiceThatCannotBeAskedIsAFailure() throws IOException {
        CommandLineRun unknown = run().with("models", "qroq");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("Did you mean 'groq'?");

        CommandLineRun keyless = run().with("models", "groq");
        assertThat(keyless.exitCode()).isEqualTo(ExitCode.KEY);
        assertThat(keyless.err()).contains("GROQ_API_KEY");

        CommandLineRun without =
                run().variable("DATABRICKS_HOST", "acme.example").with("models", "databricks");
        assertThat(without.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(without.err()).contains("'databricks' has no list of models");

        CommandLineRun closed = run().with("models", "github");
        assertThat(closed.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(closed.err()).contains("was shut down on 2026-07-30");

        CommandLineRun down = run().with("models", "vllm");
        assertThat(down.exitCode()).isEqualTo(ExitCode.NETWORK);
    }

    @Test
    void aServiceThatFailsOrHasNoKeyIsOneLineAndNotTheEndOfTheList() throws IOException {
        try (ScriptedServer broken =
                ScriptedServer.start(Script.json(503, "{\"error\":{\"message\":\"over\\nloaded\"}}"))) {
            line("vllm.base_url", broken.uri("/v1").toString());
            CommandLineRun run = run().with("models");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("openrouter:acme/zeta", "demo:small").doesNotContain("503");
            assertThat(run.err().lines())
                    .contains(
                            "anthropic: no key: set the environment variable ANTHROPIC_API_KEY",
                            "gemini: no key: set the environment variable GEMINI_API_KEY or GOOGLE_API_KEY or"
                                    + " GOOGLE_GENERATIVE_AI_API_KEY")
                    .anyMatch(line -> line.startsWith("vllm: vllm answered 503: over loaded"))
                    .anyMatch(line -> line.startsWith("ollama: "))
                    .noneMatch(line -> line.startsWith("github:") || line.startsWith("venice:"))
                    .allMatch(line -> line.matches("[a-z0-9.-]+: .+"))
                    .extracting(line -> line.substring(0, line.indexOf(':')))
                    .isSorted();
        }
    }

    @Test
    void aPatternAloneGoesOverAllServices() throws IOException {
        CommandLineRun run = run().with("models", "*alpha*");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("openrouter:acme/Alpha:free").doesNotContain("demo:", "zeta");
    }

    @Test
    void aServiceThatIsSilentIsLeftAfterAWhile() throws IOException {
        try (ScriptedServer silent =
                ScriptedServer.start(Script.builder().readRequest().stall().build())) {
            line("vllm.base_url", silent.uri("/v1").toString());
            run();
            Terminal terminal = new Terminal(
                    new ByteArrayInputStream(new byte[0]),
                    new ByteArrayOutputStream(),
                    new ByteArrayOutputStream(),
                    new Terminal.Attached(false, false, false));
            try (Session session =
                    new Session(terminal, Map.of("XDG_CONFIG_HOME", home.toString(), "HOME", "/nonexistent"))) {
                ServiceQuestions<List<ModelInfo>> questions =
                        ModelsCommand.questions(session).patience(Duration.ofSeconds(3));
                assertThat(questions.ask()).containsKeys("openrouter", "demo").doesNotContainKey("vllm");
                assertThat(questions.failures()).containsEntry("vllm", "no answer within 3 s");
                assertThat(questions.exitCode()).isEqualTo(ExitCode.NETWORK);
            }
        }
    }

    @Test
    void onATerminalColumnsAreCutToItsWidthAndProgressIsShown() throws IOException {
        CommandLineRun run = run().onTerminal().variable("COLUMNS", "60").with("models", "*");
        assertThat(run.out().lines())
                .contains("openrouter:acme/zeta        8192             10      30")
                .allMatch(line -> line.length() <= 60);
        assertThat(run.err()).contains(" services", "\r\u001b[K");
        assertThat(run().onTerminal()
                        .variable("COLUMNS", "90")
                        .with("models", "openrouter", "zeta")
                        .out()
                        .lines())
                .allMatch(line -> line.length() <= 90)
                .anyMatch(line -> line.endsWith("tools images  retired 2020-01-31"));
        assertThat(run().onTerminal()
                        .variable("COLUMNS", "40")
                        .with("models", "openrouter", "zeta")
                        .out()
                        .lines())
                .allMatch(line -> line.length() <= 40)
                .anyMatch(line -> line.startsWith("open") && line.contains("…") && line.endsWith("10      30"));

        assertThat(run().variable("COLUMNS", "60").with("models", "*").out()).doesNotContain("…");
    }

    @Test
    void whatTheGatewayServesIsListed() throws IOException {
        try (ChatModelRegistry registry =
                        ChatModelRegistry.builder().environment(Map.of()).build();
                Gateway gateway = Gateway.serve(registry.open("demo:small"), 0)) {
            line("mine.provider", "openai-compatible");
            line("mine.base_url", gateway.baseUrl().toString());
            CommandLineRun run = run().with("models", "mine", "--json");
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).contains("\"location\":\"mine:small\"", "\"owner\":\"demo\"");
        }
    }

    @Test
    void anEmptyListIsSaid() throws IOException {
        server.always(Script.json("{\"data\":[]}"));
        CommandLineRun run = run().with("models", "openrouter");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("openrouter: lists no models");
    }

    @Test
    void aNameMovesNoCursor() throws IOException {
        server.always(Script.json("{\"data\":[{\"id\":\"a\\u202eb\\u2066c\"}]}"));
        assertThat(run().with("models", "openrouter").out()).contains("openrouter:a b c");
    }
}
