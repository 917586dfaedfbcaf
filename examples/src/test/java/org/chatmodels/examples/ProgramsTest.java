package org.chatmodels.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools, records and images over HTTP, each a program of a screen. */
class ProgramsTest {
    private static final String DOT =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk" + "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    @TempDir
    private Path folder;

    private String out(Class<?> program, String... words) throws Exception {
        Checkout.Ended ended = Program.run(program, folder, words);
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.err()).isEmpty();
        return ended.out();
    }

    @Test
    void toolsAreCalledWithWhatTheModelSays() throws Exception {
        assertThat(out(Tools.class, "What is the weather in 'Paris'?"))
                .isEqualTo("weather says: 18 degrees in Paris\n");
    }

    @Test
    void recordsAreFilledByTheModel() throws Exception {
        assertThat(out(Records.class, "Invoice", "'A-7':", "'tea'", "for", "1,", "'by", "hand'"))
                .isEqualTo("tea costs 1\nInvoice A-7: by hand\n");
    }

    @Test
    void imagesAreSeenByTheModel() throws Exception {
        Path dot = Files.write(folder.resolve("dot"), Base64.getDecoder().decode(DOT));

        assertThat(out(Images.class, dot.toString())).isEqualTo("I see an image of 70 bytes.\n");
    }

    @ParameterizedTest
    @ValueSource(classes = {Tools.class, Records.class, Images.class})
    void noneIsLongerThanFifteenLines(Class<?> program) throws Exception {
        Path source = Checkout.root()
                .resolve("examples/src/main/java/" + program.getName().replace('.', '/') + ".java");

        assertThat(Files.readString(source).lines().filter(line -> !line.isBlank() && !line.startsWith("/**")))
                .hasSizeLessThanOrEqualTo(15);
    }
}
