package org.chatmodels.spi;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an answer says of trying again. The first of these counts: headers, body, the text of the message, spent limits. */
final class RetryHints {
    private static final String[] PHRASES = {"try again in ", "retry in ", "try again after ", "retry after "};

    /** Names of a limit's remainder and reset. */
    private static final String[][] LIMITS = {
        {"x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"},
        {"x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"},
        {"x-ratelimit-remaining-requests-day", "x-ratelimit-reset-requests-day"},
        {"x-ratelimit-remaining-tokens-minute", "x-ratelimit-reset-tokens-minute"},
        {"anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset"},
        {"anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset"},
        {"anthropic-ratelimit-input-tokens-remaining", "anthropic-ratelimit-input-tokens-reset"},
        {"anthropic-ratelimit-output-tokens-remaining", "anthropic-ratelimit-output-tokens-reset"},
        {"ratelimitbysize-remaining", "ratelimitbysize-reset"},
        {"ratelimit-remaining", "ratelimit-reset"},
        {"x-ratelimit-remaining", "x-ratelimit-reset"}
    };

    private final Function<String, Optional<String>> headers;
    private final Clock clock;

    RetryHints(Function<String, Optional<String>> headers, Clock clock) {
        this.headers = headers;
        this.clock = clock;
    }

    /** How long to wait; {@code limited} says that a limit was the reason, so that spent ones count. */
    Optional<Duration> retryAfter(ErrorBody body, boolean limited) {
        Duration delay = ofHeaders();
        if (delay == null) {
            delay = body.retryAfter().orElse(null);
        }
        if (delay == null) {
            delay = ofText(body.message());
        }
        if (delay == null && limited) {
            delay = ofSpentLimits();
        }
        return Optional.ofNullable(delay);
    }

    /** What the server says outright of trying again. */
    Optional<Boolean> shouldRetry() {
        return headers.apply("x-should-retry")
                .map(value -> value.strip().toLowerCase(Locale.ROOT))
                .filter(value -> value.equals("true") || value.equals("false"))
                .map(value -> value.equals("true"));
    }

    private @Nullable Duration ofHeaders() {
        String millis = headers.apply("retry-after-ms").orElse(null);
        Duration delay = millis == null ? null : Delays.millis(millis);
        String after = headers.apply("retry-after").orElse(null);
        return delay != null || after == null ? delay : Delays.untilOrDuration(after, now());
    }

    /** Moments count from the server's own clock, as ours may be wrong. */
    private Instant now() {
        Instant date =
                headers.apply("date").map(text -> Delays.moment(text.strip())).orElse(null);
        return date == null ? clock.instant() : date;
    }

    private static @Nullable Duration ofText(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        for (String phrase : PHRASES) {
            int at = lower.indexOf(phrase);
            Duration delay = at < 0 ? null : Delays.leadingDuration(lower.substring(at + phrase.length()));
            if (delay != null) {
                return delay;
            }
        }
        return null;
    }

    private @Nullable Duration ofSpentLimits() {
        Duration longest = null;
        for (String[] limit : LIMITS) {
            String left = headers.apply(limit[0]).orElse("").strip();
            String reset = left.equals("0") ? headers.apply(limit[1]).orElse(null) : null;
            Duration delay = reset == null ? null : Delays.untilOrDuration(reset, now());
            if (delay != null && (longest == null || delay.compareTo(longest) > 0)) {
                longest = delay;
            }
        }
        return longest;
    }
}
