package org.chatmodels.gateway;

import java.time.Duration;
import java.util.Optional;
import org.chatmodels.AuthenticationException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.ContentFilterException;
import org.chatmodels.ContextLengthException;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.MissingKeyException;
import org.chatmodels.ProtocolException;
import org.chatmodels.QuotaExceededException;
import org.chatmodels.RateLimitException;
import org.chatmodels.TransportException;
import org.chatmodels.UnavailableException;
import org.chatmodels.UnsupportedFeatureException;

/** An error as OpenAI writes it, with its status; param and code are empty when there is none. */
record GatewayError(int status, String message, String type, String param, String code, Optional<Duration> retryAfter) {
    static GatewayError of(int status, String message) {
        return new GatewayError(status, message, type(status), "", "", Optional.empty());
    }

    static GatewayError badRequest(String message, String param, String code) {
        return new GatewayError(400, message, type(400), param, code, Optional.empty());
    }

    /** What a model threw; the message of anything but a ChatException may quote content and is left out. */
    static GatewayError of(RuntimeException failure) {
        if (failure instanceof Refusal refusal) {
            return refusal.error();
        }
        if (!(failure instanceof ChatException known)) {
            return of(500, "The model failed with " + failure.getClass().getSimpleName());
        }
        int status = status(known);
        String message = Optional.ofNullable(known.getMessage()).orElse("The model failed");
        String code = known.code().orElse(code(known));
        return new GatewayError(status, message, type(status), "", code, known.retryAfter());
    }

    private static int status(ChatException failure) {
        int own = failure.status().orElse(0);
        return own >= 400 && own <= 599 ? own : statusOfClass(failure);
    }

    private static int statusOfClass(ChatException failure) {
        if (failure instanceof InvalidRequestException || failure instanceof UnsupportedFeatureException) {
            return 400;
        }
        if (failure instanceof AuthenticationException || failure instanceof MissingKeyException) {
            return 401;
        }
        if (failure instanceof RateLimitException) {
            return failure instanceof QuotaExceededException ? 402 : 429;
        }
        if (failure instanceof ChatTimeoutException) {
            return 504;
        }
        if (failure instanceof UnavailableException) {
            return 503;
        }
        return failure instanceof TransportException || failure instanceof ProtocolException ? 502 : 500;
    }

    private static String code(ChatException failure) {
        if (failure instanceof ContextLengthException) {
            return "context_length_exceeded";
        }
        if (failure instanceof ContentFilterException) {
            return "content_filter";
        }
        if (failure instanceof QuotaExceededException) {
            return "insufficient_quota";
        }
        return failure instanceof UnsupportedFeatureException ? "unsupported_feature" : "";
    }

    private static String type(int status) {
        return switch (status) {
            case 401, 403 -> "authentication_error";
            case 402 -> "insufficient_quota";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }
}
