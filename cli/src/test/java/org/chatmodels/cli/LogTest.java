package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of exchanges, and what chat -c, chat log and chat usage make of it. */
class LogTest {
    private static final String START =
            "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":" + "{\"content\":\"Hello Alice\"}}]}";
    private static final String END = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":3}}}";
    private static final Script ANSWER = Script.sse(START, END, "[DONE]");
    private static final String SILENT = "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":"
            + "{\"role\":\"assistant\",\"content\":\"Hm\"},\"finish_reason\":\"stop\"}]}";

    @TempDir
    private Path state;

    private CommandLineRun run(String... words) {
        return new CommandLineRun().variable("XDG_STATE_HOME", state.toString()).with(words);
    }

    private Path folder() {
        return state.resolve("chatmodels");
    }

    private Path file() throws IOException {
        try (var files = Files.list(folder())) {
            return files.findFirst().orElseThrow();
        }
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(file());
    }

    private static ScriptedServer serving(Script... scripts) {
        return ScriptedServer.start().enqueue(scripts);
    }

    private static String at(ScriptedServer server) {
        return "openai-compatible:m?retries=0&base_url=" + server.uri("/v1");
    }

    private static String body(ScriptedServer server, int request) {
        return server.requests().get(request).bodyText();
    }

    @Test
    void nothingIsWrittenUnlessAskedFor() throws IOException {
        try (ScriptedServer server = serving(ANSWER, ANSWER)) {
            assertThat(run("-m", at(server), "hi").exitCode()).isZero();
            new CommandLineRun()
                    .variable("XDG_STATE_HOME", state.toString())
                    .variable("CHATMODELS_LOG", "true")
                    .with("-m", at(server), "--no-log", "hi");
        }
        assertThat(run("log").err()).contains("The log is empty");
        assertThat(run("usage").err()).contains("nothing to add up");
        assertThat(folder()).doesNotExist();
    }

    @Test
    void anEntryIsALineThatNobodyElseMayRead() throws IOException {
        try (ScriptedServer server = serving(ANSWER)) {
            run("-m", at(server), "-s", "Be brief.", "--log", "-o", "temperature=0", "I am Alice");

            assertThat(lines()).hasSize(1);
            assertThat(lines().get(0))
                    .matches("\\{\"time\":\"[-0-9]{10}T[:.0-9]+Z\",\"conversation\":\"[0-9a-f]{8}\",\"turn\":1,.*")
                    .contains("\"location\":\"" + at(server) + "&temperature=0\"")
                    .contains("\"served_by\":\"openai-compatible:m", "\"finish_reason\":\"STOP\"", "\"ms\":")
                    .contains("\"usage\":{\"input_tokens\":7,\"output_tokens\":2,\"total_tokens\":9,"
                            + "\"cached_input_tokens\":3}")
                    .contains("\"version\":1,\"messages\":[{\"role\":\"system\",")
                    .contains("I am Alice", "Hello Alice");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void configurationKeepsEverything() throws IOException {
        try (ScriptedServer server = serving(ANSWER)) {
            new CommandLineRun()
                    .variable("XDG_STATE_HOME", state.toString())
                    .variable("CHATMODELS_LOG", "true")
                    .with("-m", at(server), "hi");
        }
        assertThat(lines()).hasSize(1);
    }

    @Test
    void theLastConversationGoesOnWithItsModel() throws IOException {
        try (ScriptedServer server = serving(ANSWER, ANSWER, ANSWER, Script.json(SILENT))) {
            run("-m", at(server), "-s", "Be brief.", "--log", "-o", "temperature=0", "I am Alice");
            run("-c", "--log", "Who am I?");
            CommandLineRun third = run("-c", "-s", "Be long.", "And you?");
            run("-c", "--log", "-m", at(server) + "&seed=1", "--no-stream", "--echo", "all", "Well?");

            String alice = "{\"role\":\"user\",\"content\":\"I am Alice\"},"
                    + "{\"role\":\"assistant\",\"content\":\"Hello Alice\"},{\"role\":\"user\",\"content\":\"Who am I?\"}";
            assertThat(body(server, 1)).contains("Be brief.", alice).contains("\"temperature\":0");
            assertThat(body(server, 2))
                    .contains("Be long.", alice, "\"content\":\"And you?\"")
                    .doesNotContain("Be brief.");
            assertThat(third.err()).contains("this turn is not kept");
            assertThat(body(server, 3)).contains("Be brief.", "\"seed\":1").doesNotContain("And you?", "temperature");
        }
        String id = conversation(lines().get(0));
        assertThat(lines()).hasSize(3).allMatch(line -> conversation(line).equals(id));
        assertThat(lines().get(1)).contains("\"turn\":2").doesNotContain("I am Alice");
    }

    @Test
    void aConversationIsContinuedByTheBeginningOfItsId() throws IOException {
        try (ScriptedServer server = serving(ANSWER, ANSWER, ANSWER)) {
            run("-m", at(server), "--log", "one");
            run("-m", at(server), "--log", "two");
            String id = conversation(lines().get(0));

            assertThat(run("--conversation", id.substring(0, 7), "--log", "three")
                            .exitCode())
                    .isZero();

            assertThat(body(server, 2)).contains("\"one\"", "\"three\"").doesNotContain("\"two\"");
            assertThat(conversation(lines().get(2))).isEqualTo(id);
        }
        assertThat(run("--conversation", "zz", "hi").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    private static String conversation(String line) {
        int start = line.indexOf("\"conversation\":\"") + "\"conversation\":\"".length();
        return line.substring(start, start + 8);
    }

    @Test
    void withoutALogContinuingSaysHowToKeepOne() {
        CommandLineRun run = run("-c", "hi");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--log", "chatmodels.log = true").hasLineCount(1);
    }

    @Test
    void theDemoGoesOnToo() {
        assertThat(run("--log", "-q", "Tell me about JDBC").exitCode()).isZero();
        CommandLineRun second = run("-c", "--log", "-q", "And?");

        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(run("log").out()).contains("demo:small");
    }

    @Test
    void aFailureIsKeptButIsNoPartOfTheConversation() throws IOException {
        Script cut = Script.builder().readRequest().sseHead().event(START).cut().build();
        try (ScriptedServer server =
                serving(ANSWER, cut, Script.json(429, "{\"error\":{\"message\":\"slow down\"}}"), ANSWER)) {
            run("-m", at(server), "--log", "I am Alice");
            run("-c", "--log", "cut?");
            run("-c", "--log", "busy?");
            run("-c", "--log", "again?");

            assertThat(body(server, 3)).contains("I am Alice", "again?").doesNotContain("cut?", "busy?");
        }
        assertThat(lines().get(1))
                .contains("\"error\":\"TruncatedException\"", "\"prompt\":\"cut?\"", "\"partial\":\"Hello Alice\"")
                .doesNotContain("messages");
        assertThat(lines().get(2)).contains("\"error\":\"RateLimitException\"").doesNotContain("partial", "slow down");
        assertThat(run("log", conversation(lines().get(0))).out())
                .containsSubsequence(
                        "user\nI am Alice", "assistant\nHello Alice", "user\ncut?", "TruncatedException\nHello");
    }

    @Test
    void linesOfOthersAreSkippedWithOneWarning() throws IOException {
        try (ScriptedServer server = serving(ANSWER, ANSWER)) {
            run("-m", at(server), "--log", "one");
            Files.writeString(
                    file(),
                    "\n[]\n5\n{\"time\":7}\n{\"time\":\"2026-01-01T00:00:00Z\"}\n{\"time\":\"20",
                    StandardOpenOption.APPEND);
            Files.write(file(), new byte[] {(byte) 0xff, '{'}, StandardOpenOption.APPEND);
            CommandLineRun second = run("-c", "--log", "two");

            assertThat(second.exitCode()).isZero();
            assertThat(body(server, 1)).contains("one", "two");
        }
        CommandLineRun log = run("log");
        assertThat(log.exitCode()).isZero();
        assertThat(log.out()).contains("one", "two").hasLineCount(3);
        assertThat(log.err()).contains("5 lines of the log").hasLineCount(1);
        assertThat(run("usage").err()).hasLineCount(1);
    }

    @Test
    void entriesAreListedShownAndDeleted() throws IOException {
        try (ScriptedServer server = serving(ANSWER, ANSWER)) {
            run("-m", at(server), "--log", "one\u001b[31m\nnext line");
            run("-m", at(server), "--log", "x".repeat(100));
        }
        assertThat(run("log").out())
                .containsSubsequence(
                        "TIME", "PROMPT\n", "openai-compatible:m", "7", "2", "stop", "one [31m next line\n")
                .contains("x".repeat(59) + "…\n")
                .doesNotContain("\u001b", "base_url");
        assertThat(run("log", "-n", "1").out()).contains("xxx").doesNotContain("one");
        assertThat(run("log", "--json").out()).isEqualTo(String.join("\n", lines()) + "\n");
        assertThat(run("log", "--path").out()).isEqualTo(folder() + "\n");
        String id = conversation(lines().get(0));
        assertThat(run("log", id).out()).contains("user\none [31m\nnext line\n\nassistant\nHello Alice\n");
        assertThat(run("log", id, "--json").out()).isEqualTo(lines().get(0) + "\n");
        assertThat(new CommandLineRun()
                        .variable("XDG_STATE_HOME", state.toString())
                        .onTerminal()
                        .with("log", id)
                        .out())
                .contains("\u001b[1muser\u001b[0m");
        assertThat(run("log", "nosuch").exitCode()).isEqualTo(ExitCode.USAGE);

        assertThat(run("log", "--clear").exitCode()).isZero();
        assertThat(run("log").err()).contains("The log is empty");
    }

    @Test
    void usageIsAddedUpByDayAndModelAndUnknownStaysEmpty() {
        try (ScriptedServer server =
                serving(ANSWER, ANSWER, Script.json(SILENT), Script.json(SILENT), Script.json(500, "{}"))) {
            run("-m", at(server), "--log", "one");
            run("-m", at(server), "--log", "two");
            run("-m", at(server), "--log", "--no-stream", "three");
            run("-m", "vllm:q?base_url=" + server.uri("/v1"), "--log", "--no-stream", "four");
            run("-m", at(server), "--log", "five");
        }
        String table = run("usage", "--since", "2d").out();
        assertThat(table.replaceAll(" +", " "))
                .contains("DAY ANSWERS FAILED INPUT CACHED OUTPUT REASONING TOTAL COST\n")
                .contains("openai-compatible:m 3 1 >=14 >=6 >=4 >=18\n")
                .contains("vllm:q 1\n")
                .contains("total 4 1 >=14 >=6 >=4 >=18\n")
                .doesNotContain(" 0");
        assertThat(run("usage", "--json").out())
                .startsWith("{\"days\":{\"20")
                .contains("\"vllm:q\":{\"answers\":1,\"failures\":0}")
                .endsWith(
                        "\"total\":{\"answers\":4,\"failures\":1,\"input_tokens_at_least\":14,"
                                + "\"cached_input_tokens_at_least\":6,\"output_tokens_at_least\":4,\"total_tokens_at_least\":18}}\n");
    }

    @Test
    void costsAreKeptAsTheyWereAndAddedUp() throws IOException {
        try (ScriptedServer server = serving(ANSWER, ANSWER, ANSWER)) {
            for (String price : List.of("input=100; output=1000", "input=1; output=0; date=2026-07-02")) {
                CommandLineRun run = new CommandLineRun()
                        .variable("XDG_STATE_HOME", state.toString())
                        .variable("CHATMODELS_PRICE_OWN", "openai-compatible:m; " + price);
                run.with("-m", at(server), "--log", "hi");
            }
            assertThat(lines().get(0)).contains("\"cost_usd\":0.0027}").doesNotContain("price_date");
            assertThat(lines().get(1)).contains("\"cost_usd\":0.000007,\"price_date\":\"2026-07-02\"}");
            assertThat(run("usage").out()).contains(" $0.0027\n");
            assertThat(run("usage", "--json").out()).endsWith("\"cost_usd\":0.002707}}\n");
            run("-m", at(server), "--log", "three");
        }
        assertThat(run("usage").out()).contains(" >=$0.0027\n");
        assertThat(run("usage", "--json").out()).endsWith("\"cost_usd_at_least\":0.002707}}\n");
    }

    @Test
    void onlyTheAskedAgeCounts() throws IOException {
        Files.createDirectories(folder());
        String line = "{\"time\":\"%s\",\"conversation\":\"c\",\"served_by\":\"a:b\",\"messages\":[],"
                + "\"usage\":{\"input_tokens\":5,\"output_tokens\":0}}\n";
        String now = java.time.Instant.now().toString();
        Files.writeString(
                folder().resolve("log-2020-01.jsonl"),
                line.formatted("2020-01-31T23:59:59Z").repeat(2));
        Files.writeString(folder().resolve("log-" + now.substring(0, 7) + ".jsonl"), line.formatted(now));

        assertThat(run("usage", "--json").out()).contains("\"a:b\":{\"answers\":3,\"failures\":0,\"input_tokens\":15");
        assertThat(run("usage", "--json", "--since", "2w").out())
                .contains("\"a:b\":{\"answers\":1,\"failures\":0,\"input_tokens\":5,\"output_tokens\":0");
        assertThat(run("log").out()).contains("2020-0").hasLineCount(4);
        for (String wrong : List.of("7", "d", "-1d", "0d", "7y", "1.5h", "99999999999d")) {
            assertThat(run("usage", "--since=" + wrong).exitCode()).as(wrong).isEqualTo(ExitCode.USAGE);
        }
    }

    @Test
    void whatWasHeardUntilTheReaderLeftIsKeptAsCancelled() throws IOException {
        try (ScriptedServer server = serving(ANSWER)) {
            new CommandLineRun()
                    .variable("XDG_STATE_HOME", state.toString())
                    .readBy(new OutputStream() {
                        @Override
                        public void write(int b) throws IOException {
                            throw new IOException("gone");
                        }
                    })
                    .with("-m", at(server), "--log", "hi");
        }
        assertThat(lines().get(0)).contains("\"error\":\"CancelledException\"", "\"partial\":\"Hello Alice\"");
    }

    @Test
    void whatWasHeardUntilCtrlCIsKeptAsCancelled() throws Exception {
        Script waits =
                Script.builder().readRequest().sseHead().event(START).hold().build();
        try (ScriptedServer server = serving(waits)) {
            Process process = process("-m", at(server), "--log", "hi");
            assertThat(new String(process.getInputStream().readNBytes(5), StandardCharsets.UTF_8))
                    .isEqualTo("Hello");
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0)).contains("\"error\":\"CancelledException\"", "\"partial\":\"Hello Alice\"");
        assertThat(run("-c", "hi").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void processesWriteAtOnceWithoutTearingLines() throws Exception {
        String prompt = "x".repeat(100_000);
        try (ScriptedServer server = serving(ANSWER, ANSWER, ANSWER)) {
            List<Process> processes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                processes.add(process("-m", at(server), "--log", "-q", i + prompt));
            }
            for (Process process : processes) {
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isZero();
            }
        }
        assertThat(lines()).hasSize(3).allMatch(line -> line.startsWith("{\"time\"") && line.endsWith("}"));
        assertThat(run("log").err()).isEmpty();
    }

    /** Also where the tests themselves run on the module path. */
    private static String everything() {
        return System.getProperty("java.class.path") + File.pathSeparator + System.getProperty("jdk.module.path", "");
    }

    private Process process(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                everything(),
                "org.chatmodels.cli.Main"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("XDG_STATE_HOME", state.toString());
        builder.environment().put("XDG_CONFIG_HOME", "/nonexistent");
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }
}
