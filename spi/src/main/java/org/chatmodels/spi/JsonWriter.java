package org.chatmodels.spi;

/** Writes one compact JSON document into bytes. Calls nest as the document does. */
public final class JsonWriter {
    public JsonWriter() {}

    public JsonWriter beginObject() {
        throw new AssertionError();
    }

    public JsonWriter endObject() {
        throw new AssertionError();
    }

    public JsonWriter beginArray() {
        throw new AssertionError();
    }

    public JsonWriter endArray() {
        throw new AssertionError();
    }

    /** The name of the field whose value comes next. */
    public JsonWriter name(String name) {
        throw new AssertionError();
    }

    public JsonWriter text(String value) {
        throw new AssertionError();
    }

    public JsonWriter number(long value) {
        throw new AssertionError();
    }

    public JsonWriter number(double value) {
        throw new AssertionError();
    }

    public JsonWriter bool(boolean value) {
        throw new AssertionError();
    }

    /** Map, List, String, Number, Boolean or null. */
    public JsonWriter value(Object value) {
        throw new AssertionError();
    }

    /** JSON that is already written; checked to be one document. */
    public JsonWriter raw(String json) {
        throw new AssertionError();
    }

    /** The document in UTF-8; the writer is used up. */
    public byte[] toBytes() {
        throw new AssertionError();
    }
}
