package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.chatmodels.ModelInfo;
import org.junit.jupiter.api.Test;

class RemoveCommandTest {
    private final StoreProvider shed = new StoreProvider()
            .holds(ModelInfo.builder("a").build())
            .holds(ModelInfo.builder("b").build());

    private CommandLineRun run() {
        return new CommandLineRun().registry(builder -> builder.provider("shed", shed));
    }

    @Test
    void aPersonIsAskedBeforeEach() {
        CommandLineRun run = run().answering("Yes\n\n").with("rm", "shed:a", "shed:b");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("shed:a is deleted\n");
        assertThat(run.err()).isEqualTo("Delete shed:a? [y/N] Delete shed:b? [y/N] shed:b stays\n");
        assertThat(shed.ids()).containsExactly("b");
    }

    @Test
    void whatIsNoYesIsANo() {
        for (String typed : new String[] {"n\n", "yep\n", "\n", "delete"}) {
            assertThat(run().answering(typed).with("rm", "shed:a").exitCode()).isZero();
        }
        assertThat(shed.ids()).containsExactly("a", "b");
        assertThat(run().answering("y\r\n").with("rm", "shed:a").out()).isEqualTo("shed:a is deleted\n");
    }

    @Test
    void whereNobodyCanBeAskedItRefusesAndSaysYes() {
        CommandLineRun piped = run().input("y\n").with("rm", "shed:a");
        assertThat(piped.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(piped.err()).contains("add --yes").doesNotContain("[y/N]");
        assertThat(run().with("rm", "shed:a").exitCode()).isEqualTo(ExitCode.USAGE);
        CommandLineRun ended = run().answering("").with("rm", "shed:a");
        assertThat(ended.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ended.err()).contains("[y/N] \n").contains("add --yes");
        assertThat(shed.ids()).containsExactly("a", "b");
    }

    @Test
    void oneThatFailsDoesNotKeepTheOthers() {
        CommandLineRun run = run().with("rm", "--yes", "shed:a", "shed:none", "shed:b");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OTHER);
        assertThat(run.out()).isEqualTo("shed:a is deleted\nshed:b is deleted\n");
        assertThat(run.err()).isEqualTo("chat: shed:none: There is no model 'none' here\n");
    }

    @Test
    void aMistakeAnywhereDeletesNothing() {
        CommandLineRun run = run().with("rm", "-y", "shed:a", "shed");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(shed.ids()).containsExactly("a", "b");
    }

    @Test
    void helpHasExamplesAndExitCodes() {
        assertThat(run().with("rm", "--help").out()).contains("Usage: chat rm", "chat rm --yes ollama:", "Exit codes");
    }
}
