package org.chatmodels.openaicompatible;

import java.nio.charset.StandardCharsets;
import org.chatmodels.spi.JsonWriter;

/** Texts as JSON. */
final class Quoted {
    private Quoted() {}

    static String of(String text) {
        return new String(new JsonWriter().text(text).toBytes(), StandardCharsets.UTF_8);
    }
}
