package org.chatmodels.openaicompatible;

import org.chatmodels.Media;
import org.chatmodels.spi.JsonWriter;

/** The parts of a message that hold images, sound, films and other files, in one wire format. */
interface MediaShape {
    /** Whether that kind goes as an address too, where the dialect says {@code part} of it. */
    boolean takesAddress(Feature kind, String part);

    void image(Media media, boolean withDetail, JsonWriter json);

    void video(String part, Media media, JsonWriter json);

    void file(String part, Media media, JsonWriter json);
}
