package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysCommandTest {
    private static final String KEY = "gsk-canary_1/2+3=";
    private static final String WHOLE = "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":"
            + "{\"role\":\"assistant\",\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}";

    @TempDir
    private Path home;

    private Path file;
    private Path keys;

    @BeforeEach
    void names() {
        file = home.resolve("chatmodels/chatmodels.properties");
        keys = home.resolve("chatmodels/keys");
    }

    @Test
    void aPipedKeyIsStoredForThisUserAlone() throws IOException {
        CommandLineRun run = run().input("  " + KEY + " \r\nsecond line\n").with("keys", "set", "groq");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains(keys.resolve("groq").toString()).doesNotContain("canary");
        assertThat(run.err()).isEmpty();
        assertThat(keys.resolve("groq")).hasContent(KEY);
        assertThat(permissions(keys.resolve("groq"))).isEqualTo("rw-------");
        assertThat(permissions(keys)).isEqualTo("rwx------");
        assertThat(Files.list(keys)).hasSize(1);
        assertThat(file)
                .hasContent("chatmodels.credential.groq = file:" + keys.resolve("groq")
                        + "\nchatmodels.service.groq.credential = groq\n");
        assertThat(run().with("explain", "groq:m").out()).contains("file:" + keys.resolve("groq") + ", set");
        assertThat(run().with("doctor").exitCode()).isZero();
    }

    @Test
    void aKeyThatStoodInTheConfigurationIsReplacedAndNotShown() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "chatmodels.credential.groq = sk-canary-old\nchatmodels.service.groq.credential = sk-canary-old\n");
        CommandLineRun run = run().input(KEY).with("keys", "set", "groq");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains(
                        "chatmodels.credential.groq had another value",
                        "chatmodels.service.groq.credential had another")
                .doesNotContain("canary");
        assertThat(run().with("doctor").exitCode()).isZero();
    }

    @Test
    void aServiceThatItsRowDisablesIsNotCalledUnknown() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "chatmodels.service.corp.base_url = https://llm.example/v1\n");
        CommandLineRun run = run().input(KEY).with("keys", "set", "corp");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains("'provider' is missing", file + " line 1")
                .doesNotContain("no service has that name");
    }

    @Test
    void aPersonIsAskedOnceAndToldWhereTheKeyGoes() {
        List<String> prompts = new ArrayList<>();
        CommandLineRun run = run().typing(prompt -> {
                    prompts.add(prompt);
                    return Optional.of(KEY.toCharArray());
                })
                .with("keys", "set", "Groq");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(prompts)
                .singleElement()
                .asString()
                .contains("Groq", keys.resolve("groq").toString(), "not shown");
        assertThat(keys.resolve("groq")).hasContent(KEY);
    }

    @Test
    void withoutAKeyNothingIsWritten() {
        CommandLineRun run = run().with("keys", "set", "groq");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("nothing is changed").hasLineCount(1);
        assertThat(home).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " \t\n",
                "\n" + KEY,
                "sk canary",
                "sk-cänary",
                "sk-canary\u0007x",
                "\"sk-canary\"",
                "'sk-canary'",
                "GROQ_API_KEY=sk-canary",
                "Bearer sk-canary"
            })
    void whatIsNoKeyIsRefusedAndNotShown(String text) {
        CommandLineRun run = run().input(text).with("keys", "set", "groq");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("chat: ").doesNotContain("nary").hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aKeyOnTheCommandLineIsRefusedAndNotRepeated() {
        for (String[] words : new String[][] {
            {"keys", "set", "groq", "sk-canary"},
            {"keys", "set", "groq=sk-canary"},
            {"keys", "set", "sk-canary"},
            {"keys", "set", "groq", "-sk-canary"},
            {"keys", "set", "groq", "--key=sk-canary"},
            {"keys", "set", "--sk-canary"},
            {"keys", "rm", "groq", "sk-canary"},
            {"keys", "rm", "sk.canary"},
            {"keys", "sk-canary"},
            {"keys", "ls", "sk-canary"},
        }) {
            CommandLineRun run = run().input(KEY).with(words);
            assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err() + run.out())
                    .as(String.join(" ", words))
                    .doesNotContain("canary")
                    .hasLineCount(1);
            assertThat(home).isEmptyDirectory();
        }
        assertThat(run().with("keys", "set", "groq", "sk-canary").err()).contains("other users", "pipe");
    }

    @Test
    void anUnknownServiceIsAnsweredWithTheNearest() {
        CommandLineRun run = run().input(KEY).with("keys", "set", "qroq");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("Did you mean 'groq'?").doesNotContain("qroq");
    }

    @Test
    void servicesThatTakeNoKeySaySo() {
        for (String name : List.of("docker", "llamafile", "demo", "openai-compatible")) {
            CommandLineRun run = run().input(KEY).with("keys", "set", name);
            assertThat(run.exitCode()).as(name).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains(name).containsAnyOf("takes no key", "no address of its own");
        }
        assertThat(home).isEmptyDirectory();
        assertThat(run().input(KEY).with("keys", "set", "ollama").exitCode()).isZero();
    }

    @Test
    void anotherNameOfAServiceIsItsName() {
        assertThat(run().input(KEY).with("keys", "set", "GOOGLE").exitCode()).isZero();
        assertThat(keys.resolve("gemini")).exists();
    }

    @Test
    void everythingElseInTheFileStays() throws IOException {
        String before = "# mine\r\nchatmodels.alias.fast = a:\\\r\n   b\r\n\r\n"
                + "chatmodels.credential.GROQ : env:MY_KEY\r\n! é\r\nchatmodels.alias.slow = c:d";
        Files.createDirectories(file.getParent());
        Files.writeString(file, before);

        CommandLineRun run = run().input(KEY).with("keys", "set", "groq");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Files.readString(file))
                .isEqualTo(before.replace("env:MY_KEY", "file:" + keys.resolve("groq"))
                        + "\r\nchatmodels.service.groq.credential = groq");
        assertThat(run.err()).contains("'env:MY_KEY' before");
    }

    @Test
    void aStoredKeyGoesToItsServiceAndAVariableStillWins() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Script.json(WHOLE))) {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    "chatmodels.service.corp.provider = openai-compatible\nchatmodels.service.corp.base_url = "
                            + server.uri("/v1") + "\nchatmodels.service.corp.key_env = CORP_KEY\n");
            assertThat(run().input(KEY).with("keys", "set", "corp").exitCode()).isZero();

            CommandLineRun stored = run().with("-m", "corp:m", "--no-stream", "hi");
            assertThat(stored.exitCode()).as(stored.err()).isZero();
            assertThat(server.requests().get(0).header("authorization")).contains("Bearer " + KEY);

            run().variable("CORP_KEY", "sk-canary-ck").with("-m", "corp:m", "--no-stream", "hi");
            assertThat(server.requests().get(1).header("authorization")).contains("Bearer sk-canary-ck");
            assertThat(run().variable("CORP_KEY", "sk-canary-ck")
                            .with("explain", "corp:m")
                            .out())
                    .contains("env:CORP_KEY, set", "wins over the credential");
            assertThat(run().input(KEY)
                            .variable("CORP_KEY", "sk-canary-ck")
                            .with("keys", "set", "corp")
                            .err())
                    .contains("CORP_KEY is set and still wins");
        }
    }

    @Test
    void lsTellsWhereKeysComeFromAndNoKey() {
        run().input(KEY).with("keys", "set", "groq");

        CommandLineRun table = run().variable("MISTRAL_API_KEY", "sk-canary-mk").with("keys", "ls");
        assertThat(table.exitCode()).isZero();
        assertThat(table.out())
                .containsPattern("groq +file:" + keys.resolve("groq") + " +set\n")
                .containsPattern("mistral +env:MISTRAL_API_KEY +set\n")
                .containsPattern("openai +env:OPENAI_API_KEY +not set\n")
                .containsPattern("vllm +env:VLLM_API_KEY +not set \\(optional\\)\n")
                .doesNotContain("canary", "docker");

        CommandLineRun json = run().variable("MISTRAL_API_KEY", "sk-canary-mk").with("keys", "ls", "--json");
        assertThat(json.out())
                .startsWith("[{")
                .contains("{\"service\":\"mistral\",\"source\":\"env:MISTRAL_API_KEY\",\"set\":true,\"required\":true}")
                .doesNotContain("canary")
                .hasLineCount(1);
        assertThat(json.err()).isEmpty();
    }

    @Test
    void rmRemovesTheKeyAndItsLines() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "# mine\nchatmodels.alias.a = demo:small");
        run().input(KEY).with("keys", "set", "groq");

        CommandLineRun run = run().variable("GROQ_API_KEY", "gsk-canary").with("keys", "rm", "GROQ");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("GROQ_API_KEY is set and still used");
        assertThat(keys).isEmptyDirectory();
        assertThat(file).hasContent("# mine\nchatmodels.alias.a = demo:small");

        CommandLineRun again = run().with("keys", "rm", "groq");
        assertThat(again.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(again.err()).contains("no key is stored for groq");
    }

    @Test
    void rmLeavesWhatItDidNotWrite() throws IOException {
        Files.createDirectories(keys);
        Files.writeString(keys.resolve("groq"), KEY);
        Path other = Files.writeString(home.resolve("other"), KEY);
        String text = "chatmodels.credential.groq = env:MINE\nchatmodels.service.groq.credential = groq\n";
        Files.writeString(file, text);

        CommandLineRun run = run().with("keys", "rm", "groq");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("chatmodels.credential.groq stays");
        assertThat(file).hasContent(text);
        assertThat(run().with("keys", "rm", "../../other").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(other).exists();
    }

    @Test
    void rmWorksWhileTheConfigurationHasMistakes() throws IOException {
        run().input(KEY).with("keys", "set", "groq");
        String lines = Files.readString(file);
        Files.writeString(file, lines + "chatmodels.aliass.a = b\n");

        CommandLineRun run = run().variable(
                        "CHATMODELS_CONFIG", home.resolve("missing").toString())
                .with("keys", "rm", "groq");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(file).hasContent("chatmodels.aliass.a = b\n");
        assertThat(keys).isEmptyDirectory();
    }

    @Test
    void aFileThatNobodyCanReadIsSaidBeforeTheKeyIsAskedFor() throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {'#', (byte) 0xE9, '\n'});

        CommandLineRun run = run().typing(prompt -> {
                    throw new AssertionError("asked for a key");
                })
                .with("keys", "set", "groq");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("not UTF-8", file.toString()).hasLineCount(1);
        assertThat(keys).doesNotExist();
    }

    @Test
    void helpHasExamples() {
        for (String command : List.of("set", "ls", "rm")) {
            assertThat(run().with("keys", command, "--help").out()).contains("Usage: chat keys " + command, "Example");
        }
        assertThat(run().with("keys", "--help").out()).contains("chat keys set groq", "readable by you");
        assertThat(run().with("keys").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    private CommandLineRun run() {
        return new CommandLineRun().variable("XDG_CONFIG_HOME", home.toString());
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
