package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** chat --schema, --reasoning and -n, alone and together. */
class FormOptionsTest {
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"total\":{\"type\":\"number\"}},"
            + "\"required\":[\"total\"],\"additionalProperties\":false}";
    private static final String TOTAL = "{\"total\":1.50}";

    @TempDir
    private Path folder;

    private CommandLineRun run(ScriptedServer server, String... words) {
        List<String> all = new ArrayList<>(List.of("-m", Told.at(server)));
        all.addAll(List.of(words));
        return new CommandLineRun().with(all.toArray(String[]::new));
    }

    private static ScriptedServer serving(Script... scripts) {
        return ScriptedServer.start().enqueue(scripts);
    }

    private String schema() throws IOException {
        return Files.writeString(folder.resolve("my invoice.v1.json"), SCHEMA).toString();
    }

    @Test
    void theDemoFillsASchema() throws IOException {
        CommandLineRun run = new CommandLineRun().with("-q", "--schema", schema(), "Read this invoice.");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("{\"total\":1}\n");
    }

    @Test
    void theSchemaIsSentUnderTheNameOfItsFile() throws IOException {
        try (ScriptedServer server = serving(Told.stream(Told.content(TOTAL)))) {
            CommandLineRun run = run(server, "--schema", schema(), "hi");

            assertThat(run.out()).isEqualTo(TOTAL + "\n");
            assertThat(server.requests().get(0).bodyText())
                    .contains(
                            "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"my_invoice_v1\"")
                    .contains("\"schema\":" + SCHEMA);
        }
    }

    @Test
    void jsonHasTheValueInBothModes() throws IOException {
        try (ScriptedServer server = serving(Told.stream(Told.content(TOTAL)), Told.whole(Told.content(TOTAL)))) {
            String expected = Told.json(TOTAL, ",\"value\":" + TOTAL);

            assertThat(Told.stable(run(server, "--schema", schema(), "--json", "-q", "hi")
                            .out()))
                    .isEqualTo(expected);
            assertThat(Told.stable(run(server, "--schema", schema(), "--json", "-q", "--no-stream", "hi")
                            .out()))
                    .isEqualTo(expected);
        }
    }

    @Test
    void anAnswerThatIsNoJsonIsPrintedAndFails() throws IOException {
        try (ScriptedServer server = serving(Told.stream(Told.content("No idea.")), Told.stream(Told.content("Hm")))) {
            CommandLineRun run = run(server, "--schema", schema(), "hi");
            CommandLineRun json = run(server, "--schema", schema(), "--json", "-q", "hi");

            assertThat(run.exitCode()).isEqualTo(ExitCode.NETWORK);
            assertThat(run.out()).isEqualTo("No idea.\n");
            assertThat(run.err())
                    .endsWith("chat: the answer is no JSON, though --schema asks for it: ask again, or ask a"
                            + " model that is held to schemas\n");
            assertThat(json.exitCode()).isEqualTo(ExitCode.NETWORK);
            assertThat(json.out())
                    .startsWith("{\"error\":{\"type\":\"ProtocolException\",\"message\":\"the answer is no JSON")
                    .contains("\"code\":\"answer_does_not_fit\"", "\"partial\":{\"text\":\"Hm\"");
        }
    }

    @Test
    void anAnswerThatIsRefusedOrCutHasNoValue() throws IOException {
        try (ScriptedServer server = serving(
                Told.whole("\"content\":null," + Told.field("refusal", "I won't.")),
                Told.ending("length", Told.content("{\"total\":")))) {
            CommandLineRun refused = run(server, "--schema", schema(), "--json", "--no-stream", "hi");
            CommandLineRun cut = run(server, "--schema", schema(), "--no-stream", "hi");

            assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(refused.out()).startsWith("{\"text\":\"\",\"id\":").doesNotContain("value");
            assertThat(refused.err()).startsWith("note: the model, or the filter before it, refused\n");
            assertThat(cut.exitCode()).isEqualTo(ExitCode.NETWORK);
            assertThat(cut.out()).isEqualTo("{\"total\":\n");
            assertThat(cut.err())
                    .startsWith("note: the answer reached its limit of tokens")
                    .contains("\nchat: ");
        }
    }

    @Test
    void aServiceThatKnowsNoSchemasIsAskedInWordsAndANoteSaysSo() throws IOException {
        try (ScriptedServer server =
                serving(Told.whole(Told.content("```json\n{\"total\":2}\n```".replace("\n", "\\n"))))) {
            CommandLineRun run = new CommandLineRun()
                    .variable("XDG_CONFIG_HOME", Told.row(folder, server, "response_format = json_object"))
                    .with("-m", "corp:m", "--schema", schema(), "--no-stream", "--json", "hi");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err()).startsWith("note: ");
            assertThat(run.out()).contains("\"value\":{\"total\":2}");
        }
    }

    @Test
    void thoughtsAreShownBesideTheAnswerWhereTheyAreAskedFor() {
        Script thoughtful = Told.stream(
                Told.field("reasoning_content", "Let me "),
                Told.field("reasoning_content", "think."),
                Told.content("Hi"));
        try (ScriptedServer server = ScriptedServer.start(thoughtful)) {
            CommandLineRun run = run(server, "--reasoning", "low", "hi");
            CommandLineRun unasked = run(server, "hi");
            CommandLineRun quiet = run(server, "--reasoning", "low", "-q", "--json", "hi");

            assertThat(run.out()).isEqualTo("Hi\n");
            assertThat(run.err()).startsWith("Let me think.\n[openai-compatible:m, ");
            assertThat(server.requests().get(0).bodyText()).contains("\"reasoning_effort\":\"low\"");
            assertThat(unasked.err()).startsWith("[openai-compatible:m, ");
            assertThat(server.requests().get(1).bodyText()).doesNotContain("reasoning_effort");
            assertThat(quiet.err()).isEmpty();
            assertThat(Told.stable(quiet.out())).isEqualTo(Told.json("Hi", ",\"reasoning\":\"Let me think.\""));
        }
    }

    @Test
    void thoughtsOfAWholeAnswerComeFirstToo() {
        String thought = Told.field("reasoning_content", "I\u001b[2J think.") + ",";
        try (ScriptedServer server = serving(Told.whole(thought.replace("\u001b", "\\u001b") + Told.content("Hi")))) {
            CommandLineRun run = run(server, "--reasoning", "high", "--no-stream", "hi");

            assertThat(run.out()).isEqualTo("Hi\n");
            assertThat(run.err()).startsWith("I [2J think.\n[openai-compatible:m, ");
        }
    }

    @Test
    void whatTheModelDoesNotTakeIsANoteUnlessQuiet() {
        CommandLineRun run = new CommandLineRun().with("-m", "demo:small", "--reasoning", "low", "hi");
        CommandLineRun quiet = new CommandLineRun().with("-m", "demo:small", "-q", "--reasoning", "low", "hi");

        assertThat(run.err()).startsWith("note: reasoning_effort was left out: demo:small does not take it\n");
        assertThat(quiet.err()).isEmpty();
    }

    @Test
    void severalAnswersAreNumberedAndNotStreamed() {
        try (ScriptedServer server =
                serving(Told.whole(Told.content("One"), Told.content("Two\\n"), Told.content("")))) {
            CommandLineRun run = run(server, "-n", "3", "hi");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEqualTo("--- 1 of 3\nOne\n--- 2 of 3\nTwo\n--- 3 of 3\n");
            assertThat(server.requests().get(0).bodyText()).contains("\"n\":3").doesNotContain("stream");
        }
    }

    @Test
    void oneAnswerIsStreamedAsEver() {
        try (ScriptedServer server = serving(Told.stream(Told.content("One")))) {
            assertThat(run(server, "-n1", "hi").out()).isEqualTo("One\n");
            assertThat(server.requests().get(0).bodyText()).contains("\"stream\":true");
        }
    }

    @Test
    void aServiceThatSendsFewerIsShownAsItIs() {
        try (ScriptedServer server = serving(Told.whole(Told.content("One")))) {
            assertThat(run(server, "-n", "2", "hi").out()).isEqualTo("--- 1 of 1\nOne\n");
        }
    }

    @Test
    void choicesThatNobodyAskedToSeeAreCounted() {
        Script both = Told.whole(Told.content("One"), Told.content("Two"));
        try (ScriptedServer server = serving(both)) {
            CommandLineRun run = run(server, "-o", "n=2", "--no-stream", "hi");

            assertThat(run.out()).isEqualTo("One\n");
            assertThat(run.err()).startsWith("note: one more choice came; -n 2 shows all\n");
        }
    }

    @Test
    void jsonHasAllChoicesAndTheirValues() throws IOException {
        try (ScriptedServer server =
                serving(Told.whole(Told.content("{\"total\":1}"), Told.content("{\"total\":2}")), two(), two())) {
            String expected = ",\"value\":{\"total\":1},\"choices\":["
                    + "{\"text\":\"{\\\"total\\\":1}\",\"value\":{\"total\":1},\"finish_reason\":\"STOP\"},"
                    + "{\"text\":\"{\\\"total\\\":2}\",\"value\":{\"total\":2},\"finish_reason\":\"STOP\"}]";
            assertThat(Told.stable(run(server, "-n", "2", "--schema", schema(), "--json", "-q", "hi")
                            .out()))
                    .isEqualTo(Told.json("{\"total\":1}", expected));

            assertThat(Told.stable(run(server, "-n", "2", "--json", "-q", "hi").out()))
                    .isEqualTo(Told.json(
                            "One",
                            ",\"choices\":[{\"text\":\"One\",\"finish_reason\":\"STOP\"},"
                                    + "{\"text\":\"Two\",\"finish_reason\":\"STOP\"}]"));
            CommandLineRun silent = run(server, "-n", "2", "--echo", "none", "hi");
            assertThat(silent.out()).isEmpty();
        }
    }

    private static Script two() {
        return Told.whole(Told.content("One"), Told.content("Two"));
    }

    @Test
    void theFirstOfSeveralGoesOnInTheConversation() {
        try (ScriptedServer server = serving(two(), Told.stream(Told.content("Three")))) {
            logged("-m", Told.at(server), "--log", "-n", "2", "hi");
            CommandLineRun second = logged("-c", "And?");

            assertThat(second.out()).isEqualTo("Three\n");
            assertThat(server.requests().get(1).bodyText())
                    .contains("{\"role\":\"assistant\",\"content\":\"One\"}")
                    .doesNotContain("Two");
        }
    }

    private CommandLineRun logged(String... words) {
        return new CommandLineRun()
                .variable("XDG_STATE_HOME", folder.resolve("state").toString())
                .with(words);
    }

    @Test
    void everythingGoesTogether() throws IOException {
        Path picture = Files.writeString(folder.resolve("a.txt"), "one");
        Script called = Told.stream(Told.field("reasoning_content", "Reckon."), Told.CALL);
        try (ScriptedServer server = serving(called, Told.stream(Told.content("{\"total\":14}")))) {
            CommandLineRun run = run(
                    server,
                    "-s",
                    "Be exact.",
                    "-a",
                    picture.toString(),
                    "--schema",
                    schema(),
                    "--tool",
                    "calculator",
                    "--reasoning",
                    "high",
                    "-n",
                    "1",
                    "2+3*4?");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).isEqualTo("{\"total\":14}\n");
            assertThat(run.err())
                    .startsWith("Reckon.\ntool calculator {\"expression\":\"2+3*4\"}\ntool calculator -> 14\n[");
            for (int request = 0; request < 2; request++) {
                assertThat(server.requests().get(request).bodyText())
                        .contains(
                                "Be exact.",
                                "a.txt:",
                                "\"response_format\"",
                                "\"tools\"",
                                "\"reasoning_effort\":\"high\"");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "-a nosuch hi > -a nosuch: there is no such file: check its name and folder",
                "hi -a > Missing required parameter for option '--attach' (FILE|URL); see: chat --help",
                "--schema nosuch hi > --schema nosuch: there is no such file: check its name and folder",
                "--schema= hi > --schema takes the name of a file: here it is empty",
                "hi --schema > Missing required parameter for option '--schema' (FILE); see: chat --help",
                "--tool shell hi > there is no tool 'shell': --tool takes clock, calculator, dice",
                "--tool clock,shell hi > there is no tool 'shell': --tool takes clock, calculator, dice",
                "--tool= hi > there is no tool '': --tool takes clock, calculator, dice",
                "--tool , hi > there is no tool '': --tool takes clock, calculator, dice",
                "--reasoning= hi > --reasoning takes a word: none, low, medium, high, or the service's own",
                "-n 0 hi > -n takes a number from 1 on",
                "-n -2 hi > -n takes a number from 1 on",
                "-n two hi > Invalid value for option '-n': 'two' is not an int; see: chat --help",
                "-n 99999999999 hi > Invalid value for option '-n': '99999999999' is not an int; see: chat --help",
                "-n 2 --tool dice hi > -n and --tool don't go together: tools answer one choice; leave one of them out",
            })
    void whatCannotBeDoneIsSaidInOneLineBeforeAnythingIsOpened(String words, String message) {
        CommandLineRun run = new CommandLineRun().with(words.split(" "));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("chat: " + message + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": | is no JSON (",
                "[1] | is no JSON object",
                "7 | is no JSON object",
                "gr\u0001n | is no text"
            })
    void aFileWithoutASchemaIsAnsweredWithOne(String content, String why) throws IOException {
        Path file = Files.writeString(folder.resolve("s.json"), content);
        CommandLineRun run = new CommandLineRun().with("--schema", file.toString(), "hi");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .startsWith("chat: --schema " + file + ": that " + why)
                .contains(": write a JSON Schema, for example {\"type\":\"object\"")
                .hasLineCount(1);
    }
}
