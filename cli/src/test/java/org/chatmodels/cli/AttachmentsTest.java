package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.chatmodels.Media;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentsTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 1, 2};

    @TempDir
    private Path folder;

    private static Question question(Object... attached) {
        return new Attachments("Why?")
                .add(List.of(attached).stream().map(Object::toString).toList())
                .question();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    @Test
    void withoutAnythingThePromptStaysAsItIs() {
        assertThat(question()).isEqualTo(new Question("Why?", List.of()));
    }

    @Test
    void textGoesIntoThePromptInFences() throws IOException {
        Question question =
                question(file("a.txt", "one\n"), file("b.csv", "\uFEFFtwo;2"), file("empty lines", "\n\tü😀\r\n"));

        assertThat(question.text())
                .isEqualTo("Why?\n\na.txt:\n```\none\n```\n\nb.csv:\n```\ntwo;2\n```"
                        + "\n\nempty lines:\n```\n\n\tü😀\r\n```");
        assertThat(question.files()).isEmpty();
    }

    @Test
    void theFenceIsLongerThanAnyInside() throws IOException {
        assertThat(question(file("a.md", "```\nx\n````\n")).text())
                .isEqualTo("Why?\n\na.md:\n`````\n```\nx\n````\n`````");
    }

    @Test
    void aFileOfAKnownTypeGoesBesideThePrompt() throws IOException {
        Question question = question(file("cat.txt", PNG), file("a.txt", "one"), file("p.pdf", "%PDF-1.7 ..."));

        assertThat(question.text()).isEqualTo("Why?\n\na.txt:\n```\none\n```");
        assertThat(question.files())
                .extracting(media -> media.mimeType().orElse(""))
                .containsExactly("image/png", "application/pdf");
        assertThat(question.files().get(0).bytes()).isEqualTo(PNG);
        assertThat(question.files().get(0).name()).contains("cat.txt");
        assertThat(question.message().parts()).hasSize(3);
    }

    @Test
    void whatIsNoTextGoesBesideThePromptToo() throws IOException {
        byte[] latin1 = "gr\u00fcn".getBytes(StandardCharsets.ISO_8859_1);
        for (Path path : List.of(
                file("nul", "a\0b"),
                file("escape", "a\u001b[2Jb"),
                file("latin1", latin1),
                file("cut", new byte[] {'a', (byte) 0xe2, (byte) 0x82}),
                file("long", "x".repeat((4 << 20) + 1)))) {
            Question question = question(path);

            assertThat(question.text()).as(path.toString()).isEqualTo("Why?");
            assertThat(question.files())
                    .extracting(media -> media.mimeType().orElse(""))
                    .containsExactly("application/octet-stream");
        }
        assertThat(question(file("just", "x".repeat(4 << 20))).files()).isEmpty();
    }

    @Test
    void aUrlIsLeftToTheService() {
        assertThat(question("https://example.com/a%20cat.png?x=1", "HTTP://example.com/b")
                        .files())
                .containsExactly(
                        Media.at(URI.create("https://example.com/a%20cat.png?x=1")),
                        Media.at(URI.create("HTTP://example.com/b")));
    }

    @Test
    void aDataUrlHoldsItsBytes() {
        assertThat(question("data:image/png;base64,AAEC", "DATA:audio/wav;BASE64,AQ==")
                        .files())
                .containsExactly(Media.of("image/png", new byte[] {0, 1, 2}), Media.of("audio/wav", new byte[] {1}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:",
                "data:,",
                "data:image/png;base64",
                "data:image/png;base64,",
                "data:image/png;base64,A",
                "data:image/png;base64,a b=",
                "data:image/png,abcd",
                "data:;base64,AAEC",
                "data:png;base64,AAEC",
            })
    void aBrokenDataUrlSaysHowOneIsWritten(String url) {
        assertThatThrownBy(() -> question(url))
                .isInstanceOf(Refusal.class)
                .hasMessage("-a: that data URL can't be read: write it as data:image/png;base64,iVBORw0…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://", "https:///cat.png", "https://example.com/a cat.png", "https://[", "http://:80/"})
    void aBrokenUrlSaysHowOneIsWritten(String url) {
        assertThatThrownBy(() -> question(url))
                .isInstanceOf(Refusal.class)
                .hasMessage("-a: that is no URL: write it as https://example.com/picture.png, blanks as %20");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nosuch | there is no such file: check its name and folder",
                "nosuch/nosuch | there is no such file: check its name and folder",
                "folder | that is a folder: name its files, each with -a",
                "empty | the file is empty: leave it out",
                "gone | there is no such file: check its name and folder",
            })
    void aFileThatCannotBeSentSaysWhatToDo(String name, String why) throws IOException {
        Files.createDirectory(folder.resolve("folder"));
        file("empty", "");
        Files.createSymbolicLink(folder.resolve("gone"), Path.of("nowhere"));

        assertThatThrownBy(() -> question(folder.resolve(name)))
                .isInstanceOf(Refusal.class)
                .hasMessage("-a " + folder.resolve(name) + ": " + why);
    }

    @Test
    void aFileThatNobodyMayReadSaysSo() throws IOException {
        Path secret = file("secret", "x");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(secret), "this user may read everything");

        assertThatThrownBy(() -> question(secret))
                .isInstanceOf(Refusal.class)
                .hasMessageEndingWith("you may not read that file: check its permissions");
    }

    @Test
    void whatIsNoFileSaysWhatToGiveInstead() {
        assertThatThrownBy(() -> question("/dev/null"))
                .hasMessage("-a /dev/null: that is no regular file: write what comes out of it to a file first");
        assertThatThrownBy(() -> question("file:///etc/hostname"))
                .hasMessage("-a takes the path of a file as it is, without file:");
        assertThatThrownBy(() -> question("a\0b")).hasMessage("-a: that is no name of a file");
        assertThatThrownBy(() -> question(" ")).hasMessage("-a takes the name of a file: here it is empty");
    }

    @Test
    void aNameIsNoCommandToTheTerminal() {
        assertThatThrownBy(() -> question("/a\u001b[2Jb")).hasMessageStartingWith("-a /a [2Jb: ");
    }
}
