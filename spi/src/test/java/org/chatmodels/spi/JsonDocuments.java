package org.chatmodels.spi;

import static java.nio.charset.StandardCharsets.UTF_8;

/** One reader, and documents put before it. */
class JsonDocuments {
    final JsonReader json = new JsonReader();

    final JsonReader on(String document) {
        return on(document.getBytes(UTF_8));
    }

    final JsonReader on(byte[] document) {
        json.read(document, 0, document.length);
        return json;
    }

    final Object valueOf(String document) {
        Object value = on(document).value();
        json.end();
        return value;
    }
}
