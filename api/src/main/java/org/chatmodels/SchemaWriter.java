package org.chatmodels;

/** JSON Schema of records, enums and sealed interfaces of records. */
final class SchemaWriter {
    private SchemaWriter() {}

    /** IllegalArgumentException names what has no schema. */
    static String schema(Class<?> type) {
        throw new IllegalArgumentException("No schema yet: " + type.getName());
    }
}
