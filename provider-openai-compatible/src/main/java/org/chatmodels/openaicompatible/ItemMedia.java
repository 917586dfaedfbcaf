package org.chatmodels.openaicompatible;

import org.chatmodels.Media;
import org.chatmodels.spi.JsonWriter;

/** The Responses API: flat parts, and addresses of files too. An uploaded file with a detail is an image. */
final class ItemMedia implements MediaShape {
    @Override
    public boolean takesAddress(Feature kind, String part) {
        return kind == Feature.FILES || kind == Feature.IMAGES && !part.equals(MediaWriter.DATA_URL);
    }

    @Override
    public void image(Media media, boolean withDetail, JsonWriter json) {
        json.beginObject().name("type").text("input_image");
        if (media.fileId().isPresent()) {
            json.name("file_id").text(media.fileId().get());
        } else {
            json.name("image_url");
            MediaWriter.url(media, json);
        }
        if (withDetail && media.detail().isPresent()) {
            json.name("detail").text(media.detail().get());
        }
        json.endObject();
    }

    @Override
    public void video(String part, Media media, JsonWriter json) {
        throw new IllegalStateException("There are no films here: left out before");
    }

    @Override
    public void file(String part, Media media, JsonWriter json) {
        if (media.fileId().isPresent() && media.detail().isPresent()) {
            image(media, true, json);
            return;
        }
        json.beginObject().name("type").text("input_file");
        if (media.fileId().isPresent()) {
            json.name("file_id").text(media.fileId().get());
        } else if (media.uri().isPresent()) {
            json.name("file_url").text(media.uri().get().toString());
        } else {
            json.name("filename").text(media.name().orElse("file"));
            json.name("file_data");
            MediaWriter.url(media, json);
        }
        json.endObject();
    }
}
