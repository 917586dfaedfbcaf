package org.chatmodels.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of a known type; each reads the one that the parser stands on. A wrong one is a {@link Refusal} that says
 * where it stands, as in {@code messages[0].content[1].text}. Nulls count as left out.
 */
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

    /** Every field of an object, but those that are null. */
    void object(Field field) throws IOException {
        require(JsonToken.START_OBJECT, "an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                accept(field, name);
            }
        }
    }

    void array(Element element) throws IOException {
        require(JsonToken.START_ARRAY, "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.read();
        }
    }

    boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    boolean isText() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    String text() throws IOException {
        require(JsonToken.VALUE_STRING, "a string");
        return parser.getText();
    }

    /** A string that is more than blanks. */
    String filled() throws IOException {
        String text = text();
        if (text.isBlank()) {
            throw refusal("must not be blank");
        }
        return text;
    }

    /** A string or an array of strings. */
    String[] texts() throws IOException {
        List<String> texts = new ArrayList<>();
        if (isArray()) {
            array(() -> texts.add(text()));
        } else {
            texts.add(text());
        }
        return texts.toArray(String[]::new);
    }

    boolean bool() throws IOException {
        if (!parser.currentToken().isBoolean()) {
            throw refusal("must be true or false");
        }
        return parser.getBooleanValue();
    }

    double number() throws IOException {
        if (!parser.currentToken().isNumeric()) {
            throw refusal("must be a number");
        }
        return parser.getDoubleValue();
    }

    long whole() throws IOException {
        boolean fits = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        if (!fits) {
            throw refusal("must be a whole number of at most 64 bits");
        }
        return parser.getLongValue();
    }

    int integer() throws IOException {
        long value = whole();
        if (value != (int) value) {
            throw refusal("must be a whole number of at most 32 bits");
        }
        return (int) value;
    }

    /** An object of any content, as its JSON without blanks. */
    String jsonObject() throws IOException {
        require(JsonToken.START_OBJECT, "an object");
        return json();
    }

    /** Any value, as its JSON without blanks. */
    String json() throws IOException {
        return JsonText.compact(parser);
    }

    void skip() throws IOException {
        parser.skipChildren();
    }

    /** For the value that the parser stands on, or the object or array that it has just left. */
    Refusal refusal(String rule) {
        return Refusal.field(path(), rule);
    }

    /** For a field of the object that the parser has just left. */
    Refusal refusal(String field, String rule) {
        return Refusal.field(path() + "." + field, rule);
    }

    private void accept(Field field, String name) throws IOException {
        try {
            field.read(name);
        } catch (IllegalArgumentException refused) {
            throw refusal("does not fit: " + refused.getMessage());
        }
    }

    private void require(JsonToken expected, String kind) {
        if (parser.currentToken() != expected) {
            throw refusal("must be " + kind);
        }
    }

    private String path() {
        JsonStreamContext context = parser.getParsingContext();
        return path(parser.currentToken().isStructStart() ? context.getParent() : context);
    }

    private static String path(@Nullable JsonStreamContext context) {
        if (context == null || context.inRoot()) {
            return "";
        }
        String outer = path(context.getParent());
        if (context.inArray()) {
            return outer + "[" + context.getCurrentIndex() + "]";
        }
        return outer.isEmpty() ? context.getCurrentName() : outer + "." + context.getCurrentName();
    }
}
