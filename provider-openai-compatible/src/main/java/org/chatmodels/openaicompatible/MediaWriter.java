package org.chatmodels.openaicompatible;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chatmodels.ChatException.Details;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.Media;
import org.chatmodels.Message;
import org.chatmodels.ModelLocation;
import org.chatmodels.Part;
import org.chatmodels.spi.JsonWriter;

/** Writes images, sound, films and other files as parts of a message. Nothing is fetched. */
final class MediaWriter {
    private static final String NONE = "none";
    static final String DATA_URL = "data_url";

    private final ModelLocation location;
    private final Dialect dialect;
    private final MediaShape shape;

    MediaWriter(ModelLocation location, Dialect dialect, MediaShape shape) {
        this.location = location;
        this.dialect = dialect;
        this.shape = shape;
    }

    /** InvalidRequestException if the attachments of all messages are too large, added up. */
    void checkSize(List<Message> messages) {
        long most = Long.parseLong(dialect.word(DialectField.MAX_MEDIA_BYTES));
        long bytes = 0;
        for (Message message : messages) {
            for (Part part : message.parts()) {
                bytes +=
                        part instanceof Part.Attachment one ? one.media().size().orElse(0) : 0;
            }
        }
        if (bytes > most) {
            throw refused(
                    "media_too_large",
                    "The attachments have " + bytes + " bytes, of which '" + location.provider() + "' takes at most "
                            + most + ": send smaller ones, or set dialect.max_media_bytes of the service");
        }
    }

    /** One part; none where the service takes nothing of the kind and the request is to go without it. */
    void write(Media media, JsonWriter json, Adjustments adjustments) {
        switch (kind(media)) {
            case IMAGES -> image(media, json, adjustments);
            case AUDIO -> audio(media, json, adjustments);
            case VIDEO -> video(media, json, adjustments);
            default -> file(media, json, adjustments);
        }
    }

    /** By the type; of an address without one by its ending, an image if that says nothing. */
    static Feature kind(Media media) {
        String type = media.mimeType()
                .orElseGet(() -> media.uri().map(MediaWriter::type).orElse(""));
        if (type.startsWith("image/")) {
            return Feature.IMAGES;
        } else if (type.startsWith("audio/")) {
            return Feature.AUDIO;
        }
        return type.startsWith("video/") ? Feature.VIDEO : Feature.FILES;
    }

    private static String type(URI uri) {
        String path = Optional.ofNullable(uri.getPath()).orElse("").toLowerCase(Locale.ROOT);
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "pdf", "txt", "csv", "md", "html", "json", "docx" -> "application/octet-stream";
            case "wav", "mp3", "flac", "ogg", "m4a" -> "audio/" + path.substring(path.lastIndexOf('.') + 1);
            case "mp4", "webm", "mov" -> "video/mp4";
            default -> "image/*";
        };
    }

    private void image(Media media, JsonWriter json, Adjustments adjustments) {
        String part = dialect.word(DialectField.IMAGE_PART);
        if (allowed(Feature.IMAGES, part, media, adjustments)) {
            boolean withDetail = media.detail().isPresent() && adjustments.takes(Feature.DETAIL);
            shape.image(media, withDetail, json);
        }
    }

    private void audio(Media media, JsonWriter json, Adjustments adjustments) {
        String part = dialect.word(DialectField.AUDIO_PART);
        if (!allowed(Feature.AUDIO, part, media, adjustments)) {
            return;
        }
        if (part.equals("audio_url") && shape.takesAddress(Feature.AUDIO, part)) {
            addressed(part, media, json);
            return;
        }
        json.beginObject()
                .name("type")
                .text("input_audio")
                .name("input_audio")
                .beginObject()
                .name("data");
        json.base64(part.equals(DATA_URL) ? dataUrl(media) : "", media::writeTo);
        json.name("format").text(soundFormat(media)).endObject().endObject();
    }

    private static String soundFormat(Media media) {
        String type = media.mimeType().orElse("");
        return switch (type.substring(type.indexOf('/') + 1)) {
            case "wav", "x-wav", "wave", "vnd.wave" -> "wav";
            case "mpeg", "mp3", "mpga" -> "mp3";
            case "mp4", "x-m4a", "m4a" -> "m4a";
            default -> type.substring(type.indexOf('/') + 1);
        };
    }

    private void video(Media media, JsonWriter json, Adjustments adjustments) {
        String part = dialect.word(DialectField.VIDEO_PART);
        if (allowed(Feature.VIDEO, part, media, adjustments)) {
            shape.video(part, media, json);
        }
    }

    private void file(Media media, JsonWriter json, Adjustments adjustments) {
        String part = dialect.word(DialectField.FILE_PART);
        if (allowed(Feature.FILES, part, media, adjustments)) {
            shape.file(part, media, json);
        }
    }

    /** {@code {"type":"audio_url","audio_url":{"url":…}}} and the like. */
    static void addressed(String part, Media media, JsonWriter json) {
        json.beginObject().name("type").text(part).name(part).beginObject().name("url");
        url(media, json);
        json.endObject().endObject();
    }

    /** False if it is left out. */
    private boolean allowed(Feature feature, String part, Media media, Adjustments adjustments) {
        String what = "'" + location.provider() + "' takes " + feature.wireName();
        if (part.equals(NONE)) {
            adjustments.drop(feature, "'" + location.provider() + "' takes no " + feature.wireName());
            return false;
        }
        if (media.uri().isPresent() && !shape.takesAddress(feature, part)) {
            adjustments.drop(feature, what + " as bytes only, not at an address");
            return false;
        }
        if (media.fileId().isPresent() && feature != Feature.FILES) {
            adjustments.drop(feature, what + " as bytes only, not by the id of a file");
            return false;
        }
        return adjustments.takes(feature);
    }

    static void url(Media media, JsonWriter json) {
        if (media.uri().isPresent()) {
            json.text(media.uri().get().toString());
        } else {
            json.base64(dataUrl(media), media::writeTo);
        }
    }

    private static String dataUrl(Media media) {
        return "data:" + media.mimeType().orElse("application/octet-stream") + ";base64,";
    }

    private InvalidRequestException refused(String code, String message) {
        return new InvalidRequestException(
                message,
                Details.builder()
                        .code(code)
                        .provider(location.provider())
                        .model(location.model())
                        .build());
    }
}
