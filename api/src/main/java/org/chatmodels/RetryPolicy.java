package org.chatmodels;

import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatTimeoutException.Kind;
import org.jspecify.annotations.Nullable;

/** What a failure is followed by: another attempt, the next target, or nothing. */
final class RetryPolicy {
    private static final long BASE = 50_000_000;
    private static final long BASE_OF_LIMITS = 1_000_000_000;
    private static final long LONGEST = 20_000_000_000L;

    /** A server that asks for more is not waited for. */
    private static final Duration LONGEST_HINT = Duration.ofSeconds(60);

    private RetryPolicy() {}

    /**
     * Whether the same target may be asked again after it has failed so often in a row; {@code left} and {@code total}
     * are nanoseconds of the call.
     */
    static boolean retries(ChatException failure, int failed, long left, long total) {
        if (!failure.isRetryable() || failure.delivery() == Delivery.PARTIAL_OUTPUT) {
            return false;
        }
        if (failure instanceof ChatTimeoutException timeout && isOfWaiting(timeout.kind())) {
            return failed == 1 && left >= total / 2;
        }
        return failed == 1 || !(failure.getCause() instanceof UnknownHostException);
    }

    private static boolean isOfWaiting(Kind kind) {
        return kind == Kind.HEADERS || kind == Kind.FIRST_TOKEN;
    }

    /** Nanoseconds until the next attempt: full jitter, at least what the server says; -1 if that is too long. */
    static long delay(ChatException failure, int failed, double random) {
        Duration hint = failure.retryAfter().orElse(Duration.ZERO);
        if (hint.compareTo(LONGEST_HINT) > 0) {
            return -1;
        }
        long base = isOfLimits(failure) ? BASE_OF_LIMITS : BASE;
        long most = Math.min(LONGEST, base << Math.min(failed - 1, 20));
        return Math.max((long) (most * random), hint.toNanos());
    }

    static boolean isOfLimits(ChatException failure) {
        return failure instanceof RateLimitException;
    }

    /** Whether another target may be asked; {@code more} has errors beside the usual ones: not_found, context_length. */
    static boolean movesOn(ChatException failure, String more) {
        if (failure.delivery() == Delivery.PARTIAL_OUTPUT || failure.phase() == ChatException.Phase.TOOL) {
            return false;
        } else if (failure instanceof ContextLengthException) {
            return more.contains("context_length");
        } else if (failure instanceof InvalidRequestException) {
            return failure.status().orElse(0) == 404 && more.contains("not_found");
        } else if (failure instanceof ChatTimeoutException timeout) {
            return timeout.kind() != Kind.TOTAL && timeout.kind() != Kind.HEADERS;
        } else if (failure instanceof TransportException) {
            return failure.isRetryable() || !isOfIdentity(failure.getCause());
        }
        return isOfTheTarget(failure)
                || failure instanceof MissingKeyException
                || failure instanceof ProviderLoadException;
    }

    /** Whether it says something of the target's health. */
    static boolean isOfTheTarget(ChatException failure) {
        return failure instanceof RateLimitException
                || failure instanceof UnavailableException
                || failure instanceof TransportException
                || failure instanceof ProtocolException;
    }

    /** TLS that was refused may be an attack, which nobody shall be helped to by asking somebody else. */
    private static boolean isOfIdentity(@Nullable Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof CertificateException
                    || at instanceof SSLHandshakeException
                    || at instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }
}
