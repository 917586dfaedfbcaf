package org.chatmodels.openaicompatible;

import java.nio.charset.StandardCharsets;
import org.chatmodels.ChatResponse;
import org.chatmodels.ModelLocation;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.ErrorReader;
import org.chatmodels.spi.Exchange;

/** Reads an answer that comes in one piece. */
final class ReplyReader {
    static final int MOST_BYTES = 32 << 20;

    private final ModelLocation location;
    private final ErrorReader errors;

    ReplyReader(ModelLocation location, ErrorReader errors) {
        this.location = location;
        this.errors = errors;
    }

    /**
     * Reads the whole body behind what was read of it before into an answer that is empty yet; the caller closes the
     * exchange and the reader.
     */
    ChatResponse read(Reply reply, byte[] first, AnswerAssembler answer) {
        Exchange exchange = reply.exchange();
        AnswerReader reader = reply.reader();
        byte[] body = exchange.readAll(first, MOST_BYTES);
        int start = start(body);
        if (start == body.length || body[start] != '{') {
            throw errors.notAnAnswer(body, exchange);
        }
        HeadersReader.read(exchange, answer);
        if (!reader.read(body, start, body.length - start, answer)) {
            byte[] error = reader.error();
            throw error.length > 0
                    ? errors.inBand(error, 0, error.length, exchange)
                    : errors.inBand(body, start, body.length - start, exchange);
        }
        if (!reader.isAnswer()) {
            throw errors.notAnAnswer(body, exchange);
        }
        reader.end(answer);
        ChatResponse.Builder response = answer.finish().toBuilder().servedBy(location);
        if (reply.keepRaw()) {
            response.raw(new String(body, start, body.length - start, StandardCharsets.UTF_8));
        }
        return response.build();
    }

    /** Behind a byte order mark, and behind the blank lines that some servers send while a request waits. */
    private static int start(byte[] body) {
        boolean marked = body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
        int start = marked ? 3 : 0;
        while (start < body.length && body[start] <= ' ' && body[start] >= 0) {
            start++;
        }
        return start;
    }
}
