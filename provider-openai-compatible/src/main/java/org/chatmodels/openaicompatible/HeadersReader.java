package org.chatmodels.openaicompatible;

import java.time.Instant;
import java.util.Optional;
import org.chatmodels.RateLimit;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.Delays;
import org.chatmodels.spi.Exchange;

/** Reads what the headers of an answer say of the request and of the limits. */
final class HeadersReader {
    private static final int LONGEST = 64;

    private static final String[] REQUEST_IDS = {
        "x-request-id", "request-id", "x-generation-id", "apim-request-id", "nvcf-reqid", "cf-ray"
    };

    private HeadersReader() {}

    /** Tells the answer what its head said. */
    static void read(Exchange exchange, AnswerAssembler answer) {
        requestId(exchange).ifPresent(answer::requestId);
        answer.rateLimit(rateLimit(exchange));
    }

    static Optional<String> requestId(Exchange exchange) {
        for (String name : REQUEST_IDS) {
            Optional<String> id = exchange.header(name);
            if (id.isPresent()) {
                return id;
            }
        }
        return Optional.empty();
    }

    private static RateLimit rateLimit(Exchange exchange) {
        RateLimit.Builder limit = RateLimit.builder();
        Instant now = Instant.now();
        exchange.header("x-ratelimit-remaining-requests")
                .flatMap(HeadersReader::count)
                .ifPresent(limit::remainingRequests);
        exchange.header("x-ratelimit-remaining-tokens")
                .flatMap(HeadersReader::count)
                .ifPresent(limit::remainingTokens);
        exchange.header("x-ratelimit-reset-requests")
                .flatMap(text -> Delays.read(text, now))
                .ifPresent(limit::resetRequests);
        exchange.header("x-ratelimit-reset-tokens")
                .flatMap(text -> Delays.read(text, now))
                .ifPresent(limit::resetTokens);
        return limit.build();
    }

    static Optional<Long> count(String text) {
        try {
            long value = text.length() > LONGEST ? -1 : Long.parseLong(text.strip());
            return value < 0 ? Optional.empty() : Optional.of(value);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
