package org.chatmodels.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.chatmodels.Media;
import org.chatmodels.Message;
import org.chatmodels.Part;

/**
 * Writes what an answer shows and sounds like: one sound, as OpenAI has it, and images, as OpenRouter has them. Other
 * files, and those that only the backend holds, have no place on the wire.
 */
final class MediaWriter {
    private final String answer;

    /** For an answer with this id. */
    MediaWriter(String answer) {
        this.answer = answer;
    }

    static boolean hasSound(Message message) {
        return media(message).stream().anyMatch(MediaWriter::isSound);
    }

    static boolean hasMedia(Message message) {
        return media(message).stream().anyMatch(medium -> isSound(medium) || isImage(medium));
    }

    /** The fields audio and images, unless there is nothing in them. */
    void write(JsonGenerator json, Message message) throws IOException {
        List<Media> images = new ArrayList<>();
        Media sound = null;
        for (Media medium : media(message)) {
            if (isImage(medium)) {
                images.add(medium);
            } else if (sound == null && isSound(medium)) {
                sound = medium;
            }
        }
        if (sound != null) {
            sound(json, sound);
        }
        if (!images.isEmpty()) {
            images(json, images);
        }
    }

    /** It expires at once, as nothing is kept; what is said in it stands in the content, if anywhere. */
    private void sound(JsonGenerator json, Media sound) throws IOException {
        json.writeObjectFieldStart("audio");
        json.writeStringField("id", "audio_" + answer);
        json.writeStringField("data", base64(sound));
        json.writeNumberField("expires_at", Instant.now().getEpochSecond());
        json.writeStringField("transcript", "");
        json.writeEndObject();
    }

    private static void images(JsonGenerator json, List<Media> images) throws IOException {
        json.writeArrayFieldStart("images");
        for (int index = 0; index < images.size(); index++) {
            Media image = images.get(index);
            json.writeStartObject();
            json.writeNumberField("index", index);
            json.writeStringField("type", "image_url");
            json.writeObjectFieldStart("image_url");
            json.writeStringField("url", url(image));
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String url(Media image) {
        return image.uri().isPresent()
                ? image.uri().get().toString()
                : "data:" + image.mimeType().orElse("image/png") + ";base64," + base64(image);
    }

    private static String base64(Media medium) {
        return Base64.getEncoder().encodeToString(medium.bytes());
    }

    private static List<Media> media(Message message) {
        List<Media> media = new ArrayList<>();
        for (Part part : message.parts()) {
            if (part instanceof Part.Attachment attachment) {
                media.add(attachment.media());
            }
        }
        return media;
    }

    private static boolean isSound(Media medium) {
        return is(medium, "audio/") && medium.uri().isEmpty() && medium.fileId().isEmpty();
    }

    /** An address of unknown type is one: backends show nothing else by address. */
    private static boolean isImage(Media medium) {
        boolean untyped = medium.mimeType().isEmpty() && medium.uri().isPresent();
        return untyped || is(medium, "image/") && medium.fileId().isEmpty();
    }

    private static boolean is(Media medium, String kind) {
        return medium.mimeType().orElse("").startsWith(kind);
    }
}
