package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the log is, and what is told when it is not as it should be. */
class ExchangeLogTest {
    private static final Script ANSWER = Script.sse(
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello Alice\"},\"finish_reason\":\"stop\"}]}",
            "[DONE]");

    @TempDir
    private Path state;

    private CommandLineRun run(String... words) {
        return new CommandLineRun().variable("XDG_STATE_HOME", state.toString()).with(words);
    }

    private Path folder() {
        return state.resolve("chatmodels");
    }

    private static String at(ScriptedServer server) {
        return "openai-compatible:m?retries=0&base_url=" + server.uri("/v1");
    }

    @Test
    void aLogThatCannotBeWrittenDoesNotSpoilTheAnswer() throws IOException {
        Files.writeString(folder(), "in the way");
        try (ScriptedServer server = ScriptedServer.start().enqueue(ANSWER)) {
            CommandLineRun run = run("-m", at(server), "--log", "hi");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEqualTo("Hello Alice\n");
            assertThat(run.err()).contains("the log in").contains("cannot be written");
        }
    }

    @Test
    void theLineOfTheAnswerHasEndedWhenTheLogIsToldOf() throws IOException {
        Files.writeString(folder(), "in the way");
        try (ScriptedServer server = ScriptedServer.start().enqueue(ANSWER)) {
            ByteArrayOutputStream screen = new ByteArrayOutputStream();
            Main.run(
                    new String[] {"-m", at(server), "--log", "hi"},
                    new Terminal(
                            InputStream.nullInputStream(), screen, screen, new Terminal.Attached(false, false, false)),
                    Map.of("XDG_CONFIG_HOME", state.toString(), "XDG_STATE_HOME", state.toString()));

            assertThat(screen.toString(StandardCharsets.UTF_8)).startsWith("Hello Alice\nchat: the log in ");
        }
    }

    @Test
    void aFolderOfStateThatIsNoAbsolutePathIsAsNone() {
        String own = run("log", "--path").out();
        assertThat(own).isEqualTo(folder() + "\n");
        for (String named : new String[] {"", "state", "./state", "a\0b"}) {
            assertThat(new CommandLineRun()
                            .variable("XDG_STATE_HOME", named)
                            .with("log", "--path")
                            .out())
                    .isEqualTo(Path.of(System.getProperty("user.home"), ".local", "state", "chatmodels") + "\n");
        }
    }

    @Test
    void whereEveryCallFailedThereIsNothingToGoOnWith() {
        try (ScriptedServer server = ScriptedServer.start().enqueue(Script.json(429, "{}"))) {
            run("-m", at(server), "--log", "hi");
        }
        assertThat(run("-c", "hi").err()).contains("there is no answered conversation in the log");
    }

    @Test
    void aSettingThatIsNeitherTrueNorFalseKeepsNothingAndIsTold() {
        CommandLineRun run = new CommandLineRun()
                .variable("XDG_STATE_HOME", state.toString())
                .variable("CHATMODELS_LOG", "TRUE")
                .with("-q", "-m", "demo:small", "hi");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .contains("chatmodels.log is neither true nor false")
                .hasLineCount(1);
        assertThat(folder()).doesNotExist();
    }

    @Test
    void aCountOfNoneIsRefused() {
        CommandLineRun run = run("log", "-n", "0");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("-n takes a number from 1 on").hasLineCount(1);
    }

    @Test
    void aLogThatCannotBeReadIsToldInOneLine() throws IOException {
        Files.createDirectories(folder().resolve("log-2026-01.jsonl"));
        for (String[] words : new String[][] {{"-c", "hi"}, {"log"}, {"usage"}, {"log", "x"}}) {
            CommandLineRun run = run(words);
            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains("log-2026-01.jsonl cannot be read: ").hasLineCount(1);
        }
    }
}
