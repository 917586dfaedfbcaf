package org.chatmodels.spi;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.chatmodels.RateLimit;

/** Reads what the headers of an answer say of the request and of the limits. */
final class HeadersReader {
    private static final int LONGEST = 64;

    private static final String[] REQUEST_IDS = {
        "x-request-id", "request-id", "x-generation-id", "apim-request-id", "nvcf-reqid", "cf-ray"
    };

    /** The usual name; of limits by minute or day the shorter first; where requests alone are limited; and another family. */
    private static final String[] REMAINING_REQUESTS = {
        "x-ratelimit-remaining-requests",
        "x-ratelimit-remaining-requests-minute",
        "x-ratelimit-remaining-requests-day",
        "x-ratelimit-remaining",
        "anthropic-ratelimit-requests-remaining"
    };

    private static final String[] RESET_REQUESTS = {
        "x-ratelimit-reset-requests",
        "x-ratelimit-reset-requests-minute",
        "x-ratelimit-reset-requests-day",
        "x-ratelimit-reset",
        "anthropic-ratelimit-requests-reset"
    };

    /** The same, and where the size of requests is limited. */
    private static final String[] REMAINING_TOKENS = {
        "x-ratelimit-remaining-tokens",
        "x-ratelimit-remaining-tokens-minute",
        "ratelimitbysize-remaining",
        "anthropic-ratelimit-tokens-remaining"
    };

    private static final String[] RESET_TOKENS = {
        "x-ratelimit-reset-tokens",
        "x-ratelimit-reset-tokens-minute",
        "ratelimitbysize-reset",
        "anthropic-ratelimit-tokens-reset"
    };

    private HeadersReader() {}

    /** Tells the answer what its head said. */
    static void read(Exchange exchange, AnswerAssembler answer) {
        requestId(exchange).ifPresent(answer::requestId);
        answer.rateLimit(rateLimit(exchange::header, Instant.now()));
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

    /** Each figure under the first of its names that holds one. */
    static RateLimit rateLimit(Function<String, Optional<String>> headers, Instant now) {
        RateLimit.Builder limit = RateLimit.builder();
        first(REMAINING_REQUESTS, headers, HeadersReader::count).ifPresent(limit::remainingRequests);
        first(REMAINING_TOKENS, headers, HeadersReader::count).ifPresent(limit::remainingTokens);
        first(RESET_REQUESTS, headers, text -> Delays.read(text, now)).ifPresent(limit::resetRequests);
        first(RESET_TOKENS, headers, text -> Delays.read(text, now)).ifPresent(limit::resetTokens);
        return limit.build();
    }

    private static <T> Optional<T> first(
            String[] names, Function<String, Optional<String>> headers, Function<String, Optional<T>> reading) {
        for (String name : names) {
            Optional<T> figure = headers.apply(name).flatMap(reading);
            if (figure.isPresent()) {
                return figure;
            }
        }
        return Optional.empty();
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
