package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTest {
    private static final String WEBP = "52494646 24000000 57454250 56503820";
    private static final String WAV = "52494646 24000000 57415645 666d7420";
    private static final URI CAT = URI.create("https://example.com/cat.png");

    @TempDir
    Path folder;

    private Path file(String name, String hex) throws IOException {
        return Files.write(folder.resolve(name), HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @ParameterizedTest
    @CsvSource({
        "89504e470d0a1a0a 0000000d, image/png",
        "ffd8ffe0 00104a46, image/jpeg",
        "474946383961 0100, image/gif",
        "474946383761 0100, image/gif",
        WEBP + ", image/webp",
        "255044462d312e37, application/pdf",
        WAV + ", audio/wav",
        "494433 0300000000, audio/mpeg",
        "fffb9064, audio/mpeg",
        "fff39064, audio/mpeg",
        "ffe39064, audio/mpeg",
        "4f67675300020000, audio/ogg",
        "664c614300000022, audio/flac",
        "00000018 66747970 69736f6d 00000200, video/mp4",
        "00000018 66747970 4d344120 00000200, audio/mp4",
        "1a45dfa3 9f4286 81 01 4282 84 7765626d, video/webm"
    })
    void typeComesFromTheFirstBytes(String hex, String type) throws IOException {
        assertThat(Media.file(file("f.bin", hex)).mimeType()).contains(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "89",
                "89504e47",
                "68656c6c6f",
                "52494646 24000000 41564920",
                "00000018 66747970 68656963",
                "00000018 66747970 61766966",
                "1a45dfa3 9f4286 81 01 4282 88 6d6174726f736b61",
                "fff15080",
                "ffe89064"
            })
    void whatNobodyRecognisesIsOctets(String hex) throws IOException {
        assertThat(Media.file(file("f.png", hex)).mimeType()).contains("application/octet-stream");
    }

    @Test
    void bytesAreCopiedInAndOut() throws IOException {
        byte[] bytes = {1, 2, 3};
        Media media = Media.of("image/png", bytes);
        bytes[0] = 9;
        media.bytes()[1] = 9;
        assertThat(media.bytes()).containsExactly(1, 2, 3);
        assertThat(media.size()).hasValue(3);
        assertThat(written(media)).containsExactly(1, 2, 3);
    }

    @Test
    void fileIsReadAgainWhenSent() throws IOException {
        Path path = file("note.txt", "6162");
        Media media = Media.file(path);
        Files.writeString(path, "changed");
        assertThat(media.size()).hasValue(7);
        assertThat(new String(media.bytes(), StandardCharsets.UTF_8)).isEqualTo("changed");
        assertThat(new String(written(media), StandardCharsets.UTF_8)).isEqualTo("changed");
        assertThat(media.name()).contains("note.txt");
    }

    private static byte[] written(Media media) throws IOException {
        var out = new ByteArrayOutputStream();
        media.writeTo(out);
        return out.toByteArray();
    }

    @Test
    void pathThatCannotBeReadIsNamed() throws IOException {
        Path missing = folder.resolve("missing.png");
        assertThatThrownBy(() -> Media.file(missing))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("missing.png")
                .hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> Media.file(folder)).isInstanceOf(ConfigurationException.class);
        Path path = file("gone.png", "00");
        Media media = Media.file(path);
        Files.delete(path);
        assertThatThrownBy(media::bytes)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("gone.png");
        assertThatThrownBy(media::size).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> written(media)).isInstanceOf(IOException.class);
    }

    @Test
    void whatTheBackendHasHasNoBytesHere() {
        for (Media media : new Media[] {Media.at(CAT), Media.uploaded("file-1")}) {
            assertThat(media.size()).isEmpty();
            assertThat(media.mimeType()).isEmpty();
            assertThatIllegalStateException().isThrownBy(media::bytes);
            assertThatIllegalStateException().isThrownBy(() -> written(media));
        }
        assertThat(Media.at(CAT).uri()).contains(CAT);
        assertThat(Media.at(CAT).fileId()).isEmpty();
        assertThat(Media.at("image/png", CAT).mimeType()).contains("image/png");
        assertThat(Media.uploaded("file-1").fileId()).contains("file-1");
        assertThat(Media.uploaded("file-1").uri()).isEmpty();
    }

    @Test
    void detailAndNameMakeAnotherMedia() {
        Media media = Media.at(CAT);
        assertThat(media.detail("low").detail()).contains("low");
        assertThat(media.detail("low").named("cat.png").name()).contains("cat.png");
        assertThat(media.named("cat.png").detail("low").name()).contains("cat.png");
        assertThat(media.detail()).isEmpty();
        assertThat(media.name()).isEmpty();
    }

    @Test
    void equalByContentTypeNameAndDetail() {
        Media media = Media.of("image/png", new byte[] {1});
        assertThat(media).isEqualTo(Media.of("image/png", new byte[] {1}));
        assertThat(media).hasSameHashCodeAs(Media.of("image/png", new byte[] {1}));
        assertThat(media).isNotEqualTo(Media.of("image/gif", new byte[] {1}));
        assertThat(media).isNotEqualTo(Media.of("image/png", new byte[] {2}));
        assertThat(media).isNotEqualTo(media.named("a")).isNotEqualTo(media.detail("low"));
        assertThat(Media.at(CAT)).isEqualTo(Media.at(CAT)).isNotEqualTo(Media.uploaded(CAT.toString()));
        assertThat(Media.uploaded("a")).isEqualTo(Media.uploaded("a")).hasSameHashCodeAs(Media.uploaded("a"));
    }

    @Test
    void filesAreEqualByPathNotByBytes() throws IOException {
        Path path = file("a", "01");
        Media before = Media.file(path);
        Files.write(path, new byte[] {2});
        assertThat(before).isEqualTo(Media.file(path)).hasSameHashCodeAs(Media.file(path));
        assertThat(before).isNotEqualTo(Media.file(file("b", "02")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "png", "/png", "image/", "image/p ng", "image/png\r\n", "image/pñg", "image/png,x"})
    void typeThatCannotStandInJsonOrUrlIsRefused(String type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Media.of(type, new byte[0]))
                .withMessageContaining("write type/subtype");
    }

    @Test
    void uriIsAbsoluteAndNoFile() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Media.at(URI.create("cat.png")))
                .withMessageContaining("https");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Media.at(URI.create("FILE:///etc/passwd")))
                .withMessageContaining("Media.file");
    }

    @Test
    void printsTypeAndSizeOnly() throws IOException {
        assertThat(Media.of("image/png", new byte[3]).named("secret")).hasToString("Media[image/png, 3 bytes]");
        assertThat(Media.at(CAT)).hasToString("Media[unknown type, URI]");
        assertThat(Media.uploaded("secret")).hasToString("Media[unknown type, uploaded]");
        assertThat(Media.file(file("secret", "00"))).hasToString("Media[application/octet-stream, file]");
    }
}
