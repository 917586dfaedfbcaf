package org.chatmodels.openaicompatible;

import org.chatmodels.Media;
import org.chatmodels.spi.JsonWriter;

/** Chat Completions: objects inside of objects. */
final class ChatMedia implements MediaShape {
    @Override
    public boolean takesAddress(Feature kind, String part) {
        return !part.equals(MediaWriter.DATA_URL) && !part.equals("input_audio") && !part.equals("file");
    }

    @Override
    public void image(Media media, boolean withDetail, JsonWriter json) {
        json.beginObject()
                .name("type")
                .text("image_url")
                .name("image_url")
                .beginObject()
                .name("url");
        MediaWriter.url(media, json);
        if (withDetail && media.detail().isPresent()) {
            json.name("detail").text(media.detail().get());
        }
        json.endObject().endObject();
    }

    @Override
    public void video(String part, Media media, JsonWriter json) {
        MediaWriter.addressed(part, media, json);
    }

    @Override
    public void file(String part, Media media, JsonWriter json) {
        if (part.equals("document_url") && media.fileId().isEmpty()) {
            json.beginObject().name("type").text(part).name(part);
            MediaWriter.url(media, json);
            json.endObject();
            return;
        }
        json.beginObject().name("type").text("file").name("file").beginObject();
        media.name().ifPresent(name -> json.name("filename").text(name));
        if (media.fileId().isPresent()) {
            json.name("file_id").text(media.fileId().get());
        } else {
            json.name("file_data");
            MediaWriter.url(media, json);
        }
        json.endObject().endObject();
    }
}
