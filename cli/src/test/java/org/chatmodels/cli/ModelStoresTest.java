package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.chatmodels.ModelInfo;
import org.junit.jupiter.api.Test;

/** What the commands that need a store of models say where there is none. */
class ModelStoresTest {
    private static final List<String> COMMANDS = List.of("pull", "show", "rm");

    private final StoreProvider shed = new StoreProvider()
            .holds(ModelInfo.builder("m").build())
            .holds(ModelInfo.builder("a b").build());

    private CommandLineRun run(String... words) {
        CommandLineRun run = new CommandLineRun()
                .registry(builder -> builder.provider("shed", shed).provider("ollama", shed))
                .with(words);
        assertThat(run.err()).doesNotContain("Exception", "\tat ");
        return run;
    }

    private String refused(String... words) {
        CommandLineRun run = run(words);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        return run.err();
    }

    @Test
    void aServiceWithoutAStoreIsToldWithThoseThatHaveOne() {
        String expected = "chat: 'groq' keeps its models itself: pull, show, ps and rm are for services that run models"
                + " you fetch: ";
        for (String command : COMMANDS) {
            assertThat(refused(command, "groq:openai/gpt-oss-20b")).startsWith(expected);
        }
        assertThat(refused("ps", "Groq"))
                .startsWith(expected)
                .contains("ollama", "shed")
                .hasLineCount(1);
    }

    @Test
    void whereNoServiceHasAStoreThatIsSaid() {
        CommandLineRun run = new CommandLineRun()
                .registry(builder -> builder.discovery(false).provider("shed", new StoreProvider().withoutStore()))
                .with("show", "shed:m");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("you fetch: none is here");
    }

    @Test
    void anUnknownServiceIsToldWithTheOneThatWasMeant() {
        for (String command : COMMANDS) {
            assertThat(refused(command, "shedd:m")).contains("Did you mean 'shed'?");
        }
        assertThat(refused("ps", "shedd")).contains("Did you mean 'shed'?");
    }

    @Test
    void aModelHasToBeNamed() {
        for (String command : COMMANDS) {
            assertThat(refused(command, "shed"))
                    .contains("write SERVICE:MODEL, e.g. ", "chat prompt")
                    .hasLineCount(1);
            assertThat(refused(command, "shed:")).contains("names no model");
            assertThat(refused(command, "http://shed/m")).contains("A URL is not a location");
            assertThat(refused(command)).contains("SERVICE:MODEL", "--help");
        }
        assertThat(refused("ps", "shed:m")).contains("ps takes a service without a model");
    }

    @Test
    void parametersDoNotCountAndKeysAreNotRepeated() {
        for (String command : COMMANDS) {
            assertThat(refused(command, "ollama:m?base_url=http://other.example"))
                    .contains("from the '?' on", "chatmodels.service.ollama.base_url, or the variable OLLAMA_HOST,");
            assertThat(refused(command, "shed:m?seed=1")).contains("chatmodels.service.shed.base_url says");
            assertThat(refused(command, "shed:m?api_key=sk-canary")).contains("keys don't belong in a location");
        }
    }

    @Test
    void aPromptThatBeginsWithACommandIsSaidToBeOne() {
        assertThat(refused("show", "me", "a", "poem")).contains("chat prompt");
        assertThat(refused("show", "me")).contains("chat prompt");
        assertThat(refused("rm", "is", "what?")).contains("chat prompt");
    }

    @Test
    void helpListsTheCommandsBesideModels() {
        assertThat(run("--help").out())
                .containsSubsequence(
                        "\n  models ",
                        "\n  explain ",
                        "\n  pull ",
                        "\n  show ",
                        "\n  ps ",
                        "\n  rm ",
                        "\n  log ",
                        "\n  doctor ");
    }

    @Test
    void aNameOfAModelIsDecodedForTheService() {
        assertThat(run("rm", "-y", "shed:a%20b").out()).isEqualTo("shed:a%20b is deleted\n");
        assertThat(shed.ids()).containsExactly("m");
    }
}
