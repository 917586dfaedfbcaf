package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** chat -a. */
class AttachOptionTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 1, 2};
    private static final String IN_BASE64 = Base64.getEncoder().encodeToString(PNG);
    private static final String AS_DATA =
            "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64," + IN_BASE64 + "\"}}";
    private static final String AS_URL =
            "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/cat.png\"}}";

    @TempDir
    private Path folder;

    private String png() throws IOException {
        return Files.write(folder.resolve("dot.png"), PNG).toString();
    }

    private String text() throws IOException {
        return Files.writeString(folder.resolve("a.txt"), "one\n").toString();
    }

    @Test
    void theDemoSeesWhatIsAttached() throws IOException {
        CommandLineRun run = new CommandLineRun().with("-q", "-a", png(), "What is this?");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("I see an image of 11 bytes.\n");
    }

    @Test
    void imagesUrlsAndTextGoInOneMessage() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Told.stream(Told.content("Hi")))) {
            CommandLineRun run = new CommandLineRun()
                    .with(
                            "-m",
                            Told.at(server),
                            "-a",
                            png(),
                            "--attach=" + text(),
                            "-a",
                            "https://example.com/cat.png",
                            "-a",
                            "data:image/png;base64," + IN_BASE64,
                            "What",
                            "now?");

            assertThat(run.out()).as(run.err()).isEqualTo("Hi\n");
            assertThat(server.requests().get(0).bodyText())
                    .contains("\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What now?"
                            + "\\n\\na.txt:\\n```\\none\\n```\"}," + AS_DATA + "," + AS_URL + "," + AS_DATA + "]}]");
        }
    }

    @Test
    void aTextAloneStaysPlainAndStandsBehindStandardInput() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Told.stream(Told.content("Hi")))) {
            new CommandLineRun().input("piped\n").with("-m", Told.at(server), "-a", text(), "typed");

            assertThat(server.requests().get(0).bodyText())
                    .contains("\"content\":\"typed\\n\\npiped\\n\\na.txt:\\n```\\none\\n```\"");
        }
    }

    @Test
    void echoNamesThem() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Told.stream(Told.content("Hi")))) {
            CommandLineRun run = new CommandLineRun()
                    .with(
                            "-m",
                            Told.at(server),
                            "--echo=all",
                            "-a",
                            png(),
                            "-a",
                            "https://example.com/cat.png",
                            "-a",
                            "data:image/png;base64," + IN_BASE64,
                            "hi");

            assertThat(run.out())
                    .isEqualTo("> hi\n> [dot.png]\n> [https://example.com/cat.png]\n> [image/png]\n\nHi\n");
        }
    }

    @Test
    void whatTheServiceDoesNotTakeIsRefusedBeforeAnythingIsSent() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Told.stream(Told.content("Hi")))) {
            CommandLineRun run = new CommandLineRun()
                    .variable("XDG_CONFIG_HOME", Told.row(folder, server, "images = none"))
                    .with("-m", "corp:m", "-a", png(), "hi");

            assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).startsWith("chat: ").hasLineCount(1);
            assertThat(run.err()).contains("image").doesNotContain(IN_BASE64);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aFileThatIsMissingIsToldBeforeAnythingIsOpened() {
        CommandLineRun run = new CommandLineRun().with("-m", "qroq:x", "--json", "-a", "/nonexistent/cat.png", "hi");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo("chat: -a /nonexistent/cat.png: there is no such file: check its name and folder\n");
    }

    @Test
    void anAttachmentAloneIsNoPrompt() throws IOException {
        CommandLineRun run = new CommandLineRun().with("-a", png());

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("there is no prompt").hasLineCount(1);
    }

    @Test
    void theConversationGoesOnWithThemAndTheLogNamesThem() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Told.stream(Told.content("Hi")))) {
            logged("-m", Told.at(server), "--log", "-a", png(), "What is this?");
            CommandLineRun second = logged("-c", "And now?");

            assertThat(second.exitCode()).as(second.err()).isZero();
            assertThat(server.requests().get(1).bodyText())
                    .contains("{\"type\":\"text\",\"text\":\"What is this?\"}," + AS_DATA, "\"And now?\"");
        }
        assertThat(logged("log").out()).contains("What is this?[attachment]").doesNotContain(IN_BASE64);
    }

    private CommandLineRun logged(String... words) {
        return new CommandLineRun()
                .variable("XDG_STATE_HOME", folder.resolve("state").toString())
                .with(words);
    }
}
