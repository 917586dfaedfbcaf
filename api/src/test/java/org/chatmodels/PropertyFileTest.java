package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertyFileTest {
    private static final List<String> PIECES = List.of(
            "a",
            "b",
            "key",
            "chatmodels.alias.x",
            " ",
            "\t",
            "\f",
            "=",
            ":",
            "#",
            "!",
            "\\",
            "\\\n",
            "\\\r\n",
            "\n",
            "\r",
            "\r\n",
            "\\=",
            "\\:",
            "\\ ",
            "\\t",
            "\\n",
            "\\r",
            "\\f",
            "\\\\",
            "\\u00e4",
            "\\u20AC",
            "ü",
            "groq:x?y=z",
            "\\q");

    @Test
    void keysAndValuesAreThoseOfProperties() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 30_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int count = random.nextInt(20); count > 0; count--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            String file = text + "\n";
            Properties expected = new Properties();
            expected.load(new StringReader(file));
            Map<String, String> read = new HashMap<>();
            PropertyFile.parse("test", file).entries().forEach(entry -> read.put(entry.key(), entry.value()));
            // Properties makes an empty key of a lone backslash at the end of a file.
            expected.remove("");
            read.remove("");
            assertThat(read).as("seed %d: %s", seed, file).isEqualTo(expected);
        }
    }

    @Test
    void linesAreThoseWhereKeysBegin() {
        PropertyFile file = PropertyFile.parse(
                "test", "# comment\n\na = 1\r\nb = 2 \\\n    continued\n! other\r c : 3\n  d\ne=\\\n\nf=last");
        assertThat(file.entries())
                .containsExactly(
                        new PropertyFile.Entry("a", "1", 3),
                        new PropertyFile.Entry("b", "2 continued", 4),
                        new PropertyFile.Entry("c", "3", 7),
                        new PropertyFile.Entry("d", "", 8),
                        new PropertyFile.Entry("e", "", 9),
                        new PropertyFile.Entry("f", "last", 11));
    }

    @Test
    void keyMayBeEmptyAndMayStandTwice() {
        assertThat(PropertyFile.parse("test", "=x\na=1\na=2").entries())
                .extracting(PropertyFile.Entry::key)
                .containsExactly("", "a", "a");
    }

    @Test
    void entryDoesNotPrintItsValue() {
        assertThat(new PropertyFile.Entry("a", "c4nary", 3)).hasToString("a line 3");
    }

    @Test
    void locationsAreKeptWhole() {
        assertThat(PropertyFile.parse("test", "a = groq:x?base_url=http://h:1/v1#x | b")
                        .entries())
                .containsExactly(new PropertyFile.Entry("a", "groq:x?base_url=http://h:1/v1#x | b", 1));
    }

    @Test
    void badUnicodeEscapeNamesItsLine() {
        for (String escape : List.of("\\u", "\\u12", "\\u12G4", "\\u\u0661234")) {
            assertThatThrownBy(() -> PropertyFile.parse("test", "a=1\nb=" + escape + "\n"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("line 2");
        }
    }

    @Test
    void filesAreUtf8WithOrWithoutMark(@TempDir Path folder) throws IOException {
        Path path = Files.writeString(folder.resolve("a.properties"), "\uFEFFa = ü€");
        assertThat(PropertyFile.read(path).entries()).containsExactly(new PropertyFile.Entry("a", "ü€", 1));
        assertThat(PropertyFile.read(path.toUri().toURL()).entries()).hasSize(1);
    }

    @Test
    void unreadableFilesSayWhy(@TempDir Path folder) throws IOException {
        Path latin = Files.write(folder.resolve("latin"), new byte[] {'a', '=', (byte) 0xfc});
        assertThatThrownBy(() -> PropertyFile.read(latin)).hasMessage("it is not UTF-8");
        Path huge = Files.write(folder.resolve("huge"), new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> PropertyFile.read(huge)).hasMessage("it is larger than 1 MiB");
        Path malformed = Files.writeString(folder.resolve("malformed"), "a=\\uXYZW");
        assertThatThrownBy(() -> PropertyFile.read(malformed))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 1");
        assertThatThrownBy(() -> PropertyFile.read(folder.resolve("absent"))).isInstanceOf(IOException.class);
    }
}
