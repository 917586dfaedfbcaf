package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes along with a prompt, with the demo behind HTTP unless a model is named. */
class QuestionOptionsTest {
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},"
            + "\"required\":[\"city\"],\"additionalProperties\":false}";
    private static final String HELLO = "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":"
            + "{\"role\":\"assistant\",\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}";
    private static final String THOUGHT =
            "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"Hm, so.\"}}]}";
    private static final String WORD =
            "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Yes\"}}]}";
    private static final String END = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";

    @TempDir
    private Path folder;

    @Test
    void anImageGoesAlongAsBytes() throws IOException {
        String file = write("cat.png", "\u0089PNG\r\n\u001a\n123456");
        assertThat(answer("-a", file, "What is this?")).contains("an image of 14 bytes");
        assertThat(sent("-a", file, "What is this?"))
                .contains("\"text\":\"What is this?\"", "\"url\":\"data:image/png;base64,iVBORw0KGgox");
    }

    @Test
    void aTextFileGoesIntoThePromptBehindFences() throws IOException {
        String file = write("notes.md", "# Notes\n```\ncode\n```\n");
        assertThat(sent("-a", file, "Sum up"))
                .contains("Sum up\\n\\nnotes.md:\\n````\\n# Notes\\n```\\ncode\\n```\\n````");
    }

    @Test
    void addressesGoAsTheyAreAndDataUrlsAsBytes() {
        assertThat(sent("-a", "https://example.org/a.png", "-a", "data:image/gif;base64,R0lG", "Both?"))
                .contains("\"url\":\"https://example.org/a.png\"", "\"url\":\"data:image/gif;base64,R0lG\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-a|missing.png|there is no such file",
                "-a|.|that is a folder",
                "-a|empty.txt|the file is empty",
                "-a|https://|that is no URL",
                "-a|http:///x|that is no URL",
                "-a|data:image/png,x|data URL can't be read",
                "-a|data:image/png;base64,%%%|data URL can't be read",
                "-a|file:///etc/hosts|without file:",
                "--schema|missing.json|there is no such file",
                "--schema|list.json|JSON",
                "--tool|hammer|clock, calculator, dice",
                "-n|0|a number from 1 on",
                "-n|two|-n",
                "--reasoning|' '|none, low, medium, high"
            })
    void badInputSaysWhatToWriteAndExitsWithTwo(String option, String value, String remedy) throws IOException {
        write("empty.txt", "");
        write("list.json", "[1]");
        boolean isFile = value.endsWith(".png") || value.endsWith(".txt") || value.endsWith(".json");
        String given = isFile || value.equals(".") ? folder.resolve(value).toString() : value;
        CommandLineRun run = new CommandLineRun().with(option, given, "hi");
        assertThat(run.err()).contains(remedy).doesNotContain("\tat ");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void anAnswerFitsTheSchemaAndIsAValueForScripts() throws IOException {
        String file = write("town.schema.json", SCHEMA);
        assertThat(answer("--schema", file, "A city: 'Rome'")).isEqualTo("{\"city\":\"Rome\"}\n");
        Map<?, ?> json = json("--schema", file, "A city: 'Rome'");
        assertThat(json.get("value")).isEqualTo(Map.of("city", "Rome"));
    }

    @Test
    void anAnswerThatIsNoJsonIsPrintedAndAFailure() throws IOException {
        String file = write("town.json", SCHEMA);
        try (ScriptedServer server = ScriptedServer.start(Script.json(HELLO))) {
            CommandLineRun run = new CommandLineRun().with("-m", at(server), "--no-stream", "--schema", file, "A city");
            assertThat(run.out()).isEqualTo("Hello\n");
            assertThat(run.err()).contains("the answer is no JSON").doesNotContain("Hello");
            assertThat(run.exitCode()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--stream", "--no-stream"})
    void toolsRunAndAreToldBesideTheAnswer(String mode) {
        String[] arguments = mode.equals("--stream")
                ? new String[] {"--tool", "calculator", "Use the calculator: '2+3*4'"}
                : new String[] {mode, "--tool", "calculator", "Use the calculator: '2+3*4'"};
        CommandLineRun run = new CommandLineRun().with(arguments);
        assertThat(run.err())
                .contains("tool calculator {\"expression\":\"2+3*4\"}")
                .contains("tool calculator -> 14");
        assertThat(run.out()).isEqualTo("calculator says: 14\n");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void callsAreThereForScripts() {
        Map<?, ?> json = json("-q", "--tool", "clock,calculator", "Use the calculator: '6*7'");
        assertThat(json.get("tool_calls"))
                .isEqualTo(List.of(Map.of(
                        "name",
                        "calculator",
                        "arguments",
                        Map.of("expression", "6*7"),
                        "result",
                        "42",
                        "failed",
                        false)));
    }

    @Test
    void aToolThatFailsIsToldToTheModel() {
        CommandLineRun run = new CommandLineRun().with("--tool", "calculator", "Use the calculator: '1/0'");
        assertThat(run.out()).contains("division by zero");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void thoughtsGoToStandardError() {
        try (ScriptedServer server = ScriptedServer.start(Script.sse(THOUGHT, WORD, END, "[DONE]"))) {
            CommandLineRun run = new CommandLineRun().with("-m", at(server), "--reasoning", "low", "hi");
            assertThat(run.out()).isEqualTo("Yes\n");
            assertThat(run.err()).contains("Hm, so.\n").doesNotContain("\u001b[");
            assertThat(server.requests().get(0).bodyText()).contains("\"reasoning_effort\":\"low\"");
        }
    }

    @Test
    void thoughtsAreSilentWithoutTheOptionAndWhenQuiet() {
        Script stream = Script.sse(THOUGHT, WORD, END, "[DONE]");
        try (ScriptedServer server = ScriptedServer.start(stream)) {
            assertThat(new CommandLineRun().with("-m", at(server), "hi").err()).doesNotContain("Hm");
            assertThat(new CommandLineRun()
                            .with("-m", at(server), "-q", "--reasoning", "low", "hi")
                            .err())
                    .isEmpty();
        }
    }

    @Test
    void severalAnswersAreToldApart() {
        CommandLineRun run = new CommandLineRun().with("-n", "2", "hi");
        assertThat(run.out().lines()).contains("--- 1 of 2", "--- 2 of 2");
        assertThat((List<?>) json("-n", "3", "hi").get("choices")).hasSize(3);
        assertThat(new CommandLineRun().with("-n", "1", "hi").out()).doesNotContain("---");
    }

    @Test
    void whatAServiceDoesNotTakeIsANoteUnlessQuiet() {
        try (ScriptedServer server = ScriptedServer.start(Script.json(HELLO))) {
            String[] options = {"-m", "mistral:m?base_url=" + server.uri("/v1"), "--no-stream", "-o", "top_k=5", "hi"};
            CommandLineRun run = new CommandLineRun().with(options);
            assertThat(run.err()).contains("'top_k' is not taken by 'mistral'");
            assertThat(run.exitCode()).isZero();
        }
    }

    private String write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
        return file.toString();
    }

    private static String answer(String... arguments) {
        CommandLineRun run = new CommandLineRun().with(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private static Map<?, ?> json(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--json";
        return (Map<?, ?>) Json.binding().read(answer(all), Object.class);
    }

    /** What a server gets. */
    private static String sent(String... arguments) {
        try (ScriptedServer server = ScriptedServer.start(Script.json(HELLO))) {
            String[] all = Arrays.copyOf(arguments, arguments.length + 3);
            all[arguments.length] = "--no-stream";
            all[arguments.length + 1] = "-m";
            all[arguments.length + 2] = at(server);
            assertThat(answer(all)).isEqualTo("Hello\n");
            return server.requests().get(0).bodyText();
        }
    }

    private static String at(ScriptedServer server) {
        return "openai-compatible:m?retries=0&base_url=" + server.uri("/v1");
    }
}
