package org.chatmodels.spi;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ConfigurationException;

/**
 * Writes one compact JSON document into bytes. Calls nest as the document does; a call that does not fit is an
 * IllegalStateException, a value that JSON cannot hold an IllegalArgumentException. Half a surrogate pair is written as
 * U+FFFD. Not thread-safe.
 */
public final class JsonWriter {
    private final ByteOutput output = new ByteOutput();
    private final JsonGenerator generator;

    /** An empty document. */
    public JsonWriter() {
        try {
            generator = JsonRules.FACTORY.createGenerator(output, JsonEncoding.UTF8);
        } catch (IOException e) {
            throw wrongCall(e);
        }
    }

    /** Begins an object; {@link #endObject} ends it. */
    public JsonWriter beginObject() {
        return step('{');
    }

    /** Ends the object begun last. */
    public JsonWriter endObject() {
        return step('}');
    }

    /** Begins an array; {@link #endArray} ends it. */
    public JsonWriter beginArray() {
        return step('[');
    }

    /** Ends the array begun last. */
    public JsonWriter endArray() {
        return step(']');
    }

    /** The name of the field whose value comes next. */
    public JsonWriter name(String name) {
        return step(':', Utf8.repair(name));
    }

    /** A text. */
    public JsonWriter text(String value) {
        return step('"', Utf8.repair(value));
    }

    /** A whole number. */
    public JsonWriter number(long value) {
        return step('#', Long.toString(value));
    }

    /** A number with the fewest digits that read back as the same, 0.2 as 0.2; IllegalArgumentException for NaN and infinities. */
    public JsonWriter number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no " + value);
        }
        return step('#', NumberOutput.toString(value, true));
    }

    /** True or false. */
    public JsonWriter bool(boolean value) {
        return step(value ? 't' : 'f');
    }

    /** Map with texts as keys, List, String, Number of the JDK, Boolean or null; IllegalArgumentException for others. */
    @SuppressWarnings("NullAway")
    public JsonWriter value(Object value) {
        if (value == null) {
            return step('n');
        } else if (value instanceof String) {
            return text((String) value);
        } else if (value instanceof Number) {
            return number((Number) value);
        } else if (value instanceof Boolean) {
            return bool((Boolean) value);
        } else if (value instanceof Map<?, ?>) {
            return map((Map<?, ?>) value);
        } else if (value instanceof List<?>) {
            return list((List<?>) value);
        }
        throw new IllegalArgumentException("No JSON value: " + value.getClass().getName());
    }

    /** JSON that is already written; IllegalArgumentException, without the text, if it is not one document. */
    public JsonWriter raw(String json) {
        return step('r', RawJson.compact(json));
    }

    /**
     * A text: these characters, which need no escape, and behind them bytes in base64, which are written as they come.
     * ConfigurationException if the content, a file, cannot be read.
     */
    public JsonWriter base64(String before, Content content) {
        try {
            generator.writeRawValue('"' + before);
            generator.flush();
            OutputStream encoded = Base64.getEncoder().wrap(new Unclosed(output));
            content.writeTo(encoded);
            encoded.close();
            generator.writeRaw('"');
            return this;
        } catch (IOException e) {
            throw new ConfigurationException(
                    "An attached file could not be read when it was sent: check that it is still there",
                    Details.builder().code("unreadable_file").cause(e).build());
        }
    }

    /** Writes bytes, such as those of a file. */
    @FunctionalInterface
    public interface Content {
        /** Does not close what it writes to. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** What follows the content goes there too. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() {}
    }

    /** The document in UTF-8; the writer is used up. IllegalStateException if something begun has not ended. */
    public byte[] toBytes() {
        JsonStreamContext context = generator.getOutputContext();
        if (generator.isClosed() || !context.inRoot() || context.getEntryCount() != 1) {
            throw new IllegalStateException("The document is not complete, not one, or was taken before");
        }
        step('.');
        return output.toBytes();
    }

    private JsonWriter number(Number value) {
        if (value instanceof BigDecimal || value instanceof BigInteger) {
            return step('#', value.toString());
        } else if (value instanceof Double) {
            return number(value.doubleValue());
        } else if (value instanceof Float) {
            return number(Double.parseDouble(value.toString()));
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            return number(value.longValue());
        }
        throw new IllegalArgumentException("No JSON number: " + value.getClass().getName());
    }

    private JsonWriter map(Map<?, ?> fields) {
        beginObject();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            if (!(field.getKey() instanceof String)) {
                throw new IllegalArgumentException("The names of a JSON object are texts");
            }
            name((String) field.getKey()).value(field.getValue());
        }
        return endObject();
    }

    private JsonWriter list(List<?> elements) {
        beginArray();
        for (Object element : elements) {
            value(element);
        }
        return endArray();
    }

    // A switch, not a lambda per call: each lambda would be a class more before the first request leaves.
    private JsonWriter step(char kind) {
        try {
            switch (kind) {
                case '{' -> generator.writeStartObject();
                case '}' -> generator.writeEndObject();
                case '[' -> generator.writeStartArray();
                case ']' -> generator.writeEndArray();
                case 'n' -> generator.writeNull();
                case 't', 'f' -> generator.writeBoolean(kind == 't');
                default -> generator.close();
            }
            return this;
        } catch (StreamConstraintsException e) {
            throw new IllegalArgumentException("The JSON is nested deeper than " + JsonRules.MAX_DEPTH + " levels", e);
        } catch (IOException e) {
            throw wrongCall(e);
        }
    }

    private JsonWriter step(char kind, String text) {
        try {
            switch (kind) {
                case ':' -> generator.writeFieldName(text);
                case '"' -> generator.writeString(text);
                case '#' -> generator.writeNumber(text);
                default -> generator.writeRawValue(text);
            }
            return this;
        } catch (IOException e) {
            throw wrongCall(e);
        }
    }

    private static IllegalStateException wrongCall(IOException e) {
        return new IllegalStateException("This call does not fit the document as begun", e);
    }
}
