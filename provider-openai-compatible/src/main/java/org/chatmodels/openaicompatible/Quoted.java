package org.chatmodels.openaicompatible;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.chatmodels.spi.JsonReader;
import org.chatmodels.spi.JsonWriter;

/** Values as JSON, and back. */
final class Quoted {
    private Quoted() {}

    static String of(String text) {
        return value(text);
    }

    /** The fields of a JSON object, in its order. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String object) {
        byte[] bytes = object.getBytes(StandardCharsets.UTF_8);
        try (JsonReader json = new JsonReader()) {
            json.read(bytes, 0, bytes.length);
            return (Map<String, Object>) json.value();
        }
    }

    /** What {@link JsonWriter#value} takes. */
    static String value(Object value) {
        return new String(new JsonWriter().value(value).toBytes(), StandardCharsets.UTF_8);
    }
}
