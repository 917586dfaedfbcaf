package org.chatmodels.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/** JSON that passes through as text: schemas, arguments and what providers attached. */
final class JsonText {
    /** What clients and models send may be nested this deeply and no deeper. */
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(100).build())
            .build();

    private JsonText() {}

    /** The value that the parser stands on, without blanks between its tokens; numbers keep their digits. */
    static String compact(JsonParser parser) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator copy = JSON.createGenerator(text)) {
            int depth = 0;
            do {
                depth += copyToken(parser, copy);
            } while (depth > 0 && parser.nextToken() != null);
        }
        return text.toString();
    }

    /** One JSON value without blanks, and so without line ends; empty if it is not one. */
    static Optional<String> compact(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            String text = compact(parser);
            return parser.nextToken() == null ? Optional.of(text) : Optional.empty();
        } catch (JsonProcessingException broken) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Whether the text is one JSON object and nothing else. */
    static boolean isObject(String json) {
        return json.stripLeading().startsWith("{") && compact(json).isPresent();
    }

    private static int copyToken(JsonParser parser, JsonGenerator copy) throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isNumeric()) {
            copy.writeNumber(parser.getText());
        } else {
            copy.copyCurrentEvent(parser);
        }
        return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }
}
