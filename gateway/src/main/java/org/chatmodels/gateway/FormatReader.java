package org.chatmodels.gateway;

import java.io.IOException;
import org.chatmodels.ResponseFormat;
import org.jspecify.annotations.Nullable;

/** Reads a response format; the description of a schema has no place in a request and is left out. */
final class FormatReader {
    private final FieldReader json;
    private String type = "";
    private String name = "";
    private String schema = "";
    private @Nullable Boolean strict;

    private FormatReader(FieldReader json) {
        this.json = json;
    }

    static ResponseFormat read(FieldReader json) throws IOException {
        return new FormatReader(json).format();
    }

    private ResponseFormat format() throws IOException {
        json.object(this::field);
        return switch (type) {
            case "text" -> ResponseFormat.TEXT;
            case "json_object" -> ResponseFormat.JSON;
            case "json_schema" -> ofSchema();
            default -> throw json.refusal("type", "must be text, json_object or json_schema");
        };
    }

    private ResponseFormat ofSchema() {
        if (name.isEmpty()) {
            throw json.refusal("json_schema.name", "is missing");
        }
        if (schema.isEmpty()) {
            throw json.refusal("json_schema.schema", "is missing");
        }
        ResponseFormat format = ResponseFormat.schema(name, schema);
        return strict == null ? format : format.strict(strict);
    }

    private void field(String field) throws IOException {
        switch (field) {
            case "type" -> type = json.text();
            case "json_schema" -> json.object(this::schemaField);
            default -> json.skip();
        }
    }

    private void schemaField(String field) throws IOException {
        switch (field) {
            case "name" -> name = json.filled();
            case "schema" -> schema = json.jsonObject();
            case "strict" -> strict = json.bool();
            default -> json.skip();
        }
    }
}
