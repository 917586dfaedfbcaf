package org.chatmodels.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of what backends send. */
class FixtureFileTest {
    @TempDir
    Path folder;

    private void write(String name, String text) throws IOException {
        Files.write(folder.resolve(name), text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void headersAndBodyAreApartAndNoByteIsChanged() throws IOException {
        write("b.sse", "# origin: x: y\n# text: \u00c3\u00bc\ndata: \u00ff\r\n\n# no header\n");
        write("a.json", "# origin: z\n");
        List<FixtureFile> all = FixtureFile.all(folder);
        assertThat(all).extracting(FixtureFile::name).containsExactly("a.json", "b.sse");
        assertThat(all.get(1).header()).containsExactly(entry("origin", "x: y"), entry("text", "ü"));
        assertThat(new String(all.get(1).body(), StandardCharsets.ISO_8859_1))
                .isEqualTo("data: \u00ff\r\n\n# no header\n");
        assertThat(all.get(0).body()).isEmpty();
        assertThat(all.get(0)).hasToString("a.json");
    }

    @Test
    void whatIsNoFixtureFailsTheTest() throws IOException {
        assertThatThrownBy(() -> FixtureFile.all(folder))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no fixtures in");
        assertThatThrownBy(() -> FixtureFile.all(folder.resolve("nowhere"))).isInstanceOf(AssertionError.class);
        write("a.json", "{}");
        assertThatThrownBy(() -> FixtureFile.all(folder)).hasMessageContaining("begin with '# origin: …'");
        write("a.json", "# origin\n{}");
        assertThatThrownBy(() -> FixtureFile.all(folder)).hasMessageContaining("write '# name: value'");
        write("a.json", "# origin: x");
        assertThatThrownBy(() -> FixtureFile.all(folder)).hasMessageContaining("ends in its first lines");
    }
}
