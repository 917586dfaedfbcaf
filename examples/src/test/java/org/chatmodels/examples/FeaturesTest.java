package org.chatmodels.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatModels;
import org.chatmodels.gateway.Gateway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs of tools, records and images, with a model in the same JVM and with one behind HTTP. */
class FeaturesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "behind HTTP: {0}")
    @ValueSource(booleans = {false, true})
    void theModelCallsTheTool(boolean served) throws Exception {
        assertThat(run(served, Tools.class, "What is the weather in 'Paris'?"))
                .isEqualTo("weather says: 18 degrees in Paris");
    }

    @ParameterizedTest(name = "behind HTTP: {0}")
    @ValueSource(booleans = {false, true})
    void theAnswerIsARecord(boolean served) throws Exception {
        assertThat(run(served, Records.class, "Read the invoice 'A-17'.").lines())
                .containsExactly("A-17, 1 lines", "1 what");
    }

    @ParameterizedTest(name = "behind HTTP: {0}")
    @ValueSource(booleans = {false, true})
    void theModelGetsTheFile(boolean served) throws Exception {
        byte[] image = "\u0089PNG\r\n\u001a\n123456".getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(folder.resolve("cat.png"), image);
        assertThat(run(served, Images.class, file.toString(), "What is in this picture?"))
                .contains("an image of 14 bytes");
    }

    private String run(boolean served, Class<?> program, String... words) throws IOException, InterruptedException {
        if (!served) {
            return run("demo:small", program, words);
        }
        try (Gateway server = Gateway.serve(ChatModels.open("demo:small"), 0)) {
            return run("openai-compatible:small?base_url=" + server.baseUrl(), program, words);
        }
    }

    private String run(String location, Class<?> program, String... words) throws IOException, InterruptedException {
        Path configuration = Files.writeString(
                folder.resolve("chatmodels.properties"), "chatmodels.alias.favourite = " + location + "\n");
        List<String> command = new ArrayList<>(List.of(
                Checkout.java(),
                "-Dchatmodels.config=" + configuration,
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(words));
        Checkout.Ended ended = Checkout.run(command.toArray(String[]::new));
        assertThat(ended.code()).as(ended.err()).isZero();
        return ended.out().strip();
    }
}
