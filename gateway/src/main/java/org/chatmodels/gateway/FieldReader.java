package org.chatmodels.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads fields of a known type; a wrong type is a {@link Refusal} that names the field. Nulls count as left out. */
final class FieldReader {
    /** Reads the value of a field; the parser stands on its first token. */
    interface Field {
        void read(String name) throws IOException;
    }

    /** Reads an element of an array; the parser stands on its first token. */
    interface Element {
        void read() throws IOException;
    }

    private final JsonParser parser;

    FieldReader(JsonParser parser) {
        this.parser = parser;
    }

    /** Every field of the object the parser stands on, but those that are null. */
    void object(Field field) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                field.read(name);
            }
        }
    }

    void array(String name, Element element) throws IOException {
        require(JsonToken.START_ARRAY, name, "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.read();
        }
    }

    void expectObject(String name) {
        require(JsonToken.START_OBJECT, name, "an object");
    }

    boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    String text(String name) throws IOException {
        require(JsonToken.VALUE_STRING, name, "a string");
        return parser.getText();
    }

    /** A string or an array of strings. */
    String[] texts(String name) throws IOException {
        List<String> texts = new ArrayList<>();
        if (isArray()) {
            array(name, () -> texts.add(text(name)));
        } else {
            texts.add(text(name));
        }
        return texts.toArray(String[]::new);
    }

    boolean bool(String name) throws IOException {
        if (!parser.currentToken().isBoolean()) {
            throw Refusal.field(name, "must be true or false");
        }
        return parser.getBooleanValue();
    }

    double number(String name) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            throw Refusal.field(name, "must be a number");
        }
        return parser.getDoubleValue();
    }

    long whole(String name) throws IOException {
        boolean fits = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        if (!fits) {
            throw Refusal.field(name, "must be a whole number of at most 64 bits");
        }
        return parser.getLongValue();
    }

    int integer(String name) throws IOException {
        long value = whole(name);
        if (value != (int) value) {
            throw Refusal.field(name, "must be a whole number of at most 32 bits");
        }
        return (int) value;
    }

    /** A response format, which must be {@code {"type":"text"}}. */
    void onlyText(String name) throws IOException {
        expectObject(name);
        object(inner -> {
            if (inner.equals("type") && !text(name + ".type").equals("text")) {
                throw Refusal.field(name, "other than text is not supported by this gateway; leave it out");
            }
            skip();
        });
    }

    void skip() throws IOException {
        parser.skipChildren();
    }

    private void require(JsonToken expected, String name, String kind) {
        if (parser.currentToken() != expected) {
            throw Refusal.field(name, "must be " + kind);
        }
    }
}
