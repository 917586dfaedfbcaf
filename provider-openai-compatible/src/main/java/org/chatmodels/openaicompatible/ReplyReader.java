package org.chatmodels.openaicompatible;

import java.nio.charset.StandardCharsets;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatResponse;
import org.chatmodels.ModelLocation;
import org.chatmodels.ProtocolException;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.ErrorReader;
import org.chatmodels.spi.Exchange;

/** Reads an answer that comes in one piece. */
final class ReplyReader {
    private static final int MOST_BYTES = 32 << 20;

    private final ModelLocation location;
    private final ErrorReader errors;

    ReplyReader(ModelLocation location, ErrorReader errors) {
        this.location = location;
        this.errors = errors;
    }

    /** Reads the whole body; the caller closes the exchange. */
    ChatResponse read(Exchange exchange, boolean keepRaw) {
        byte[] body = exchange.readAll(MOST_BYTES);
        int start = content(body, exchange);
        AnswerAssembler answer = new AnswerAssembler(location.model());
        CompletionReader completion = new CompletionReader();
        if (!completion.read(body, start, body.length - start, answer)) {
            throw errors.inBand(body, start, body.length - start, exchange);
        }
        if (completion.choices() == 0) {
            throw unreadable("The answer of '" + location.provider() + "' has no choices.", exchange);
        }
        HeadersReader.requestId(exchange).ifPresent(answer::requestId);
        ChatResponse.Builder response = answer.finish().toBuilder();
        response.servedBy(location).rateLimit(HeadersReader.rateLimit(exchange));
        if (keepRaw) {
            response.raw(new String(body, start, body.length - start, StandardCharsets.UTF_8));
        }
        return response.build();
    }

    /** Where the JSON starts: some servers send blank lines before it while a request waits in their queue. */
    private int content(byte[] body, Exchange exchange) {
        int start = 0;
        while (start < body.length && body[start] <= ' ' && body[start] >= 0) {
            start++;
        }
        if (start == body.length) {
            throw unreadable("'" + location.provider() + "' sent an empty answer. Check the base_url.", exchange);
        }
        if (body[start] == '<') {
            String type = exchange.header("content-type").orElse("no content type");
            throw unreadable(
                    "'" + location.provider() + "' answered with a page, not with JSON (" + type
                            + "). Check the base_url, and whether a proxy or a log-in page is in between.",
                    exchange);
        }
        return start;
    }

    private ProtocolException unreadable(String message, Exchange exchange) {
        Details.Builder details = Details.builder()
                .provider(location.provider())
                .model(location.model())
                .status(exchange.status())
                .phase(ChatException.Phase.BODY)
                .delivery(ChatException.Delivery.MAYBE_PROCESSED);
        HeadersReader.requestId(exchange).ifPresent(details::requestId);
        return new ProtocolException(message, details.build());
    }
}
