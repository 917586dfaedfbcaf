package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chatmodels.cli.StoreProvider.step;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.TransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PullCommandTest {
    private static final String GOES_ON = "the same command goes on where this one stopped";

    private final StoreProvider shed = new StoreProvider().pulls(progress -> {
        progress.accept(step("pulling manifest"));
        progress.accept(step("pulling 4f659a1e86d7", 0, 2_500_000_000L));
        progress.accept(step("pulling 4f659a1e86d7", 0, 2_500_000_000L));
        progress.accept(step("pulling 4f659a1e86d7", 2_500_000_000L, 2_500_000_000L));
        progress.accept(step("success"));
    });

    private CommandLineRun run() {
        return new CommandLineRun().registry(builder -> builder.provider("shed", shed));
    }

    private void failing(ChatException failure) {
        shed.pulls(progress -> {
            progress.accept(step("pulling a", 1_000_000, 2_000_000));
            throw failure;
        });
    }

    @Test
    void aModelIsFetchedWithALineForEachStep() {
        CommandLineRun run = run().with("pull", "SHED:qwen3:4b");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .containsExactly(
                        "pulling manifest",
                        "pulling 4f659a1e86d7: 2.5 GB",
                        "pulling 4f659a1e86d7: done, 2.5 GB",
                        "success",
                        "shed:qwen3:4b is there; to ask it: chat -m shed:qwen3:4b PROMPT");
        assertThat(shed.ids()).containsExactly("qwen3:4b");
    }

    @Test
    void onATerminalItIsDrawnInItsWidth() {
        CommandLineRun run = run().onTerminal().variable("COLUMNS", "40").with("pull", "shed:m");

        assertThat(Screen.of(run.err()))
                .startsWith("✓ pulling manifest", "✓ pulling 4f659a1e86d7  2.5 GB", "✓ success")
                .filteredOn(line -> !line.startsWith("shed:m"))
                .allMatch(line -> line.length() < 40);
        assertThat(run.err()).contains("\r", "\u001b[K", "\u001b[32m✓");
        assertThat(run().onTerminal()
                        .variable("NO_COLOR", "1")
                        .with("pull", "shed:m")
                        .err())
                .doesNotContain("\u001b[3");
    }

    @Test
    void quietSaysNothingButErrors() {
        CommandLineRun run = run().onTerminal().with("pull", "-q", "shed:m");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out() + run.err()).isEmpty();

        failing(new TransportException("the line is dead", ChatException.Details.NONE));
        CommandLineRun failed = run().with("pull", "--quiet", "shed:m");
        assertThat(failed.exitCode()).isEqualTo(ExitCode.NETWORK);
        assertThat(failed.err()).startsWith("chat: the line is dead\n").contains(GOES_ON);
    }

    @Test
    void jsonIsALineForEachChange() {
        CommandLineRun run = run().with("pull", "--json", "shed:m");

        assertThat(run.out().lines())
                .containsExactly(
                        "{\"step\":\"pulling manifest\",\"done\":0}",
                        "{\"step\":\"pulling 4f659a1e86d7\",\"done\":0,\"total\":2500000000}",
                        "{\"step\":\"pulling 4f659a1e86d7\",\"done\":2500000000,\"total\":2500000000}",
                        "{\"step\":\"success\",\"done\":0}");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aFailureInTheMiddleSaysThatTheSameCommandGoesOn() {
        failing(new TransportException("the line is dead", ChatException.Details.NONE));
        CommandLineRun run = run().onTerminal().variable("NO_COLOR", "1").with("pull", "shed:m");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NETWORK);
        assertThat(Screen.of(run.err())).hasSize(3);
        assertThat(Screen.of(run.err()).get(0)).startsWith("  pulling a ").contains("50%");
        assertThat(Screen.of(run.err()).get(1)).isEqualTo("chat: the line is dead");
        assertThat(Screen.of(run.err()).get(2)).contains(GOES_ON);
    }

    @Test
    void aFailureBeforeTheFirstByteHasNothingToGoOnFrom() {
        shed.pulls(progress -> {
            progress.accept(step("pulling manifest"));
            throw new TransportException("nobody has it", ChatException.Details.NONE);
        });
        CommandLineRun run = run().with("pull", "shed:m");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NETWORK);
        assertThat(run.err()).isEqualTo("pulling manifest\nchat: nobody has it\n");
    }

    @Test
    void aReaderThatWentAwayEndsThePullWithoutAWord() {
        CommandLineRun run = run().readBy(new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("gone");
                    }
                })
                .with("pull", "--json", "shed:m");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(shed.ids()).isEmpty();
    }

    @Test
    void ctrlCEndsTheLineAndSaysThatTheSameCommandGoesOn() throws InterruptedException {
        assertThat(interrupted("pull", "shed:m"))
                .startsWith("\r  pulling a ")
                .contains("50%")
                .endsWith("\nWhat came is kept: " + GOES_ON + ".\n")
                .doesNotContain("chat:");
        assertThat(interrupted("pull", "-q", "shed:m")).isEmpty();
    }

    /** What stood on standard error in the end; the store waits until the registry is closed. */
    private String interrupted(String... words) throws InterruptedException {
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        shed.pulls(progress -> {
            progress.accept(step("pulling a", 1_000_000, 2_000_000));
            waits.countDown();
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new CancelledException("closed", ChatException.Details.NONE);
        });
        shed.atClose(closed::countDown);
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new ByteArrayOutputStream(),
                err,
                new Terminal.Attached(false, true, true));
        Session session = new Session(
                terminal,
                Map.of("XDG_CONFIG_HOME", "/nonexistent", "NO_COLOR", "1"),
                () -> ChatModelRegistry.builder().provider("shed", shed));
        Thread key = new Thread(() -> {
            try {
                waits.await();
                session.interrupted();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        key.start();
        assertThat(Main.run(words, session)).isEqualTo(ExitCode.INTERRUPTED);
        key.join();
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void helpHasExamplesAndExitCodes() {
        assertThat(run().with("pull", "--help").out())
                .contains("Usage: chat pull", "chat pull ollama:qwen3:4b", "Exit codes: 0", "130 interrupted");
    }
}
