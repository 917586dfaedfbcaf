package org.chatmodels.spi;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.JsonTokenId;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chatmodels.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON documents in one pass over bytes, leniently where real servers are loose. What does not fit is a
 * ProtocolException that names the path and never quotes a value; depth, name, number and text lengths are bounded
 * (LimitException). Of names that come twice the last counts. A value that is not read is skipped. Half a surrogate
 * pair reads as U+FFFD; bytes that are no UTF-8 are a ProtocolException. Not thread-safe.
 *
 * <pre>{@code
 * json.read(bytes, offset, length);
 * for (boolean in = json.enterObject(); in && json.nextField(); ) {
 *     switch (json.name()) {
 *         case "id" -> id = json.text("");
 *         case "choices" -> readChoices(json);
 *         default -> json.skip();
 *     }
 * }
 * json.end();
 * }</pre>
 */
public final class JsonReader implements AutoCloseable {
    private static final int LONGEST_WHOLE_NUMBER = 40;
    private static final int LONGEST_KNOWN = 64;
    private static final int KNOWN = 16;

    /** What the current value is. */
    public enum Kind {
        OBJECT("an object"),
        ARRAY("an array"),
        STRING("a text"),
        NUMBER("a number"),
        BOOLEAN("true or false"),
        NULL("null");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    private final FedParser parser = new FedParser();
    private final String[] known = new String[KNOWN];
    private @Nullable JsonToken ahead;
    private boolean valuePending;
    private String name = "";

    /** One parser for any number of documents, one after the other: for a stream. */
    public JsonReader() {
        Arrays.fill(known, "");
    }

    /**
     * Starts the next document, whole in that range, and stands before its value; ProtocolException for none or
     * garbage. The bytes must stay as they are while it is read.
     */
    public void read(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        ahead = null;
        valuePending = false;
        parser.start(bytes, offset, offset + length);
        valuePending = true;
        peek();
    }

    /** The kind of the value that comes next; consumes nothing. */
    public Kind kind() {
        return switch (valueToken().id()) {
            case JsonTokenId.ID_START_OBJECT -> Kind.OBJECT;
            case JsonTokenId.ID_START_ARRAY -> Kind.ARRAY;
            case JsonTokenId.ID_STRING -> Kind.STRING;
            case JsonTokenId.ID_NUMBER_INT, JsonTokenId.ID_NUMBER_FLOAT -> Kind.NUMBER;
            case JsonTokenId.ID_TRUE, JsonTokenId.ID_FALSE -> Kind.BOOLEAN;
            default -> Kind.NULL;
        };
    }

    /** Enters an object; false, and the value is consumed, for null; ProtocolException for anything else. */
    public boolean enterObject() {
        return enter(Kind.OBJECT);
    }

    /** Goes to the next field of the object entered last; false, and the object is left, at its end. */
    public boolean nextField() {
        skipPending();
        JsonToken token = peek();
        ahead = null;
        if (token == JsonToken.END_OBJECT) {
            return false;
        }
        if (token != JsonToken.FIELD_NAME) {
            throw new IllegalStateException("nextField() outside an object");
        }
        name = parser.name();
        valuePending = true;
        return true;
    }

    /** The name of the current field; the same object for the same name wherever possible. */
    public String name() {
        return name;
    }

    /** Enters an array; false, and the value is consumed, for null; ProtocolException for anything else. */
    public boolean enterArray() {
        return enter(Kind.ARRAY);
    }

    /** Goes to the next element of the array entered last; false, and the array is left, at its end. */
    public boolean nextElement() {
        skipPending();
        JsonToken token = peek();
        if (token == JsonToken.END_ARRAY) {
            ahead = null;
            return false;
        }
        if (token == JsonToken.FIELD_NAME || token == JsonToken.END_OBJECT) {
            throw new IllegalStateException("nextElement() outside an array");
        }
        valuePending = true;
        return true;
    }

    /** A text; {@code absent} for null; numbers and booleans as written; ProtocolException for objects and arrays. */
    public String text(String absent) {
        JsonToken token = valueToken();
        if (token.isStructStart()) {
            throw mismatch(Kind.STRING);
        }
        String text = token == JsonToken.VALUE_NULL ? absent : parsedText();
        consume();
        return text;
    }

    /** A text, a number or a boolean as text; what is none is passed over and reads as empty. */
    public String plain() {
        if (kind() == Kind.OBJECT || kind() == Kind.ARRAY) {
            skip();
            return "";
        }
        return text("");
    }

    /** In a stream most texts come again and again under the same name; they are made once. */
    private String parsedText() {
        int slot = name.hashCode() & (KNOWN - 1);
        String text = parser.text(known[slot]);
        if (text.length() <= LONGEST_KNOWN) {
            known[slot] = text;
        }
        return text;
    }

    /** A whole number, also written 3.0 or "3"; {@code absent} for null and for what is none. */
    public long integer(long absent) {
        JsonToken token = valueToken();
        long number = absent;
        if (token == JsonToken.VALUE_NUMBER_INT) {
            number = longOr(absent);
        } else if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_STRING) {
            number = wholeNumber(parser.text(), absent);
        }
        skip();
        return number;
    }

    /** True or false, also written as texts; {@code absent} for null and for anything else. */
    public boolean bool(boolean absent) {
        JsonToken token = valueToken();
        boolean value = absent;
        if (token.isBoolean()) {
            value = token == JsonToken.VALUE_TRUE;
        } else if (token == JsonToken.VALUE_STRING) {
            String text = parser.text();
            value = text.equals("true") || (absent && !text.equals("false"));
        }
        skip();
        return value;
    }

    /** Any value: Map in the order of the document, List, String, BigDecimal, Boolean or null. */
    @SuppressWarnings("NullAway")
    public Object value() {
        JsonToken token = valueToken();
        return switch (token.id()) {
            case JsonTokenId.ID_START_OBJECT -> map();
            case JsonTokenId.ID_START_ARRAY -> list();
            case JsonTokenId.ID_STRING -> text("");
            case JsonTokenId.ID_NUMBER_INT, JsonTokenId.ID_NUMBER_FLOAT -> decimal();
            default -> literal(token);
        };
    }

    /** Any value as compact JSON, numbers as written. */
    public String raw() {
        StringBuilder json = new StringBuilder();
        RawJson.copy(this, json);
        return json.toString();
    }

    /** Passes over the value, whatever it is. */
    public void skip() {
        JsonToken token = valueToken();
        consume();
        int depth = token.isStructStart() ? 1 : 0;
        while (depth > 0) {
            JsonToken next = parser.next();
            if (next.isStructStart()) {
                depth++;
            } else if (next.isStructEnd()) {
                depth--;
            }
        }
    }

    /** Reads what is left of the document, and checks that nothing but blanks follows it. */
    public void end() {
        skipPending();
        while (ahead != null || !parser.isAtRoot()) {
            ahead = null;
            if (!parser.isAtRoot()) {
                parser.next();
            }
        }
        if (parser.hasMore()) {
            throw parser.broken("something follows the JSON");
        }
    }

    /** Gives its buffers back for others to use; a reader that is read on takes new ones. Never fails. */
    @Override
    public void close() {
        ahead = null;
        valuePending = false;
        parser.close();
    }

    private boolean enter(Kind wanted) {
        Kind kind = kind();
        if (kind != wanted && kind != Kind.NULL) {
            throw mismatch(wanted);
        }
        consume();
        return kind == wanted;
    }

    private ProtocolException mismatch(Kind wanted) {
        return parser.broken(wanted.words + " was expected, " + kind().words + " came");
    }

    private JsonToken peek() {
        JsonToken token = ahead;
        if (token == null) {
            token = parser.next();
            ahead = token;
        }
        return token;
    }

    private JsonToken valueToken() {
        if (!valuePending) {
            throw new IllegalStateException("There is no value here: read(), nextField() or nextElement() comes first");
        }
        return peek();
    }

    private void consume() {
        ahead = null;
        valuePending = false;
    }

    private void skipPending() {
        if (valuePending) {
            skip();
        }
    }

    private long longOr(long absent) {
        try {
            return parser.longValue();
        } catch (IOException e) {
            return absent;
        }
    }

    private static long wholeNumber(String text, long absent) {
        if (text.isEmpty() || text.length() > LONGEST_WHOLE_NUMBER) {
            return absent;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            boolean near = Math.abs((long) number.scale()) <= LONGEST_WHOLE_NUMBER;
            return near ? number.longValueExact() : absent;
        } catch (ArithmeticException | NumberFormatException e) {
            return absent;
        }
    }

    private BigDecimal decimal() {
        BigDecimal number = parser.decimal();
        consume();
        return number;
    }

    private @Nullable Boolean literal(JsonToken token) {
        consume();
        return token == JsonToken.VALUE_NULL ? null : token == JsonToken.VALUE_TRUE;
    }

    @SuppressWarnings("NullAway")
    private Map<String, Object> map() {
        Map<String, Object> fields = new LinkedHashMap<>();
        enterObject();
        while (nextField()) {
            String field = name;
            fields.put(field, value());
        }
        return fields;
    }

    @SuppressWarnings("NullAway")
    private List<Object> list() {
        List<Object> elements = new ArrayList<>();
        enterArray();
        while (nextElement()) {
            elements.add(value());
        }
        return elements;
    }
}
