package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AliasesCommandTest {
    @TempDir
    private Path home;

    private Path file;

    @BeforeEach
    void names() {
        file = home.resolve("chatmodels/chatmodels.properties");
    }

    @Test
    void anAliasIsWrittenAndOpens() {
        CommandLineRun run = run("aliases", "set", "fast", "demo:small?seed=1");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("fast is now demo:small?seed=1\n");
        assertThat(run.err()).isEmpty();
        assertThat(file).hasContent("chatmodels.alias.fast = demo:small?seed=1\n");
        assertThat(run("-m", "fast", "-q", "hi").exitCode()).isZero();
    }

    @Test
    void theAliasDefaultIsTheModelWithoutM() {
        run("aliases", "set", "fast", "demo:small");
        CommandLineRun set = run("aliases", "set", "default", "fast");

        assertThat(set.out()).isEqualTo("default is now fast, which is demo:small\n");
        assertThat(run("hi").err()).contains("[demo:small").doesNotContain("built-in demo");
    }

    @Test
    void aNameIsReplacedInItsPlaceHoweverItIsSpelled() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "# fast one\nchatmodels.alias.MY_fast: demo:small\n\n# end\n");

        CommandLineRun run = run("aliases", "set", "my-fast", "demo:small?seed=2");
        assertThat(file).hasContent("# fast one\nchatmodels.alias.MY_fast: demo:small?seed=2\n\n# end\n");
        assertThat(run.err()).contains("It was demo:small before", file + ":2");
    }

    @Test
    void aRouteMayStandInQuotesOrInWords() {
        assertThat(run("aliases", "set", "both", "demo:small | demo:small?seed=1")
                        .exitCode())
                .isZero();
        assertThat(run("aliases", "set", "again", "demo:small", "|", "both").exitCode())
                .isZero();
        assertThat(file).content().contains("both = demo:small | demo:small?seed=1\n", "again = demo:small | both\n");
    }

    @Test
    void mistakesAreSaidAndNothingIsWritten() {
        assertRefused("my-fast", "aliases", "set", "my.fast", "demo:small");
        assertRefused("NAME LOCATION", "aliases", "set", "demo:small", "fast");
        assertRefused("begins with a letter", "aliases", "set", "1", "demo:small");
        assertRefused("openai:gpt-4o", "aliases", "set", "fast", "openai/gpt-4o");
        assertRefused("keys don't belong", "aliases", "set", "fast", "groq:m?api_key=sk-canary");
        assertRefused("keys don't belong", "aliases", "set", "fast", "demo:small?token=sk-canary", "--force");
        assertRefused("temperature", "aliases", "set", "fast", "demo:small?temprature=1", "--force");
        assertRefused("circle: fast -> fast", "aliases", "set", "fast", "fast");
        assertRefused("circle: fast -> fast", "aliases", "set", "fast", "demo:small | fast", "--force");
        assertRefused("Did you mean 'groq'", "aliases", "set", "fast", "qroq:m");
        assertRefused("LOCATION", "aliases", "set", "fast");
    }

    @Test
    void aCircleOverOtherAliasesIsRefused() throws IOException {
        run("aliases", "set", "a", "demo:small");
        run("aliases", "set", "b", "a");
        String before = Files.readString(file);

        CommandLineRun run = run("aliases", "set", "A", "b");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("circle: b -> a -> b").doesNotContain("builder");
        assertThat(file).hasContent(before);
    }

    @Test
    void whatComesLaterIsWrittenWithForce() {
        CommandLineRun run = run("aliases", "set", "therapist", "eliza:doctor", "--force");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("note: No provider or alias 'eliza'");
        assertThat(file).hasContent("chatmodels.alias.therapist = eliza:doctor\n");
    }

    @Test
    void aMissingKeyIsANote() {
        CommandLineRun run = run("aliases", "set", "fast", "groq:openai/gpt-oss-20b");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("groq has no key yet: chat keys set groq, or export GROQ_API_KEY");
        assertThat(file).exists();
    }

    @Test
    void aStrongerSourceIsSaid() {
        CommandLineRun run = new CommandLineRun()
                .variable("XDG_CONFIG_HOME", home.toString())
                .variable("CHATMODELS_ALIAS_FAST", "demo:small")
                .with("aliases", "set", "fast", "demo:small?seed=1");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("environment CHATMODELS_ALIAS_FAST is stronger: fast stays demo:small");
    }

    @Test
    void aKeyThatSomebodyWroteIntoALocationIsShownNowhere() throws IOException {
        String wrong = "openai:m?api_key=sk-canary-alias";
        Files.createDirectories(file.getParent());
        for (String[] words : new String[][] {
            {"aliases", "ls"},
            {"aliases", "ls", "--json"},
            {"doctor"},
            {"doctor", "--json"},
            {"aliases", "set", "default", "demo:small"},
            {"aliases", "rm", "default"}
        }) {
            Files.writeString(file, "chatmodels.alias.default = " + wrong + "\n");
            CommandLineRun own = run(words);
            assertThat(own.out() + own.err()).as(String.join(" ", words)).isNotEmpty();
            CommandLineRun stronger = new CommandLineRun()
                    .variable("XDG_CONFIG_HOME", home.toString())
                    .variable("CHATMODELS_ALIAS_DEFAULT", wrong)
                    .with(words);
            assertThat(stronger.out() + stronger.err()).doesNotContain("sk-canary-alias");
        }
        Files.delete(file);
        assertThat(new CommandLineRun()
                        .variable("XDG_CONFIG_HOME", home.toString())
                        .variable("CHAT_MODEL", wrong)
                        .with("doctor")
                        .out())
                .contains("openai:m?api_key=(hidden) (environment CHAT_MODEL)");
    }

    @Test
    void lsShowsAllSourcesAndWhatIsOverridden() throws IOException {
        Path named = Files.writeString(
                home.resolve("named.properties"), "chatmodels.alias.fast = demo:a\nchatmodels.alias.x = demo:x\n");
        run("aliases", "set", "fast", "demo:small");
        CommandLineRun base = new CommandLineRun()
                .variable("XDG_CONFIG_HOME", home.toString())
                .variable("CHATMODELS_CONFIG", named.toString())
                .variable("CHATMODELS_ALIAS_MY_OWN", "demo:small");

        assertThat(base.with("aliases", "ls").out())
                .containsSubsequence("ALIAS", "fast ", "demo:a ", named + ":1\n", "demo:small", file + ":1")
                .containsPattern("fast +demo:small +" + file + ":1 +overridden by " + named + ":1\n")
                .containsPattern("my-own +demo:small +environment CHATMODELS_ALIAS_MY_OWN\n");
        assertThat(run("aliases", "ls", "--json").out())
                .isEqualTo("[{\"name\":\"fast\",\"location\":\"demo:small\",\"from\":\"" + file
                        + ":1\",\"overridden\":false}]\n");
    }

    @Test
    void withoutAliasesLsSaysHowToMakeOne() {
        CommandLineRun run = run("aliases", "ls");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("chat aliases set");
    }

    @Test
    void rmRemovesItFromTheUsersFileOnly() throws IOException {
        run("aliases", "set", "fast", "demo:small");
        run("aliases", "set", "default", "fast");

        CommandLineRun run = run("aliases", "rm", "FAST");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("chatmodels.alias.default").contains("still leads to it");
        assertThat(file).hasContent("chatmodels.alias.default = fast\n");

        CommandLineRun elsewhere = new CommandLineRun()
                .variable("XDG_CONFIG_HOME", home.toString())
                .variable("CHATMODELS_ALIAS_FAST", "demo:small")
                .with("aliases", "rm", "fast");
        assertThat(elsewhere.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(elsewhere.err()).contains("it comes from environment CHATMODELS_ALIAS_FAST");
    }

    @Test
    void aCircleThatIsThereCanBeRemoved() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "chatmodels.alias.a = b\nchatmodels.alias.b = a\n");

        assertThat(run("aliases", "ls").exitCode()).isZero();
        assertThat(run("aliases", "set", "b", "demo:small").exitCode()).isZero();
        assertThat(run("aliases", "set", "b", "a").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run("aliases", "rm", "a").exitCode()).isZero();
        assertThat(file).hasContent("chatmodels.alias.b = demo:small\n");
    }

    @Test
    void helpHasExamples() {
        for (String command : List.of("set", "ls", "rm")) {
            assertThat(run("aliases", command, "--help").out()).contains("Usage: chat aliases " + command, "Example");
        }
        assertThat(run("aliases", "foo").err())
                .contains("its commands are set, ls, rm", "chat prompt")
                .hasLineCount(1);
        assertThat(run("aliases").err()).contains("chat aliases set NAME LOCATION");
    }

    private void assertRefused(String reason, String... words) {
        CommandLineRun run = run(words);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(reason).doesNotContain("canary", "Exception", "builder");
        assertThat(run.out()).isEmpty();
        assertThat(file).doesNotExist();
    }

    private CommandLineRun run(String... words) {
        return new CommandLineRun().variable("XDG_CONFIG_HOME", home.toString()).with(words);
    }
}
