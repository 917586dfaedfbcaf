package org.chatmodels.spi;

import java.util.Locale;
import java.util.function.BiFunction;
import org.chatmodels.AuthenticationException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ContentFilterException;
import org.chatmodels.ContextLengthException;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.ProtocolException;
import org.chatmodels.QuotaExceededException;
import org.chatmodels.RateLimitException;
import org.chatmodels.UnavailableException;

/** What an error is, by its code and text first and its status then. */
enum ErrorKind {
    AUTHENTICATION(AuthenticationException::new),
    INVALID_REQUEST(InvalidRequestException::new),
    CONTEXT_LENGTH(ContextLengthException::new),
    CONTENT_FILTER(ContentFilterException::new),
    RATE_LIMIT(RateLimitException::new),
    QUOTA(QuotaExceededException::new),
    UNAVAILABLE(UnavailableException::new),
    PROTOCOL(ProtocolException::new);

    private static final String[] QUOTA_CODES = {
        "insufficient_quota",
        "quota_exceeded",
        "billing_hard_limit_reached",
        "billing_not_active",
        "insufficient_balance",
        "insufficient_credits",
        "payment_method_required",
        "payment_required",
        "credit_limit_exceeded"
    };
    private static final String[] QUOTA_PHRASES = {
        "insufficient balance",
        "insufficient credits",
        "insufficient funds",
        "exceeded your current quota",
        "credit balance is too low",
        "out of credits"
    };
    private static final String[] RATE_PHRASES = {
        "rate limit",
        "rate_limit",
        "ratelimit",
        "too many requests",
        "tokens per minute",
        "requests per minute",
        "tokens per day",
        "requests per day"
    };
    private static final String[] CONTEXT_CODES = {
        "context_length_exceeded",
        "exceed_context_size_error",
        "context_window_exceeded",
        "model_context_window_exceeded"
    };
    private static final String[] CONTEXT_PHRASES = {
        "context length",
        "context window",
        "context size",
        "maximum context",
        "request too large",
        "too many tokens",
        "token count exceeds",
        "input token",
        "input or output tokens must be reduced",
        "reduce the length of",
        "prompt is too long",
        "prompt too long"
    };
    private static final String[] FILTER_CODES = {
        "content_filter",
        "content_policy_violation",
        "responsibleaipolicyviolation",
        "content_moderation",
        "data_inspection_failed",
        "moderation_blocked",
        "sensitive_content"
    };
    private static final String[] FILTER_PHRASES = {
        "content filter",
        "content_filter",
        "content management policy",
        "content policy",
        "flagged by",
        "was flagged",
        "safety system",
        "inappropriate content",
        "sensitive content"
    };
    private static final String[] REQUEST_WORDS = {
        "parse", "invalid", "missing", "must be", "not support", "unsupported", "expected", "required"
    };

    private final BiFunction<String, Details, ChatException> constructor;

    ErrorKind(BiFunction<String, Details, ChatException> constructor) {
        this.constructor = constructor;
    }

    /** What the status and the words stand for; {@code mayWait} says that the server named a time to wait. */
    static ErrorKind of(int status, ErrorBody body, boolean mayWait) {
        if (status < 400 || status == 401) {
            return status == 401 ? AUTHENTICATION : PROTOCOL;
        }
        String words = (body.code() + ' ' + body.type()).toLowerCase(Locale.ROOT);
        String text = body.message().toLowerCase(Locale.ROOT);
        boolean ofQuota = status == 402 || containsOne(words, QUOTA_CODES);
        if (ofQuota || (status == 429 && !mayWait && containsOne(text, QUOTA_PHRASES))) {
            return QUOTA;
        }
        return status < 500 || status == 500 ? byText(status, words, text) : UNAVAILABLE;
    }

    /** Services name limits per minute much as they name the context, so the former are looked for first. */
    private static ErrorKind byText(int status, String words, String text) {
        if (containsOne(words, FILTER_CODES)) {
            return CONTENT_FILTER;
        }
        if (containsOne(words, CONTEXT_CODES)) {
            return CONTEXT_LENGTH;
        }
        boolean limits = containsOne(words, RATE_PHRASES) || containsOne(text, RATE_PHRASES);
        if (limits && (status == 429 || status == 413 || status == 400)) {
            return RATE_LIMIT;
        }
        boolean ofTheRequest = status == 400 || status == 403 || status == 413 || status == 422 || status == 429;
        if (ofTheRequest && containsOne(text, FILTER_PHRASES)) {
            return CONTENT_FILTER;
        }
        if (status != 403 && (ofTheRequest || status == 500) && containsOne(text, CONTEXT_PHRASES)) {
            return CONTEXT_LENGTH;
        }
        return byStatus(status);
    }

    private static ErrorKind byStatus(int status) {
        return switch (status) {
            case 403 -> AUTHENTICATION;
            case 429 -> RATE_LIMIT;
            case 408, 409, 425 -> UNAVAILABLE;
            default -> status >= 500 ? UNAVAILABLE : INVALID_REQUEST;
        };
    }

    /** Whether a 500 complains of the request, as llama.cpp's does: sending it again cannot help. */
    static boolean blamesRequest(int status, ErrorBody body) {
        return status == 500 && containsOne(body.message().toLowerCase(Locale.ROOT), REQUEST_WORDS);
    }

    /** The status of an error that came without one; of one that says nothing but what, as the request was taken, 500. */
    static int statusOf(ErrorBody body) {
        if (body.status().isPresent()) {
            return body.status().getAsInt();
        }
        if (body.baseStatus().isPresent()) {
            return statusOfBase(body.baseStatus().getAsInt());
        }
        String words = (body.code() + ' ' + body.type()).toLowerCase(Locale.ROOT);
        if (containsOne(words, QUOTA_CODES)
                || containsOne(words, RATE_PHRASES)
                || words.contains("resource_exhausted")) {
            return 429;
        } else if (words.contains("server_error") || words.contains("internal") || words.contains("api_error")) {
            return 500;
        } else if (words.contains("overloaded") || words.contains("unavailable")) {
            return 503;
        } else if (words.contains("authentication") || words.contains("invalid_api_key")) {
            return 401;
        } else if (words.contains("permission")) {
            return 403;
        }
        return words.isBlank() ? 500 : words.contains("not_found") ? 404 : 400;
    }

    /** MiniMax's own numbers. */
    private static int statusOfBase(int number) {
        return switch (number) {
            case 1000, 1013, 1024, 1033 -> 500;
            case 1001 -> 408;
            case 1002, 1039, 1041 -> 429;
            case 1004, 2049 -> 401;
            case 1008 -> 402;
            default -> 400;
        };
    }

    private static boolean containsOne(String text, String[] words) {
        for (String word : words) {
            if (text.contains(word)) {
                return true;
            }
        }
        return false;
    }

    ChatException exception(String message, Details details) {
        return constructor.apply(message, details);
    }
}
