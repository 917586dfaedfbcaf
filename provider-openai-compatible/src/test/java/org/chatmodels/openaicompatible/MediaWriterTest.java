package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.chatmodels.ChatException;
import org.chatmodels.ChatOptions.Unsupported;
import org.chatmodels.ChatRequest;
import org.chatmodels.ConfigurationException;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.Media;
import org.chatmodels.UnsupportedFeatureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaWriterTest {
    private static final byte[] BYTES = {1, 2, 3};

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://e.org/a.png        | {"type":"image_url","image_url":{"url":"https://e.org/a.png"}}
            https://e.org/picture?id=1 | {"type":"image_url","image_url":{"url":"https://e.org/picture?id=1"}}
            https://e.org/a.MP3        | {"type":"audio_url","audio_url":{"url":"https://e.org/a.MP3"}}
            https://e.org/a.mp4        | {"type":"video_url","video_url":{"url":"https://e.org/a.mp4"}}
            https://e.org/a.pdf        | {"type":"file","file":{"file_data":"https://e.org/a.pdf"}}
            """)
    void anAddressGoesAsItIs(String uri, String part) {
        assertThat(part(
                        Media.at(URI.create(uri)),
                        "audio_part",
                        "audio_url",
                        "video_part",
                        "video_url",
                        "file_part",
                        "file_url"))
                .isEqualTo(part);
    }

    @Test
    void theTypeCountsMoreThanTheEnding() {
        assertThat(part(Media.at("image/png", URI.create("https://e.org/a.mp3"))))
                .startsWith("{\"type\":\"image_url\"");
    }

    @Test
    void bytesAreInline() {
        assertThat(part(Media.of("image/png", BYTES)))
                .isEqualTo("{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AQID\"}}");
        assertThat(part(Media.of("video/mp4", BYTES), "video_part", "video_url"))
                .isEqualTo("{\"type\":\"video_url\",\"video_url\":{\"url\":\"data:video/mp4;base64,AQID\"}}");
        assertThat(part(Media.of("application/pdf", BYTES), "file_part", "document_url"))
                .isEqualTo("{\"type\":\"document_url\",\"document_url\":\"data:application/pdf;base64,AQID\"}");
        assertThat(part(Media.of("text/csv", BYTES).named("a\"b.csv")))
                .isEqualTo("{\"type\":\"file\",\"file\":{\"filename\":\"a\\\"b.csv\","
                        + "\"file_data\":\"data:text/csv;base64,AQID\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "audio/wav, wav",
        "audio/x-wav, wav",
        "audio/mpeg, mp3",
        "audio/mp3, mp3",
        "audio/mp4, m4a",
        "audio/ogg, ogg"
    })
    void soundSaysItsFormat(String type, String format) {
        assertThat(part(Media.of(type, BYTES)))
                .isEqualTo(
                        "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AQID\",\"format\":\"" + format + "\"}}");
    }

    @Test
    void someWantADataUrlForSound() {
        assertThat(part(Media.of("audio/wav", BYTES), "audio_part", "data_url"))
                .isEqualTo("{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"data:audio/wav;base64,AQID\","
                        + "\"format\":\"wav\"}}");
    }

    @Test
    void howCloselyAnImageIsLookedAtGoesAlongWhereItIsTaken() {
        Media image = Media.of("image/png", BYTES).detail("high");
        assertThat(part(image)).endsWith(",\"detail\":\"high\"}}");
        assertThat(part(image, "drop_params", "detail")).doesNotContain("detail");
    }

    @Test
    void aFileThatTheServiceHoldsGoesByItsId() {
        assertThat(part(Media.uploaded("file-1"))).isEqualTo("{\"type\":\"file\",\"file\":{\"file_id\":\"file-1\"}}");
    }

    @Test
    void whatIsNotTakenIsAnErrorBeforeAnythingIsSent() {
        refused(Media.of("image/png", BYTES), "takes no images", "image_part", "none");
        refused(Media.of("audio/wav", BYTES), "takes no audio", "audio_part", "none");
        refused(Media.of("video/mp4", BYTES), "takes no video");
        refused(Media.of("application/pdf", BYTES), "takes no files", "file_part", "none");
        refused(Media.at(URI.create("https://e.org/a.png")), "as bytes only", "image_part", "data_url");
        refused(Media.at(URI.create("https://e.org/a.wav")), "as bytes only");
        refused(Media.at(URI.create("https://e.org/a.pdf")), "as bytes only");
    }

    @Test
    void whatIsNotTakenIsLeftOutIfThatIsSaid() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi", Media.of("image/png", BYTES))
                .unsupported(Unsupported.DROP)
                .build();
        WrittenRequest written = Written.of(request, "image_part", "none");
        assertThat(Written.body(written)).contains("\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]");
        assertThat(written.warnings()).containsExactly("'any' takes no images: left out");
    }

    @Test
    void attachmentsThatAreTooLargeAreRefusedWithBothFigures() {
        ChatRequest request = ChatRequest.builder()
                .user("a", Media.of("image/png", new byte[600]))
                .user("b", Media.of("image/png", new byte[500]))
                .build();
        assertThatThrownBy(() -> Written.of(request, "max_media_bytes", "1000"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("1100 bytes")
                .hasMessageContaining("at most 1000")
                .matches(e -> ((ChatException) e).delivery() == ChatException.Delivery.NOT_SENT);
        assertThat(Written.of(request, "max_media_bytes", "1100").body()).isNotEmpty();
    }

    @Test
    void aFileIsReadWhenItIsSent(@TempDir Path folder) throws IOException {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        System.arraycopy("%PDF-".getBytes(StandardCharsets.US_ASCII), 0, content, 0, 5);
        Path file = Files.write(folder.resolve("a.pdf"), content);
        Media media = Media.file(file);
        assertThat(part(media))
                .isEqualTo(
                        "{\"type\":\"file\",\"file\":{\"filename\":\"a.pdf\",\"file_data\":\"data:application/pdf;base64,"
                                + Base64.getEncoder().encodeToString(content) + "\"}}");
        Files.delete(file);
        assertThatThrownBy(() -> part(media)).isInstanceOf(ConfigurationException.class);
    }

    private static void refused(Media media, String what, String... dialect) {
        assertThatThrownBy(() -> part(media, dialect))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining(what);
    }

    private static String part(Media media, String... dialect) {
        String messages =
                Written.messages(ChatRequest.builder().user("Hi", media).build(), dialect);
        String start = "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"},";
        assertThat(messages).startsWith(start).endsWith("]}]");
        return messages.substring(start.length(), messages.length() - 3);
    }
}
