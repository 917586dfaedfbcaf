package org.chatmodels.spi;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which servers write how long to wait. Everything here takes texts of strangers: at most 64 characters
 * count, nothing negative, nothing above ten years; what is none of it is null.
 */
public final class Delays {
    private static final int LONGEST = 64;
    private static final BigDecimal MOST_SECONDS =
            BigDecimal.valueOf(Duration.ofDays(3653).toSeconds());
    private static final BigDecimal FIRST_EPOCH_SECOND = BigDecimal.valueOf(1_000_000_000L);
    private static final BigDecimal FIRST_EPOCH_MILLI = BigDecimal.valueOf(100_000_000_000L);
    private static final int NANO_DIGITS = 9;

    private static final DateTimeFormatter RFC_850 =
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss zzz", Locale.US);
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US);

    private Delays() {}

    /**
     * How long a server's header, such as {@code x-ratelimit-reset-requests}, says to wait: a Go duration ("6m0s",
     * "7.66s"), seconds, a date of HTTP or RFC 3339, seconds or milliseconds since 1970; of a list the first. What is in
     * the past is zero, what is none of it nothing.
     */
    public static Optional<Duration> read(String text, Instant now) {
        Objects.requireNonNull(text, "text");
        return Optional.ofNullable(untilOrDuration(text, Objects.requireNonNull(now, "now")));
    }

    /** Milliseconds, as in "1500" or "1500.5". */
    static @Nullable Duration millis(String text) {
        BigDecimal number = number(text);
        return number == null ? null : seconds(number.movePointLeft(3));
    }

    /** "7.66", "7.66s", "6m0s"; of "31,120" and "1000;w=60" the first number. */
    static @Nullable Duration secondsOrDuration(String text) {
        BigDecimal number = number(first(text));
        return number == null ? duration(text) : seconds(number);
    }

    /** As {@link #secondsOrDuration}, or a moment: a date of HTTP or RFC 3339, seconds or milliseconds since 1970. */
    static @Nullable Duration untilOrDuration(String text, Instant now) {
        BigDecimal number = number(first(text));
        if (number == null) {
            Duration duration = duration(text);
            return duration == null ? until(moment(text.strip()), now) : duration;
        }
        if (number.compareTo(FIRST_EPOCH_SECOND) < 0) {
            return seconds(number);
        }
        BigDecimal seconds = number.compareTo(FIRST_EPOCH_MILLI) < 0 ? number : number.movePointLeft(3);
        Duration sinceEpoch = seconds(
                seconds.subtract(BigDecimal.valueOf(now.getEpochSecond())).max(BigDecimal.ZERO));
        return sinceEpoch;
    }

    /** A Go duration such as "2m59.56s", "120ms" or "17s"; also a number and "seconds", "minutes", with a blank between. */
    static @Nullable Duration duration(String text) {
        String trimmed = text.strip();
        return trimmed.length() > LONGEST || durationLength(trimmed) != trimmed.length()
                ? null
                : leadingDuration(trimmed);
    }

    /** The duration with which a text begins. */
    static @Nullable Duration leadingDuration(String text) {
        String start = text.substring(0, Math.min(LONGEST, text.length()));
        BigDecimal sum = BigDecimal.ZERO;
        int at = 0;
        int end = durationLength(start);
        while (at < end) {
            int unit = numberEnd(start, at);
            BigDecimal number = number(start.substring(at, unit));
            int unitStart = skipBlank(start, unit);
            int next = unitEnd(start, unitStart);
            if (number == null) {
                return null;
            }
            sum = sum.add(number.multiply(factor(start.substring(unitStart, next))));
            at = next;
        }
        return end == 0 ? null : seconds(sum);
    }

    private static int durationLength(String text) {
        int at = 0;
        boolean more = true;
        while (more) {
            int unit = numberEnd(text, at);
            int unitStart = skipBlank(text, unit);
            int next = unitEnd(text, unitStart);
            more = unit > at && factor(text.substring(unitStart, next)).signum() > 0;
            at = more ? next : at;
        }
        return at;
    }

    private static int numberEnd(String text, int from) {
        int at = from;
        while (at < text.length() && (isDigit(text.charAt(at)) || isPoint(text, at))) {
            at++;
        }
        return at;
    }

    private static boolean isPoint(String text, int at) {
        return text.charAt(at) == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1));
    }

    private static int skipBlank(String text, int at) {
        return at < text.length() && text.charAt(at) == ' ' ? at + 1 : at;
    }

    private static int unitEnd(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Seconds of a unit; 0 for what is none. */
    private static BigDecimal factor(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "h", "hour", "hours" -> BigDecimal.valueOf(3600);
            case "m", "min", "minute", "minutes" -> BigDecimal.valueOf(60);
            case "s", "sec", "second", "seconds" -> BigDecimal.ONE;
            case "ms", "millisecond", "milliseconds" -> BigDecimal.valueOf(1, 3);
            case "us", "µs", "μs" -> BigDecimal.valueOf(1, 6);
            case "ns" -> BigDecimal.valueOf(1, NANO_DIGITS);
            default -> BigDecimal.ZERO;
        };
    }

    private static String first(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != ',' && text.charAt(end) != ';') {
            end++;
        }
        return text.substring(0, end);
    }

    private static @Nullable BigDecimal number(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.length() > LONGEST || numberEnd(trimmed, 0) != trimmed.length()) {
            return null;
        }
        try {
            return new BigDecimal(trimmed);
        } catch (NumberFormatException twoPoints) {
            return null;
        }
    }

    private static @Nullable Duration seconds(BigDecimal seconds) {
        if (seconds.signum() < 0 || seconds.compareTo(MOST_SECONDS) > 0) {
            return null;
        }
        return Duration.ofNanos(seconds.movePointRight(NANO_DIGITS).longValue());
    }

    private static @Nullable Duration until(@Nullable Instant moment, Instant now) {
        if (moment == null) {
            return null;
        }
        Duration delay = Duration.between(now, moment);
        return delay.isNegative() ? Duration.ZERO : seconds(BigDecimal.valueOf(delay.toMillis(), 3));
    }

    /** A date in one of the four ways. */
    static @Nullable Instant moment(String text) {
        if (text.length() < 8 || text.length() > LONGEST) {
            return null;
        }
        try {
            if (isDigit(text.charAt(0))) {
                return OffsetDateTime.parse(text).toInstant();
            } else if (text.charAt(3) == ',') {
                return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
            } else if (text.indexOf(',') > 0) {
                return ZonedDateTime.parse(text, RFC_850).toInstant();
            }
            return LocalDateTime.parse(text, ASCTIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException none) {
            return null;
        }
    }
}
