package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListsTest {
    @Test
    void providersListsServicesAndJars() {
        CommandLineRun run =
                new CommandLineRun().variable("GROQ_API_KEY", "gsk-canary").with("providers");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "groq", "GROQ_API_KEY is set", "OPENAI_API_KEY", "demo", "(unverified)", "(closed 2026-07-30)")
                .doesNotContain("gsk-canary");
    }

    @Test
    void providersOfANameShowsItsAddressAndParameters() {
        CommandLineRun run = new CommandLineRun().with("providers", "google");

        assertThat(run.out())
                .contains("generativelanguage.googleapis.com", "GEMINI_API_KEY", "temperature", "first_token_timeout");
    }

    @Test
    void providersOfAnUnknownNameIsAMistake() {
        CommandLineRun run = new CommandLineRun().with("providers", "qroq");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("groq");
    }

    @Test
    void explainShowsOriginsAndNoKey() {
        CommandLineRun run = new CommandLineRun()
                .variable("GROQ_API_KEY", "gsk-canary")
                .with("explain", "groq:openai/gpt-oss-20b?temperature=0");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("https://api.groq.com/openai/v1", "temperature", "GROQ_API_KEY, set")
                .doesNotContain("gsk-canary");
    }

    @Test
    void explainOfAMistakeSaysWhatToWrite() {
        CommandLineRun run = new CommandLineRun().with("explain", "openai/gpt-4o");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("openai:gpt-4o");
    }
}
