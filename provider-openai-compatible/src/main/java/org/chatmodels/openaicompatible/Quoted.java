package org.chatmodels.openaicompatible;

import java.nio.charset.StandardCharsets;
import org.chatmodels.spi.JsonWriter;

/** Values as JSON. */
final class Quoted {
    private Quoted() {}

    static String of(String text) {
        return value(text);
    }

    /** What {@link JsonWriter#value} takes. */
    static String value(Object value) {
        return new String(new JsonWriter().value(value).toBytes(), StandardCharsets.UTF_8);
    }
}
