package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    @TempDir
    private Path home;

    private Path file;

    @BeforeEach
    void names() throws IOException {
        file = home.resolve("chatmodels/chatmodels.properties");
        Files.createDirectories(file.getParent());
    }

    @Test
    void whereNothingIsWrongItSaysSo() {
        CommandLineRun run = run().variable("GROQ_API_KEY", "gsk-canary").with("doctor");

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out())
                .endsWith("\nAll is well.\n")
                .contains("Java " + System.getProperty("java.version"), file + " (does not exist)")
                .containsPattern("providers +(demo|openai-compatible)")
                .containsPattern("\nwith a key +groq\n")
                .containsPattern("\nwithout a key +anthropic, ")
                .contains("chat aliases set default LOCATION")
                .doesNotContain("canary", "\u001b");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void everyProblemHasItsPlaceAndItsRemedy() throws IOException {
        Files.writeString(file, """
                chatmodels.alias.fast = qroq:openai/gpt-oss-20b
                chatmodels.aliass.slow = demo:small
                chatmodels.credential.corp = env:CORP_KEY
                chatmodels.credential.corp.origins = https://llm.example
                """);

        CommandLineRun run = run().with("doctor");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OTHER);
        assertThat(run.out())
                .containsSubsequence(
                        "\nERROR\n",
                        "  alias fast in " + file + " line 1\n      No provider or alias 'qroq'",
                        "Did you mean 'groq'?",
                        "\nWARNING\n",
                        "  chatmodels.aliass.slow in " + file + " line 2\n      ",
                        "Did you mean 'chatmodels.alias.NAME'?")
                .contains("set the environment variable CORP_KEY")
                .endsWith("\n2 errors, 1 warning\n");
    }

    @Test
    void warningsAloneAreNoFailure() throws IOException {
        Files.writeString(file, "chatmodels.aliass.slow = demo:small\n");

        CommandLineRun run = run().with("doctor");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("WARNING").doesNotContain("ERROR").endsWith("0 errors, 1 warning\n");
    }

    @Test
    void aCircleOfAliasesIsAnError() throws IOException {
        Files.writeString(file, "chatmodels.alias.a = b\nchatmodels.alias.b = a\n");

        CommandLineRun run = run().with("doctor");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OTHER);
        assertThat(run.out()).contains("ERROR", "circle: a -> b -> a", file.toString());
    }

    @Test
    void aConfigurationThatCannotBeBuiltIsAProblemToo() throws IOException {
        Path missing = home.resolve("missing.properties");
        CommandLineRun named =
                run().variable("CHATMODELS_CONFIG", missing.toString()).with("doctor");
        assertThat(named.exitCode()).isEqualTo(ExitCode.OTHER);
        assertThat(named.out())
                .contains("named by environment CHATMODELS_CONFIG  " + missing + " (does not exist)", "ERROR")
                .doesNotContain("with a key", "\tat ");
    }

    @Test
    void aFileThatCannotBeReadIsSaidWithItsReason() throws IOException {
        Files.write(file, new byte[] {'#', (byte) 0xE9, '\n'});

        CommandLineRun run = run().with("doctor");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OTHER);
        assertThat(run.out())
                .contains(file + " (cannot be read: it is not UTF-8")
                .contains("ERROR");
        assertThat(run().with("-q", "hi").err()).contains(file + " cannot be read: it is not UTF-8");
    }

    @Test
    void variablesOfOtherToolsAreNamedAndTheirValuesNot() {
        CommandLineRun run = run().variable("OPENAI_BASE_URL", "https://user:canary@proxy.example")
                .variable("ACME_BASE_URL", "https://acme.example")
                .variable("DASHSCOPE_BASE_URL", " ")
                .with("doctor");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("  environment OPENAI_BASE_URL\n", "chatmodels.service.openai.base_url = …", "1 warning\n")
                .doesNotContain("canary", "ACME");
    }

    @Test
    void aPluginThatIsNoJarIsNamed() throws IOException {
        Path broken = Files.writeString(home.resolve("plugin.jar"), "half of a download");
        String before = System.getProperty("java.class.path");
        System.setProperty("java.class.path", before + File.pathSeparator + broken);
        try {
            CommandLineRun run = run().with("doctor");
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("  " + broken + "\n      it is no jar", "0 errors, 1 warning\n");
        } finally {
            System.setProperty("java.class.path", before);
        }
    }

    @Test
    void keyFilesThatOthersCanReadAreNamed() throws IOException {
        run().input("gsk-canary").with("keys", "set", "groq");
        Path key = file.resolveSibling("keys").resolve("groq");
        Path other = Files.writeString(home.resolve("other"), "canary");
        Files.writeString(
                file,
                Files.readString(file) + "chatmodels.credential.other = file:" + other
                        + "\nchatmodels.credential.other.origins = https://llm.example\n");
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
        assertThat(run().with("doctor").out()).endsWith("All is well.\n");

        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw----r--"));
        CommandLineRun run = run().with("doctor");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("chmod 600 " + key + "\n", "chmod 600 " + other + "\n", "2 warnings")
                .doesNotContain("canary");
    }

    @Test
    void theDefaultModelIsShownWithWhatItComesTo() throws IOException {
        Files.writeString(file, "chatmodels.alias.default = fast\nchatmodels.alias.fast = groq:openai/gpt-oss-20b\n");

        CommandLineRun run = run().with("doctor");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("default model  fast, which is groq:openai/gpt-oss-20b (" + file + ":1)")
                .contains("groq has no key: chat keys set groq");
        assertThat(run().variable("CHATMODELS_ALIAS_DEFAULT", "demo:small")
                        .with("doctor")
                        .out())
                .contains("default model  demo:small (environment CHATMODELS_ALIAS_DEFAULT)")
                .endsWith("All is well.\n");
    }

    @Test
    void aKeyFileBelowTheHomeIsLookedAtToo() throws IOException {
        Path key = Files.writeString(home.resolve("key"), "canary");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw----r--"));
        Files.writeString(file, "chatmodels.credential.other = file:~/key\n");
        String before = System.getProperty("user.home");
        System.setProperty("user.home", home.toString());
        try {
            assertThat(run().with("doctor").out()).contains("chmod 600 " + key + "\n");
        } finally {
            System.setProperty("user.home", before);
        }
    }

    @Test
    void theVariableChatModelIsCheckedToo() {
        CommandLineRun run = run().variable("CHAT_MODEL", "qroq:m").with("doctor");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OTHER);
        assertThat(run.out()).contains("  environment CHAT_MODEL\n", "Did you mean 'groq'?");
    }

    @Test
    void jsonHoldsTheSame() throws IOException {
        Files.writeString(file, "chatmodels.alias.fast = qroq:m\n");

        CommandLineRun run = run().variable("GROQ_API_KEY", "gsk-canary").with("doctor", "--json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OTHER);
        assertThat(run.out())
                .startsWith("{\"ok\":false,")
                .hasLineCount(1)
                .contains(
                        "\"services_with_key\":[\"groq\"]",
                        "\"path\":\"" + file + "\",\"state\":\"read\"",
                        "\"severity\":\"ERROR\",\"where\":\"alias fast in " + file + " line 1\"")
                .doesNotContain("canary");
    }

    @Test
    void coloursAreForTerminals() throws IOException {
        Files.writeString(file, "chatmodels.alias.fast = qroq:m\n");

        assertThat(run().onTerminal().with("doctor").out()).contains("\u001b[31mERROR\u001b[0m");
        assertThat(run().onTerminal().variable("NO_COLOR", "1").with("doctor").out())
                .doesNotContain("\u001b");
        assertThat(run().with("doctor").out()).doesNotContain("\u001b");
    }

    @Test
    void moreWordsAreAPromptAndSaidSo() {
        CommandLineRun run = run().with("doctor", "who", "are", "you");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("chat prompt").hasLineCount(1);
    }

    @Test
    void helpNamesTheExitCodes() {
        assertThat(run().with("doctor", "--help").out()).contains("Exit codes", "warnings only", "chat doctor --json");
    }

    private CommandLineRun run() {
        return new CommandLineRun().variable("XDG_CONFIG_HOME", home.toString());
    }
}
