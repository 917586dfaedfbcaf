package org.chatmodels.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Every jar is a module: the command runs on the module path, where providers are found by their descriptors. */
class ModulePathTest {
    @Test
    void theCommandTalksToTheDemoOnTheModulePath() throws Exception {
        assumeThat(Checkout.jar("chatmodels-cli")).as("packaged jars").isNotEmpty();
        Path libraries = Checkout.root().resolve("cli/target/lib");

        Checkout.Ended ended = Checkout.run(
                Checkout.java(),
                "-p",
                libraries + File.pathSeparator + Checkout.jar("chatmodels-cli").get(0),
                "-m",
                "org.chatmodels.cli/org.chatmodels.cli.Main",
                "--quiet",
                "Tell me about JDBC");

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).isNotBlank();
        assertThat(ended.err()).isEmpty();
    }
}
