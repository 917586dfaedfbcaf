package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatCommandTest {
    private static final String CHUNK =
            "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}";
    private static final String END = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}}";
    private static final String WHOLE = "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":"
            + "{\"role\":\"assistant\",\"content\":\"Hello there\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}}";

    @TempDir
    private Path folder;

    @Test
    void withoutAModelTheDemoAnswersOverHttpAndSaysSo() {
        CommandLineRun run = new CommandLineRun().with("Tell", "me", "about", "JDBC");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isNotBlank().endsWith("\n");
        assertThat(run.err())
                .contains("the built-in demo answers")
                .contains("no language model")
                .contains("openai-compatible:small")
                .contains("tokens out")
                .contains("first token");
    }

    @Test
    void quietLeavesTheAnswerAlone() {
        CommandLineRun run = new CommandLineRun().with("--quiet", "hi");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void theAnswerIsStreamedAndItsUsageToldApart() {
        try (ScriptedServer server =
                ScriptedServer.start(Script.sse(CHUNK.formatted("Hello"), CHUNK.formatted(" there"), END, "[DONE]"))) {
            CommandLineRun run = new CommandLineRun().with("-m", at(server), "-s", "Be brief.", "hi");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEqualTo("Hello there\n");
            assertThat(run.err()).contains("7 tokens in").contains("2 tokens out");
            assertThat(server.requests().get(0).body()).asString().contains("Be brief.", "\"stream\":true");
        }
    }

    @Test
    void theUsageLineSaysWhatItCostAndWhenThePricesWereTrue() {
        String old = LocalDate.now().minusDays(91).toString();
        String fresh = LocalDate.now().minusDays(89).toString();
        try (ScriptedServer server = ScriptedServer.start()) {
            for (String[] expected : new String[][] {
                {"input=100; output=1000", "2 tokens out, $0.0027, "},
                {"input=100; output=1000; date=" + old, "2 tokens out, $0.0027 at prices of " + old + ", "},
                {"input=0; output=0; date=" + fresh, "2 tokens out, $0, "},
                {"input=1; output=0", "2 tokens out, $0.000007, "},
                {"input=1000000; output=0", "2 tokens out, $7, "},
                {"input=1", "2 tokens out, first"}
            }) {
                server.enqueue(Script.sse(CHUNK.formatted("Hello"), END, "[DONE]"));
                CommandLineRun run = new CommandLineRun()
                        .variable("CHATMODELS_PRICE_OWN", "openai-compatible:m; " + expected[0])
                        .with("-m", at(server), "hi");
                assertThat(run.err()).contains(expected[1]);
            }
        }
    }

    @Test
    void withoutStreamingTheWholeAnswerIsPrinted() {
        try (ScriptedServer server = ScriptedServer.start(Script.json(WHOLE))) {
            CommandLineRun run = new CommandLineRun().with("-m", at(server), "--no-stream", "hi");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEqualTo("Hello there\n");
        }
    }

    @Test
    void jsonIsOneObjectForScripts() {
        try (ScriptedServer server = ScriptedServer.start(Script.json(WHOLE))) {
            CommandLineRun run = new CommandLineRun().with("-m", at(server), "--no-stream", "--json", "-q", "hi");

            assertThat(run.out()).startsWith("{").contains("\"text\":\"Hello there\"", "\"input_tokens\":7");
            assertThat(run.err()).isEmpty();
        }
    }

    @Test
    void theNextTargetOfARouteAnswersAndTheNoteSaysSo() {
        try (ScriptedServer down = ScriptedServer.start(Script.json(503, "{\"error\":{\"message\":\"down\"}}"));
                ScriptedServer server = ScriptedServer.start(Script.json(WHOLE))) {
            String route = at(down) + "&retries=0 | " + at(server);
            CommandLineRun run = new CommandLineRun().with("-m", route, "--no-stream", "hi");

            assertThat(run.out()).isEqualTo("Hello there\n");
            assertThat(run.err()).contains("note: Answered by openai-compatible:m, as openai-compatible:m failed");
            CommandLineRun json = new CommandLineRun().with("-m", route, "--no-stream", "--json", "-q", "hi");
            assertThat(json.out())
                    .contains("\"attempts\":[{\"location\":\"openai-compatible:m\"", "UnavailableException");
        }
    }

    @Test
    void optionsOfTheCommandLineWinOverTheLocation() {
        try (ScriptedServer server = ScriptedServer.start(Script.json(WHOLE))) {
            new CommandLineRun()
                    .with("-m", at(server) + "&temperature=1", "-o", "temperature=0.5", "--no-stream", "hi");

            assertThat(server.requests().get(0).body()).asString().contains("\"temperature\":0.5");
        }
    }

    @Test
    void providerModelAndAddressMayStandApart() {
        try (ScriptedServer server = ScriptedServer.start(Script.json(WHOLE))) {
            String address = server.uri("/v1").toString();
            CommandLineRun run = new CommandLineRun()
                    .with("--provider", "vllm", "--model", "a/b:c", "--base-url", address, "--no-stream", "hi");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(server.requests().get(0).path()).isEqualTo("/v1/chat/completions");
            assertThat(server.requests().get(0).body()).asString().contains("\"model\":\"a/b:c\"");
        }
        CommandLineRun alone = new CommandLineRun().with("--provider", "vllm", "hi");
        assertThat(alone.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(alone.err()).contains("--provider needs --model");
    }

    @Test
    void echoSaysWhatIsShown() {
        try (ScriptedServer server = ScriptedServer.start(Script.json(WHOLE))) {
            String[] words = {"-m", at(server), "-s", "Be brief.", "--no-stream", "--echo", "all", "hi"};
            assertThat(new CommandLineRun().with(words).out()).isEqualTo("> Be brief.\n\n> hi\n\nHello there\n");

            words[6] = "none";
            CommandLineRun silent = new CommandLineRun().with(words);
            assertThat(silent.out()).isEmpty();
            assertThat(silent.err()).contains("2 tokens out");
        }
    }

    @Test
    void aRefusalHasItsOwnExitCode() {
        try (ScriptedServer server =
                ScriptedServer.start(Script.json(WHOLE.replace("\"stop\"", "\"content_filter\"")))) {
            CommandLineRun run = new CommandLineRun().with("-m", at(server), "--no-stream", "hi");

            assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.out()).isEqualTo("Hello there\n");
        }
    }

    @Test
    void aRateLimitHasItsOwnExitCode() {
        try (ScriptedServer server =
                ScriptedServer.start(Script.json(429, "{\"error\":{\"message\":\"slow down\"}}"))) {
            CommandLineRun run = new CommandLineRun().with("-m", at(server), "hi");

            assertThat(run.exitCode()).isEqualTo(ExitCode.RATE_LIMIT);
            assertThat(run.err()).contains("slow down").hasLineCount(1);
        }
    }

    @Test
    void anOptionThatRepeatsKeepsAllItsValues() {
        try (ScriptedServer server = ScriptedServer.start(Script.json(WHOLE))) {
            new CommandLineRun().with("-m", at(server), "-o", "stop=a", "-o", "stop=b", "--no-stream", "hi");

            assertThat(server.requests().get(0).body()).asString().contains("\"stop\":[\"a\",\"b\"]");
        }
    }

    @Test
    void standardInputIsThePromptOrIsAppended() {
        try (ScriptedServer server = ScriptedServer.start(Script.json(WHOLE))) {
            new CommandLineRun().input("from a pipe\n").with("-m", at(server), "--no-stream");
            new CommandLineRun().input("from a pipe\n").with("-m", at(server), "--no-stream", "Explain:");

            assertThat(server.requests().get(0).body()).asString().contains("\"from a pipe\"");
            assertThat(server.requests().get(1).body()).asString().contains("Explain:\\n\\nfrom a pipe");
        }
    }

    @Test
    void aPromptMayBeginWithACommandsName() {
        CommandLineRun run = new CommandLineRun().with("prompt", "-q", "providers", "of", "data");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isNotBlank();
    }

    @Test
    void whatHadArrivedOfACutStreamIsPrinted() {
        try (ScriptedServer server = ScriptedServer.start(cut(CHUNK.formatted("Hello")))) {
            CommandLineRun run = new CommandLineRun().with("-m", at(server), "hi");

            assertThat(run.exitCode()).isEqualTo(ExitCode.NETWORK);
            assertThat(run.out()).isEqualTo("Hello\n");
            assertThat(run.err()).startsWith("chat: ").hasLineCount(1);
        }
    }

    @Test
    void jsonOfAFailureHoldsWhatHadArrived() {
        try (ScriptedServer server = ScriptedServer.start(cut(CHUNK.formatted("Hello")))) {
            CommandLineRun run = new CommandLineRun().with("-m", at(server), "--json", "hi");

            assertThat(run.out()).contains("\"type\":\"TruncatedException\"", "\"text\":\"Hello\"");
        }
    }

    @Test
    void jsonOfAFailureComesAlsoWhenNothingCouldBeOpened() {
        CommandLineRun run = new CommandLineRun().with("-m", "qroq:x", "--json", "hi");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).contains("\"code\":\"unknown_name\"");
    }

    @Test
    void aPageInsteadOfAnAnswerIsNamed() {
        try (ScriptedServer server = ScriptedServer.start(
                Script.answer(200, "<html><body>Log in</body></html>", "Content-Type", "text/html"))) {
            CommandLineRun run = new CommandLineRun().with("-m", at(server), "hi");

            assertThat(run.exitCode()).isEqualTo(ExitCode.NETWORK);
            assertThat(run.err()).contains("base_url").hasLineCount(1);
        }
    }

    @Test
    void aClosedPortIsNamed() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        CommandLineRun run =
                new CommandLineRun().with("-m", "openai-compatible:m?base_url=http://127.0.0.1:" + port, "hi");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NETWORK);
        assertThat(run.err()).contains("127.0.0.1:" + port).hasLineCount(1);
    }

    @Test
    void anUnknownProviderIsAnsweredWithTheNearest() {
        CommandLineRun run = new CommandLineRun().with("-m", "qroq:openai/gpt-oss-20b", "hi");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("Did you mean 'groq'?").containsPattern("Available: .*\\bdemo, .*\\bgroq, ");
    }

    @Test
    void aMissingKeyNamesItsVariable() {
        CommandLineRun run = new CommandLineRun().with("-m", "groq:openai/gpt-oss-20b", "hi");

        assertThat(run.exitCode()).isEqualTo(ExitCode.KEY);
        assertThat(run.err()).contains("GROQ_API_KEY").hasLineCount(1);
    }

    @Test
    void keysAreRefusedAndNotRepeated() {
        for (String[] words : new String[][] {
            {"-m", "groq:m?api_key=sk-canary", "hi"},
            {"--api-key", "sk-canary", "hi"},
            {"--api-key=sk-canary", "hi"},
            {"--key=sk-canary", "hi"},
            {"-o", "api_key=sk-canary", "-m", "groq:m", "hi"},
        }) {
            CommandLineRun run = new CommandLineRun().with(words);
            assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).doesNotContain("sk-canary").hasLineCount(1);
        }
    }

    @Test
    void aKeyFileIsSentToTheAddressItIsGivenFor() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "sk-canary\n");
        try (ScriptedServer server = ScriptedServer.start(Script.json(WHOLE))) {
            CommandLineRun run =
                    new CommandLineRun().with("-m", at(server), "--key-file", key.toString(), "--no-stream", "hi");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(server.requests().get(0).header("authorization")).contains("Bearer sk-canary");
        }
    }

    @Test
    void aReaderThatGoesAwayIsNoFailure() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        CommandLineRun run = new CommandLineRun().readBy(gone).with("-q", "hi");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void withoutAPromptTheUsageIsNamed() {
        CommandLineRun run = new CommandLineRun().with("-q");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("there is no prompt").hasLineCount(1);
    }

    @Test
    void coloursAreForTerminalsWithoutNoColor() {
        assertThat(new CommandLineRun().onTerminal().with("-m", "x", "hi").err())
                .contains("\u001b[");
        assertThat(new CommandLineRun()
                        .onTerminal()
                        .variable("NO_COLOR", "1")
                        .with("-m", "x", "hi")
                        .err())
                .doesNotContain("\u001b[");
        assertThat(new CommandLineRun().with("-m", "x", "hi").err()).doesNotContain("\u001b[");
    }

    @Test
    void theVariableChatModelChoosesTheModel() {
        try (ScriptedServer server = ScriptedServer.start(Script.json(WHOLE))) {
            CommandLineRun run =
                    new CommandLineRun().variable("CHAT_MODEL", at(server)).with("--no-stream", "hi");

            assertThat(run.out()).isEqualTo("Hello there\n");
        }
    }

    @Test
    void theAliasDefaultIsStrongerThanTheVariable() {
        try (ScriptedServer server = ScriptedServer.start(Script.json(WHOLE))) {
            CommandLineRun run = new CommandLineRun()
                    .variable("CHATMODELS_ALIAS_DEFAULT", at(server))
                    .variable("CHAT_MODEL", "demo:nothing")
                    .with("--no-stream", "hi");

            assertThat(run.out()).isEqualTo("Hello there\n");
        }
    }

    @Test
    void helpListsTheExitCodes() {
        CommandLineRun run = new CommandLineRun().with("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Exit codes", "--key-file", "providers", "explain");
    }

    private static String at(ScriptedServer server) {
        return "openai-compatible:m?base_url=" + server.uri("/v1");
    }

    private static Script cut(String data) {
        return Script.builder()
                .readRequest()
                .head(200, "Content-Type", "text/event-stream")
                .write("data: " + data + "\n\n")
                .cut()
                .build();
    }
}
