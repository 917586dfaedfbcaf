package org.chatmodels.openaicompatible;

import java.util.Map;
import org.chatmodels.spi.JsonReader;

/** The fields of an event that tells of an item, as they came. */
final class ItemEvent {
    String type = "";

    /** The number of the item; -1 if none came. */
    long index;

    /** The number of the piece of the item; 0 if none came. */
    long part;

    String itemId = "";
    String delta = "";
    String arguments = "";
    Map<?, ?> item = Map.of();

    void forget() {
        type = "";
        index = -1;
        part = 0;
        itemId = "";
        delta = "";
        arguments = "";
        item = Map.of();
    }

    void field(JsonReader json) {
        switch (json.name()) {
            case "type" -> type = json.plain();
            case "delta" -> delta = json.plain();
            case "output_index" -> index = UsageReader.number(json);
            case "item_id" -> itemId = json.plain();
            case "summary_index", "content_index" -> part = UsageReader.number(json);
            case "arguments" -> arguments = json.plain();
            case "item" -> item(json);
            default -> json.skip();
        }
    }

    private void item(JsonReader json) {
        if (json.kind() == JsonReader.Kind.OBJECT && json.value() instanceof Map<?, ?> fields) {
            item = fields;
        } else {
            json.skip();
        }
    }
}
