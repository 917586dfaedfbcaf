package org.chatmodels.spi;

import java.util.function.BiFunction;
import org.chatmodels.AuthenticationException;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatException.Phase;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.ConfigurationException;
import org.chatmodels.ContentFilterException;
import org.chatmodels.ContextLengthException;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.LimitException;
import org.chatmodels.MissingKeyException;
import org.chatmodels.ModelLocation;
import org.chatmodels.ProtocolException;
import org.chatmodels.ProviderLoadException;
import org.chatmodels.QuotaExceededException;
import org.chatmodels.RateLimitException;
import org.chatmodels.TransportException;
import org.chatmodels.TruncatedException;
import org.chatmodels.UnavailableException;
import org.chatmodels.UnsupportedFeatureException;

/** The same failure once more with what is known of the stream that it ended. */
final class FailureCopy {
    private FailureCopy() {}

    static ChatException during(ChatException failure, AnswerAssembler arrived, ModelLocation location) {
        Details.Builder details = details(failure)
                .provider(failure.provider().orElse(location.provider()))
                .model(failure.model().orElse(location.model()))
                .phase(Phase.STREAM);
        if (arrived.hasContent()) {
            details.partial(arrived.partial()).delivery(Delivery.PARTIAL_OUTPUT).retryable(false);
        } else {
            details.delivery(Delivery.MAYBE_PROCESSED).retryable(failure.isRetryable());
        }
        ChatException copy = copy(failure, message(failure), details.build());
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    /** The same failure whose message says something else. */
    static ChatException saying(ChatException failure, String message) {
        Details.Builder details = details(failure)
                .phase(failure.phase())
                .delivery(failure.delivery())
                .retryable(failure.isRetryable());
        failure.provider().ifPresent(details::provider);
        failure.model().ifPresent(details::model);
        failure.partial().ifPresent(details::partial);
        ChatException copy = copy(failure, message, details.build());
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    private static Details.Builder details(ChatException failure) {
        Details.Builder details = Details.builder().attempts(failure.attempts());
        failure.status().ifPresent(details::status);
        failure.code().ifPresent(details::code);
        failure.requestId().ifPresent(details::requestId);
        failure.retryAfter().ifPresent(details::retryAfter);
        failure.body().ifPresent(details::body);
        if (failure.getCause() != null) {
            details.cause(failure.getCause());
        }
        return details;
    }

    private static ChatException copy(ChatException failure, String message, Details details) {
        if (failure instanceof ChatTimeoutException timeout) {
            return new ChatTimeoutException(message, timeout.kind(), details);
        }
        return constructor(failure.getClass()).apply(message, details);
    }

    private static String message(ChatException failure) {
        return String.valueOf(failure.getMessage());
    }

    /** The nearest class of the contract: exceptions of others become what they extend. */
    private static BiFunction<String, Details, ChatException> constructor(Class<?> type) {
        if (type == TruncatedException.class) {
            return TruncatedException::new;
        } else if (type == LimitException.class) {
            return LimitException::new;
        } else if (type == ProtocolException.class) {
            return ProtocolException::new;
        } else if (type == TransportException.class) {
            return TransportException::new;
        } else if (type == CancelledException.class) {
            return CancelledException::new;
        } else if (type == UnavailableException.class) {
            return UnavailableException::new;
        } else if (type == QuotaExceededException.class) {
            return QuotaExceededException::new;
        } else if (type == RateLimitException.class) {
            return RateLimitException::new;
        }
        return rarer(type);
    }

    private static BiFunction<String, Details, ChatException> rarer(Class<?> type) {
        if (type == AuthenticationException.class) {
            return AuthenticationException::new;
        } else if (type == ContextLengthException.class) {
            return ContextLengthException::new;
        } else if (type == ContentFilterException.class) {
            return ContentFilterException::new;
        } else if (type == InvalidRequestException.class) {
            return InvalidRequestException::new;
        } else if (type == UnsupportedFeatureException.class) {
            return UnsupportedFeatureException::new;
        } else if (type == MissingKeyException.class) {
            return MissingKeyException::new;
        } else if (type == ProviderLoadException.class) {
            return ProviderLoadException::new;
        } else if (type == ConfigurationException.class) {
            return ConfigurationException::new;
        }
        Class<?> above = type.getSuperclass();
        return above == null || above == ChatException.class ? ProtocolException::new : constructor(above);
    }
}
