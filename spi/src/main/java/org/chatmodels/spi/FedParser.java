package org.chatmodels.spi;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.math.BigDecimal;
import org.chatmodels.LimitException;
import org.chatmodels.ProtocolException;
import org.chatmodels.TruncatedException;
import org.jspecify.annotations.Nullable;

/**
 * Jackson's non-blocking parser, fed one whole document after the other, and replaced when a document was broken or
 * left before its end. Jackson's exceptions stay inside: their messages quote the document.
 */
final class FedParser {
    private static final byte[] BLANK = {' '};
    private static final char[] NONE = {};

    private @Nullable JsonParser parser;
    private @Nullable ByteArrayFeeder feeder;
    private final Utf8 utf8 = new Utf8();
    private boolean surrogateEscapes;
    private int tokens;
    private boolean padded;

    /** Takes the document in {@code from..to}, which must not change while it is read. */
    void start(byte[] bytes, int from, int to) {
        int start = from + byteOrderMark(bytes, from, to);
        int end = to;
        while (end > start && isBlank(bytes[end - 1])) {
            end--;
        }
        if (end == start) {
            throw new ProtocolException("The document is empty where JSON was expected", Reading.DETAILS);
        }
        if (end - start > JsonRules.MAX_DOCUMENT_BYTES) {
            throw new LimitException(
                    "The JSON is longer than " + JsonRules.MAX_DOCUMENT_BYTES + " bytes", Reading.DETAILS);
        }
        if (!utf8.isValid(bytes, start, end)) {
            if (utf8.isCut()) {
                throw new TruncatedException("The JSON ends in the middle of a character", Reading.DETAILS);
            }
            throw new ProtocolException("The JSON is not valid UTF-8", Reading.DETAILS);
        }
        if (!LargeJson.isWithinLimits(bytes, start, end)) {
            throw limit("The document");
        }
        surrogateEscapes = utf8.hasSurrogateEscapes();
        tokens = 0;
        padded = false;
        feed(bytes, start, end);
    }

    private static int byteOrderMark(byte[] bytes, int from, int to) {
        boolean there = to - from >= 3
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF;
        return there ? 3 : 0;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private void feed(byte[] bytes, int start, int end) {
        try {
            if (parser == null || !isAtRoot() || !current(feeder).needMoreInput()) {
                replace();
            }
            current(feeder).feedInput(bytes, start, end);
        } catch (IOException e) {
            throw broken("cannot be read as JSON");
        }
    }

    private void replace() throws IOException {
        close();
        JsonParser fresh = JsonRules.FACTORY.createNonBlockingByteArrayParser();
        parser = fresh;
        feeder = (ByteArrayFeeder) fresh.getNonBlockingInputFeeder();
    }

    /** Gives its buffers back; the next document gets another parser. */
    void close() {
        JsonParser old = parser;
        parser = null;
        feeder = null;
        if (old != null) {
            try {
                old.close();
            } catch (IOException e) {
                throw new IllegalStateException("A parser over memory does no I/O", e);
            }
        }
    }

    /** The next token; a document that ends before it is a TruncatedException. */
    JsonToken next() {
        try {
            JsonToken token = current(parser).nextToken();
            if (token == null || token == JsonToken.NOT_AVAILABLE) {
                token = last();
            }
            if (++tokens > JsonRules.MAX_TOKENS) {
                throw limit();
            }
            return token;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** A number that is all of the document is known to be whole only when something follows it. */
    private JsonToken last() throws IOException {
        if (!padded && isAtRoot()) {
            padded = true;
            current(feeder).feedInput(BLANK, 0, 1);
            JsonToken token = parser().nextToken();
            if (token != null && token != JsonToken.NOT_AVAILABLE) {
                return token;
            }
        }
        String path = path();
        close();
        throw new TruncatedException(path + ": the JSON ends too early", Reading.DETAILS);
    }

    /** Whether something follows the tokens read so far. */
    boolean hasMore() {
        return !padded && !current(feeder).needMoreInput();
    }

    boolean isAtRoot() {
        return parser().getParsingContext().inRoot();
    }

    /** The name of the current field. */
    String name() {
        try {
            String name = parser().currentName();
            return surrogateEscapes ? Utf8.repair(name) : name;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The text of a text or a number, as decoded. */
    String text() {
        try {
            String text = parser().getText();
            return surrogateEscapes ? Utf8.repair(text) : text;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** As {@link #text}, but {@code known} itself if it is the same. */
    String text(String known) {
        try {
            JsonParser at = parser();
            int length = known.length();
            boolean same = length > 0 && at.currentToken() == JsonToken.VALUE_STRING && at.getTextLength() == length;
            char[] chars = same ? at.getTextCharacters() : NONE;
            int offset = same ? at.getTextOffset() : 0;
            for (int i = 0; same && i < length; i++) {
                same = chars[offset + i] == known.charAt(i);
            }
            return same ? known : text();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    long longValue() throws IOException {
        return parser().getLongValue();
    }

    /** The current number exactly; ProtocolException for exponents that no BigDecimal has. */
    BigDecimal decimal() {
        try {
            return new BigDecimal(text());
        } catch (NumberFormatException e) {
            throw broken("this number is out of range");
        }
    }

    String path() {
        return JsonPath.of(parser().getParsingContext());
    }

    private ProtocolException unreadable(IOException cause) {
        return cause instanceof StreamConstraintsException ? limit() : broken("this is not valid JSON");
    }

    /** The document does not fit: {@code what} says how. */
    ProtocolException broken(String what) {
        String path = parser == null ? "the document" : path();
        close();
        return new ProtocolException(path + ": " + what, Reading.DETAILS);
    }

    private LimitException limit() {
        String path = path();
        close();
        return limit(path);
    }

    private static LimitException limit(String path) {
        return new LimitException(
                path + ": the JSON is beyond a limit (depth " + JsonRules.MAX_DEPTH + ", names "
                        + JsonRules.MAX_NAME_LENGTH + ", numbers " + JsonRules.MAX_NUMBER_LENGTH + ", texts "
                        + JsonRules.MAX_TEXT_LENGTH + " characters, " + JsonRules.MAX_TOKENS + " tokens)",
                Reading.DETAILS);
    }

    private JsonParser parser() {
        return current(parser);
    }

    private static <T> T current(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("No document is being read");
        }
        return value;
    }
}
