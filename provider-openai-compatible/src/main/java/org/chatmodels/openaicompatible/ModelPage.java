package org.chatmodels.openaicompatible;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.ProtocolException;
import org.chatmodels.spi.JsonReader;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list of models.
 *
 * @param entries as JSON values
 * @param around what stands beside them
 */
record ModelPage(List<?> entries, Map<String, Object> around) {
    /** Where lists stand, the surest place first. */
    private static final List<String> PLACES = List.of("data", "models", "result");

    /** Empty when the body holds no list: an error, a page of HTML, other JSON. */
    static Optional<ModelPage> read(byte[] body) {
        Object json = json(body);
        if (json instanceof List<?> entries) {
            return Optional.of(new ModelPage(entries, Map.of()));
        }
        Map<String, Object> around = new LinkedHashMap<>(ModelFields.object(json));
        for (String place : PLACES) {
            if (around.get(place) instanceof List<?> entries) {
                around.keySet().removeAll(PLACES);
                return Optional.of(new ModelPage(entries, around));
            }
        }
        return Optional.empty();
    }

    private static @Nullable Object json(byte[] body) {
        try (JsonReader reader = new JsonReader()) {
            reader.read(body, 0, body.length);
            Object json = reader.value();
            reader.end();
            return json;
        } catch (ProtocolException unreadable) {
            return null;
        }
    }
}
