package org.chatmodels.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chatmodels.ChatModels;
import org.chatmodels.ConfigurationException;
import org.chatmodels.gateway.Gateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One program, unchanged, talks to whatever one line of its configuration names. */
class TalkTest {
    @TempDir
    private Path folder;

    @Test
    void itTalksToTheDemo() throws Exception {
        assertThat(talk("demo:small", everything())).isNotBlank();
    }

    @Test
    void itTalksToTheDoctorOnceItsJarIsDroppedIn() throws Exception {
        assertThat(talk("eliza:doctor", everything())).isNotBlank();

        Checkout.Ended without = run("eliza:doctor", Checkout.classPathWithout("provider-eliza"));
        assertThat(without.code()).isNotZero();
        assertThat(without.err()).contains(ConfigurationException.class.getName(), "eliza");
    }

    @Test
    void itTalksToARunningServer() throws Exception {
        try (Gateway server = Gateway.serve(ChatModels.open("demo:small"), 0)) {
            String served = talk("openai-compatible:small?base_url=" + server.baseUrl(), everything());

            assertThat(served).isEqualTo(talk("demo:small", everything()));
        }
    }

    private String talk(String location, String classPath) throws IOException, InterruptedException {
        Checkout.Ended ended = run(location, classPath);
        assertThat(ended.code()).as(ended.err()).isZero();
        return ended.out();
    }

    private Checkout.Ended run(String location, String classPath) throws IOException, InterruptedException {
        Path configuration = Files.writeString(
                folder.resolve("chatmodels.properties"), "chatmodels.alias.favourite = " + location + "\n");
        return Checkout.run(
                Checkout.java(),
                "-Dchatmodels.config=" + configuration,
                "-cp",
                classPath,
                Talk.class.getName(),
                "Tell",
                "me",
                "about",
                "JDBC");
    }

    private static String everything() {
        return System.getProperty("java.class.path");
    }
}
