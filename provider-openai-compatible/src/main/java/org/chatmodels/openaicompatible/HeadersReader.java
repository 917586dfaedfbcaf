package org.chatmodels.openaicompatible;

import java.time.Duration;
import java.util.Optional;
import org.chatmodels.RateLimit;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.Exchange;

/** Reads what the headers of an answer say of the request and of the limits. */
final class HeadersReader {
    private static final int LONGEST = 64;
    private static final double MOST_SECONDS = 366 * 86_400.0;

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
        exchange.header("x-ratelimit-remaining-requests")
                .flatMap(HeadersReader::count)
                .ifPresent(limit::remainingRequests);
        exchange.header("x-ratelimit-remaining-tokens")
                .flatMap(HeadersReader::count)
                .ifPresent(limit::remainingTokens);
        exchange.header("x-ratelimit-reset-requests")
                .flatMap(HeadersReader::duration)
                .ifPresent(limit::resetRequests);
        exchange.header("x-ratelimit-reset-tokens")
                .flatMap(HeadersReader::duration)
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

    /** A Go duration such as {@code 6m0s}, {@code 7.66s} or {@code 17ms}; nothing for anything else. */
    static Optional<Duration> duration(String text) {
        double seconds = 0;
        int at = 0;
        while (at < text.length() && text.length() <= LONGEST) {
            int unit = end(text, at, true);
            int next = end(text, unit, false);
            if (unit == at || next == unit) {
                return Optional.empty();
            }
            seconds += amount(text.substring(at, unit)) * seconds(text.substring(unit, next));
            at = next;
        }
        boolean whole = at > 0 && at == text.length() && seconds >= 0 && seconds < MOST_SECONDS;
        return whole ? Optional.of(Duration.ofNanos(Math.round(seconds * 1e9))) : Optional.empty();
    }

    private static int end(String text, int from, boolean number) {
        int at = from;
        while (at < text.length() && isNumeric(text.charAt(at)) == number) {
            at++;
        }
        return at;
    }

    private static boolean isNumeric(char c) {
        return c >= '0' && c <= '9' || c == '.';
    }

    private static double amount(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static double seconds(String unit) {
        return switch (unit) {
            case "h" -> 3600;
            case "m" -> 60;
            case "s" -> 1;
            case "ms" -> 1e-3;
            case "us", "µs" -> 1e-6;
            case "ns" -> 1e-9;
            default -> Double.NaN;
        };
    }
}
