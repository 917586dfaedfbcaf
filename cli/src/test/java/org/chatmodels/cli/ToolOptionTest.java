package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** chat --tool. */
class ToolOptionTest {
    private static final String CALLS = ",\"tool_calls\":[{\"name\":\"calculator\","
            + "\"arguments\":{\"expression\":\"2+3*4\"},\"result\":\"14\",\"failed\":false}]";
    private static final String SUMMED = "\"input_tokens\":14,\"output_tokens\":4,\"total_tokens\":18";
    private static final String USAGE = "\"input_tokens\":7,\"output_tokens\":2,\"total_tokens\":9";

    @TempDir
    private Path folder;

    private static CommandLineRun run(ScriptedServer server, String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "-m";
        all[1] = Told.at(server);
        System.arraycopy(words, 0, all, 2, words.length);
        return new CommandLineRun().with(all);
    }

    private static ScriptedServer serving(Script... scripts) {
        return ScriptedServer.start().enqueue(scripts);
    }

    @Test
    void theDemoCallsThemOverHttpAndWhatTheySayIsTold() {
        CommandLineRun run = new CommandLineRun().with("--tool", "calculator", "Use the calculator on \"2+3*4\".");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("calculator says: 14\n");
        assertThat(run.err())
                .containsSubsequence(
                        "the built-in demo answers",
                        "\ntool calculator {\"expression\":\"2+3*4\"}\ntool calculator -> 14\n[openai-compatible:small");
    }

    @Test
    void wordsBeforeACallAreALineOfTheirOwn() {
        try (ScriptedServer server = serving(
                Told.stream(Told.content("Let me"), Told.content(" see."), Told.CALL),
                Told.stream(Told.content("It is"), Told.content(" 14.")))) {
            CommandLineRun run = run(server, "--tool", "calculator", "2+3*4?");

            assertThat(run.out()).isEqualTo("Let me see.\nIt is 14.\n");
            assertThat(run.err())
                    .startsWith(
                            "tool calculator {\"expression\":\"2+3*4\"}\ntool calculator -> 14\n[openai-compatible:m,"
                                    + " 14 tokens in, 4 tokens out");
            assertThat(server.requests().get(1).bodyText())
                    .contains("{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"14\"}", "\"stream\":true");
        }
    }

    @Test
    void withoutStreamingOnlyTheLastAnswerIsPrinted() {
        try (ScriptedServer server = serving(
                Told.whole(Told.content("Let me see.") + "," + Told.CALL), Told.whole(Told.content("It is 14.")))) {
            CommandLineRun run = run(server, "--tool", "calculator", "--no-stream", "2+3*4?");

            assertThat(run.out()).isEqualTo("It is 14.\n");
            assertThat(run.err()).startsWith("tool calculator {").contains("\ntool calculator -> 14\n[");
        }
    }

    @Test
    void jsonHasTheCallsInBothModes() {
        for (List<String> mode : List.of(List.of("--json"), List.of("--json", "--no-stream"))) {
            boolean whole = mode.size() > 1;
            try (ScriptedServer server = whole
                    ? serving(Told.whole(Told.content("Hm.") + "," + Told.CALL), Told.whole(Told.content("14")))
                    : serving(Told.stream(Told.content("Hm."), Told.CALL), Told.stream(Told.content("14")))) {
                CommandLineRun run = run(
                        server, whole ? "--no-stream" : "--no-log", "--json", "-q", "--tool", "calculator", "2+3*4?");

                assertThat(Told.stable(run.out()))
                        .isEqualTo(Told.json("14", CALLS).replace(USAGE, SUMMED));
                assertThat(run.err()).isEmpty();
            }
        }
    }

    @Test
    void jsonSaysThatNoneWasCalled() {
        try (ScriptedServer server = serving(Told.stream(Told.content("14")))) {
            CommandLineRun run = run(server, "--json", "-q", "--tool", "calculator,dice", "2+3*4?");

            assertThat(Told.stable(run.out())).isEqualTo(Told.json("14", ",\"tool_calls\":[]"));
        }
    }

    @Test
    void thoseAskedForAreOfferedAndNoOthers() {
        try (ScriptedServer server = serving(Told.stream(Told.content("Hi")), Told.stream(Told.content("Hi")))) {
            run(server, "--tool", "dice", "--tool", "clock,dice", "hi");
            run(server, "hi");

            assertThat(server.requests().get(0).bodyText())
                    .containsSubsequence("\"name\":\"dice\"", "\"name\":\"clock\"")
                    .doesNotContain("calculator")
                    .containsOnlyOnce("\"name\":\"dice\"");
            assertThat(server.requests().get(1).bodyText()).doesNotContain("tools");
        }
    }

    @Test
    void whatFailsIsToldToTheModelAndGoesOn() {
        String wrong = Told.CALL.replace("2+3*4", "1/0");
        String unknown = Told.CALL.replace("calculator", "shell");
        try (ScriptedServer server =
                serving(Told.stream(wrong), Told.stream(unknown), Told.stream(Told.content("I cannot.")))) {
            CommandLineRun run = run(server, "--json", "--tool", "calculator", "1/0?");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out())
                    .contains(
                            "\"arguments\":{\"expression\":\"1/0\"},\"result\":\"",
                            "division by zero\",\"failed\":true}")
                    .contains("{\"name\":\"shell\",\"arguments\":{\"expression\":\"2+3*4\"},\"result\":\"")
                    .contains("\"text\":\"I cannot.\"");
            assertThat(run.err())
                    .contains("tool calculator {\"expression\":\"1/0\"}\ntool calculator -> ", "division by zero\n")
                    .contains("\ntool shell -> ");
        }
    }

    @Test
    void theirLinesAreCutPlainAndDimOnATerminal() {
        String shown = Told.CALL.replace("2+3*4", "\\u009b2J" + "1+".repeat(200) + "1");
        try (ScriptedServer server = serving(Told.stream(shown), Told.stream(Told.content("Hi")))) {
            CommandLineRun run =
                    new CommandLineRun().onTerminal().with("-m", Told.at(server), "--tool", "calculator", "hi");

            String first = run.err().lines().findFirst().orElse("");
            assertThat(first)
                    .startsWith("\u001b[2mtool calculator {\"expression\":\"")
                    .endsWith("1+1…\u001b[0m")
                    .hasSize(200 + "\u001b[2m\u001b[0m".length())
                    .doesNotContain("\u009b");
        }
    }

    @Test
    void aModelThatNeverStopsCallingIsEnded() {
        try (ScriptedServer server = ScriptedServer.start(Told.stream(Told.CALL))) {
            CommandLineRun run = run(server, "-q", "--tool", "calculator", "hi");

            assertThat(run.exitCode()).isEqualTo(ExitCode.OTHER);
            assertThat(run.err()).startsWith("chat: ").contains("10").hasLineCount(1);
            assertThat(server.requests()).hasSize(10);
        }
    }

    @Test
    void anAnswerThatIsCutAfterAToolHasRunIsAFailure() {
        Script cut = Script.builder()
                .readRequest()
                .sseHead()
                .event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"It\"}}]}")
                .cut()
                .build();
        try (ScriptedServer server = serving(Told.stream(Told.CALL), cut)) {
            CommandLineRun run = run(server, "--tool", "calculator", "2+3*4?");

            assertThat(run.exitCode()).isEqualTo(ExitCode.NETWORK);
            assertThat(run.out()).isEqualTo("It\n");
            assertThat(run.err()).startsWith("tool calculator {").contains("\ntool calculator -> 14\nchat: ");
        }
    }

    @Test
    void theLogKeepsTheAnswerAndTheConversationGoesOn() throws Exception {
        try (ScriptedServer server = serving(
                Told.stream(Told.CALL), Told.stream(Told.content("It is 14.")), Told.stream(Told.content("Yes.")))) {
            CommandLineRun first = new CommandLineRun()
                    .variable("XDG_STATE_HOME", folder.toString())
                    .with("-m", Told.at(server), "--log", "--tool", "calculator", "2+3*4?");
            CommandLineRun second = new CommandLineRun()
                    .variable("XDG_STATE_HOME", folder.toString())
                    .with("-c", "-s", "Be brief.", "Sure?");

            assertThat(first.exitCode()).as(first.err()).isZero();
            assertThat(second.out()).isEqualTo("Yes.\n");
            assertThat(server.requests().get(2).bodyText())
                    .contains("Be brief.", "2+3*4?", "It is 14.", "Sure?")
                    .doesNotContain("tool");
        }
        try (var files = Files.list(folder.resolve("chatmodels"))) {
            assertThat(Files.readString(files.findFirst().orElseThrow()))
                    .contains("\"input_tokens\":14", "It is 14.")
                    .hasLineCount(1);
        }
    }
}
