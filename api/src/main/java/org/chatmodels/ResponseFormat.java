package org.chatmodels;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The form the answer must have. */
public final class ResponseFormat {
    /** JSON: any JSON; SCHEMA: JSON that fits {@link #schema()}. */
    public enum Kind {
        TEXT,
        JSON,
        SCHEMA
    }

    /** Plain text. */
    public static final ResponseFormat TEXT = new ResponseFormat(Kind.TEXT, null, null, null);

    /** Any JSON. */
    public static final ResponseFormat JSON = new ResponseFormat(Kind.JSON, null, null, null);

    private final Kind kind;
    private final @Nullable String name;
    private final @Nullable String schema;
    private final @Nullable Boolean strict;

    private ResponseFormat(Kind kind, @Nullable String name, @Nullable String schema, @Nullable Boolean strict) {
        this.kind = kind;
        this.name = name;
        this.schema = schema;
        this.strict = strict;
    }

    /** JSON that fits a JSON Schema; the name is for the backend. */
    public static ResponseFormat schema(String name, String jsonSchema) {
        Arguments.notBlank(name, "name");
        return new ResponseFormat(Kind.SCHEMA, name, Arguments.jsonObject(jsonSchema, "jsonSchema"), null);
    }

    /**
     * The schema of a record, enum or sealed interface of records; IllegalArgumentException names the place that has none.
     * What is no object itself (an enum, a sealed interface) is the property {@code value} of one. Strict, unless a map or
     * an Object leaves something free, which services that hold a model to its schema refuse; then the backend decides.
     */
    public static ResponseFormat of(Class<?> type) {
        return TypedAnswer.of(type).format();
    }

    /** The same format that the answer must fit exactly, or need not; IllegalStateException without a schema. */
    public ResponseFormat strict(boolean on) {
        if (kind != Kind.SCHEMA) {
            throw new IllegalStateException(
                    "Only a schema can be strict: write ResponseFormat.schema(name, jsonSchema).strict(" + on + ")");
        }
        return new ResponseFormat(kind, name, schema, on);
    }

    /** Which form. */
    public Kind kind() {
        return kind;
    }

    /** The schema's name for the backend; empty but for SCHEMA. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** The JSON Schema; empty but for SCHEMA. */
    public Optional<String> schema() {
        return Optional.ofNullable(schema);
    }

    /** Whether the answer must fit the schema exactly; empty: the backend decides. */
    public Optional<Boolean> strict() {
        return Optional.ofNullable(strict);
    }

    /** Equal by kind, name, schema, character for character, and strict. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ResponseFormat format
                && kind == format.kind
                && Objects.equals(name, format.name)
                && Objects.equals(schema, format.schema)
                && Objects.equals(strict, format.strict);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, name, schema, strict);
    }

    /** Kind, name and the size of the schema. */
    @Override
    public String toString() {
        return "ResponseFormat[" + kind
                + (schema == null ? "" : ", " + name + ", " + schema.length() + " chars")
                + (strict == null ? "]" : ", strict=" + strict + "]");
    }
}
