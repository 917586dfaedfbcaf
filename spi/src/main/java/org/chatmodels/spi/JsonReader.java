package org.chatmodels.spi;

/**
 * Reads JSON documents in one pass over bytes, leniently where real servers are loose. What does not fit is a
 * ProtocolException that names the path and never quotes a value; depth, name, number and text lengths are bounded (LimitException).
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
 * }</pre>
 */
public final class JsonReader {
    /** What the current value is. */
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    /** One parser for any number of documents, one after the other: for a stream. */
    public JsonReader() {}

    /** Starts the next document, whole in that range, and stands before its value; ProtocolException for none or garbage. */
    public void read(byte[] bytes, int offset, int length) {
        throw new AssertionError();
    }

    /** The kind of the value that comes next; consumes nothing. */
    public Kind kind() {
        throw new AssertionError();
    }

    /** Enters an object; false, and the value is consumed, for null; ProtocolException for anything else. */
    public boolean enterObject() {
        throw new AssertionError();
    }

    /** Goes to the next field of the object entered last; false, and the object is left, at its end. */
    public boolean nextField() {
        throw new AssertionError();
    }

    public String name() {
        throw new AssertionError();
    }

    /** Enters an array; false, and the value is consumed, for null; ProtocolException for anything else. */
    public boolean enterArray() {
        throw new AssertionError();
    }

    /** Goes to the next element of the array entered last; false, and the array is left, at its end. */
    public boolean nextElement() {
        throw new AssertionError();
    }

    /** A text; {@code absent} for null; numbers and booleans as written; ProtocolException for objects and arrays. */
    public String text(String absent) {
        throw new AssertionError();
    }

    /** A whole number, also written 3.0 or "3"; {@code absent} for null and for what is none. */
    public long integer(long absent) {
        throw new AssertionError();
    }

    public boolean bool(boolean absent) {
        throw new AssertionError();
    }

    /** Any value: Map, List, String, BigDecimal, Boolean or null. */
    public Object value() {
        throw new AssertionError();
    }

    /** Any value as compact JSON. */
    public String raw() {
        throw new AssertionError();
    }

    public void skip() {
        throw new AssertionError();
    }

    /** Checks that nothing but blanks follows the document. */
    public void end() {
        throw new AssertionError();
    }
}
