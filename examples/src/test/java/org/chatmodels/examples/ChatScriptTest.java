package org.chatmodels.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real {@code ./chat}, as a person starts it. Needs the packaged jars, so "mvn verify"; "mvn test" skips it. */
class ChatScriptTest {
    private static final String CHUNK = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}";

    private final Path root = Checkout.root();
    private final String chat = root.resolve("chat").toString();

    @BeforeEach
    void isPackaged() {
        assumeThat(Checkout.jar("chatmodels-provider-eliza"))
                .as("packaged jars")
                .isNotEmpty();
    }

    @Test
    void itStreamsAnAnswerWithoutAnySetUp() throws Exception {
        Checkout.Ended ended = Checkout.run(chat, "Tell me about JDBC");

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).isNotBlank();
        assertThat(ended.err()).contains("demo").doesNotContain("building");
    }

    @Test
    void aJarInPluginsBringsItsProvider() throws Exception {
        Checkout.Ended before = Checkout.run(chat, "-m", "eliza:doctor", "I am worried");
        assertThat(before.code()).isEqualTo(2);
        assertThat(before.err()).contains("eliza");

        Path jar = Checkout.jar("chatmodels-provider-eliza").get(0);
        Path dropped = Files.copy(jar, root.resolve("plugins").resolve("dropped-by-a-test.jar"));
        try {
            Checkout.Ended after = Checkout.run(chat, "-m", "eliza:doctor", "I am worried");
            assertThat(after.code()).as(after.err()).isZero();
            assertThat(after.out()).isNotBlank();
            assertThat(Checkout.run(chat, "providers").out()).contains("dropped-by-a-test.jar");
        } finally {
            Files.delete(dropped);
        }
    }

    @Test
    void aReaderThatGoesAwayEndsItQuietly() throws Exception {
        Checkout.Ended ended =
                Checkout.run("bash", "-c", "set -o pipefail; '" + chat + "' -q 'Tell me about JDBC' | head -c 5");

        assertThat(ended.out()).hasSize(5);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
    }

    @Test
    void controlCCancelsAtOnce() throws Exception {
        assumeThat(Checkout.run("env", "--default-signal=INT", "true").code())
                .as("env can reset a signal")
                .isZero();
        Script stalling = Script.builder()
                .readRequest()
                .sseHead()
                .event(CHUNK.formatted("Hello"))
                .stall()
                .build();
        try (ScriptedServer server = ScriptedServer.start(stalling)) {
            Process process = Checkout.start(
                    Map.of(),
                    List.of(
                            "env",
                            "--default-signal=INT",
                            chat,
                            "-m",
                            at(server.uri("/v1").toString()),
                            "hi"));
            assertThat(process.getInputStream().readNBytes(5)).asString().isEqualTo("Hello");
            long began = System.nanoTime();
            Checkout.run("kill", "-INT", Long.toString(process.pid()));
            Checkout.Ended ended = Checkout.end(process);

            assertThat(ended.code()).isEqualTo(130);
            assertThat(ended.err()).isEmpty();
            assertThat(System.nanoTime() - began).isLessThan(2_000_000_000L);
            server.connection(0).awaitClosed();
        }
    }

    @Test
    void failuresAreOneLineAndAnExitCode() throws Exception {
        assertFails(2, "Did you mean 'groq'", "-m", "qroq:openai/gpt-oss-20b", "hi");
        assertFails(3, "GROQ_API_KEY", "-m", "groq:openai/gpt-oss-20b", "hi");
        assertFails(5, "127.0.0.1", "-m", at("http://127.0.0.1:" + closedPort() + "/v1"), "hi");
    }

    @Test
    void standardInputIsRead() throws Exception {
        Checkout.Ended ended = Checkout.run("bash", "-c", "echo 'Tell me about JDBC' | '" + chat + "' --quiet");

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).isNotBlank();
    }

    private void assertFails(int code, String reason, String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(chat));
        command.addAll(List.of(arguments));
        Checkout.Ended ended = Checkout.end(Checkout.start(Map.of(), command));
        assertThat(ended.code()).as(ended.err()).isEqualTo(code);
        assertThat(ended.err()).contains(reason).doesNotContain("\tat ");
    }

    private static String at(String baseUrl) {
        return "openai-compatible:m?base_url=" + baseUrl;
    }

    private static int closedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
