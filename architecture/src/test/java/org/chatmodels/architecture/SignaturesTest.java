package org.chatmodels.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The public signatures are committed, so that each change of them shows in a review. */
class SignaturesTest {
    /** Every module that exports a package to all. */
    static List<String> modules() {
        return House.MODULES.stream().filter(SignatureDump::hasAny).toList();
    }

    @Test
    void everyDumpIsOfAModule() {
        String[] dumps = House.root().resolve("docs/signatures").toFile().list();
        assertThat(dumps)
                .containsExactlyInAnyOrderElementsOf(
                        modules().stream().map(module -> module + ".txt").toList());
    }

    @ParameterizedTest
    @MethodSource("modules")
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
