package org.chatmodels.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key typed at the real {@code ./chat} in a pseudo-terminal, and what later runs make of it. */
class StoredKeysTest {
    private static final String KEY = "gsk-canary";
    private static final String QUESTION = "not shown): ";

    @TempDir
    private Path home;

    private final String chat = Checkout.root().resolve("chat").toString();

    @BeforeEach
    void isPackaged() {
        assumeThat(Checkout.jar("chatmodels-provider-eliza"))
                .as("packaged jars")
                .isNotEmpty();
    }

    @Test
    void aTypedKeyIsHiddenAndUsedByTheNextRun() throws Exception {
        Process process = terminal();
        String asked = readTo(QUESTION, process.getInputStream());
        type(process, KEY + "\n");
        Checkout.Ended ended = Checkout.end(process);

        assertThat(ended.code()).as(asked + ended.out()).isZero();
        assertThat(asked).contains("Groq", home.toString());
        assertThat(asked + ended.out()).contains("is stored in").doesNotContain("canary");
        assertThat(run("explain", "groq:m").out()).contains("keys/groq, set");
        assertThat(run("doctor").out()).contains("All is well.").doesNotContain("canary");
    }

    @Test
    void controlCAtTheQuestionWritesNothing() throws Exception {
        Process process = terminal();
        readTo(QUESTION, process.getInputStream());
        type(process, "gsk-can\u0003");
        Checkout.Ended ended = Checkout.end(process);

        assertThat(ended.code()).isEqualTo(130);
        assertThat(ended.out()).endsWith("echo is on\r\n").doesNotContain("can\n", "gsk");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aPipedKeyIsReadAndDoctorSaysWhatIsWrong() throws Exception {
        Path typed = Files.writeString(home.resolve("typed"), KEY + "\n");
        Checkout.Ended set = Checkout.end(Checkout.start(
                Map.of("XDG_CONFIG_HOME", home.toString()),
                List.of("bash", "-c", "cat '" + typed + "' | '" + chat + "' keys set groq")));
        assertThat(set.code()).as(set.err()).isZero();
        assertThat(home.resolve("chatmodels/keys/groq")).hasContent(KEY);

        Files.delete(home.resolve("chatmodels/keys/groq"));
        Checkout.Ended doctor = run("doctor");
        assertThat(doctor.code()).isEqualTo(1);
        assertThat(doctor.out())
                .contains("ERROR", home.resolve("chatmodels/keys/groq").toString());
    }

    private Checkout.Ended run(String... words) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(chat));
        command.addAll(List.of(words));
        return Checkout.end(Checkout.start(Map.of("XDG_CONFIG_HOME", home.toString()), command));
    }

    /** The shell in the terminal says afterwards whether what is typed shows again. */
    private Process terminal() throws IOException, InterruptedException {
        assumeThat(Checkout.run("env", "--default-signal=INT", "script", "-qec", "true", "/dev/null")
                        .code())
                .as("script makes a pseudo-terminal")
                .isZero();
        String line = "trap : INT; '" + chat + "' keys set groq; code=$?;"
                + " stty -a | grep -q ' echo ' && echo 'echo is on'; exit $code";
        return Checkout.builder(
                        Map.of("XDG_CONFIG_HOME", home.toString(), "SHELL", "/bin/bash"),
                        List.of("env", "--default-signal=INT", "script", "-qec", line, "/dev/null"))
                .start();
    }

    private static void type(Process process, String text) throws IOException {
        OutputStream keyboard = process.getOutputStream();
        keyboard.write(text.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    private static String readTo(String end, InputStream stream) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int read = stream.read();
            assertThat(read).as(text.toString()).isNotNegative();
            text.append((char) read);
        }
        return text.toString();
    }
}
