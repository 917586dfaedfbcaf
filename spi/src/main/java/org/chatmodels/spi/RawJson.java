package org.chatmodels.spi;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import org.chatmodels.ProtocolException;

/** JSON as text that is passed on: compact, each value as it was written. */
final class RawJson {
    private RawJson() {}

    /** The text without blanks; IllegalArgumentException if it is not exactly one document. */
    static String compact(String json) {
        byte[] bytes = Utf8.repair(json).getBytes(StandardCharsets.UTF_8);
        try (JsonReader reader = new JsonReader()) {
            reader.read(bytes, 0, bytes.length);
            String compact = reader.raw();
            reader.end();
            return compact;
        } catch (ProtocolException e) {
            throw new IllegalArgumentException("Not one JSON document: " + e.getMessage(), e);
        }
    }

    /** Appends the value that comes next, and consumes it. */
    static void copy(JsonReader from, StringBuilder to) {
        JsonReader.Kind kind = from.kind();
        if (kind == JsonReader.Kind.OBJECT) {
            copyObject(from, to);
        } else if (kind == JsonReader.Kind.ARRAY) {
            copyArray(from, to);
        } else if (kind == JsonReader.Kind.STRING) {
            quote(from.text(""), to);
        } else {
            to.append(from.text("null"));
        }
    }

    private static void copyObject(JsonReader from, StringBuilder to) {
        to.append('{');
        from.enterObject();
        for (boolean first = true; from.nextField(); first = false) {
            if (!first) {
                to.append(',');
            }
            quote(from.name(), to);
            to.append(':');
            copy(from, to);
        }
        to.append('}');
    }

    private static void copyArray(JsonReader from, StringBuilder to) {
        to.append('[');
        from.enterArray();
        for (boolean first = true; from.nextElement(); first = false) {
            if (!first) {
                to.append(',');
            }
            copy(from, to);
        }
        to.append(']');
    }

    private static void quote(String text, StringBuilder to) {
        to.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, to);
        to.append('"');
    }
}
