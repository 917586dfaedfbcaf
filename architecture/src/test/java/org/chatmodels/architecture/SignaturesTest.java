package org.chatmodels.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public signatures are committed, so that each change of them shows in a review. */
class SignaturesTest {
    @ParameterizedTest
    @ValueSource(strings = {"api", "spi", "testkit", "gateway"})
    void signaturesAreThoseThatAreCommitted(String module) throws IOException {
        Path dump = House.root().resolve("docs/signatures/" + module + ".txt");
        assertThat(Generated.written(dump, SignatureDump.of(module)))
                .as(Generated.REMEDY)
                .isEqualTo(Files.readString(dump));
    }

    @Test
    void aDumpHoldsWhatIsPublicAndNothingElse() throws IOException {
        assertThat(SignatureDump.of("api"))
                .contains("public final class org.chatmodels.ChatModels")
                .contains("public static org.chatmodels.ChatModel open(java.lang.String)")
                .doesNotContain("private ");
    }
}
