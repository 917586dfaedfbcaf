package org.chatmodels;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Why a call or an open failed; the subclass names the remedy. No key and no prompt stands in a message. */
public abstract class ChatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Where the call was. */
    public enum Phase {
        CONFIG,
        CONNECT,
        SEND,
        HEADERS,
        BODY,
        STREAM,
        TOOL
    }

    /** What the backend may have done: nothing; perhaps all of it, unseen; or some output reached the caller. */
    public enum Delivery {
        NOT_SENT,
        MAYBE_PROCESSED,
        PARTIAL_OUTPUT
    }

    private final Details details;

    protected ChatException(String message, Details details) {
        super(message, details.cause);
        this.details = details;
    }

    /** Whether the same call may succeed later. */
    public boolean isRetryable() {
        throw new AssertionError();
    }

    public Optional<String> provider() {
        throw new AssertionError();
    }

    public Optional<String> model() {
        throw new AssertionError();
    }

    /** HTTP status, or the one that an error inside a 200 stands for. */
    public OptionalInt status() {
        throw new AssertionError();
    }

    /** The backend's own word for the error. */
    public Optional<String> code() {
        throw new AssertionError();
    }

    public Optional<String> requestId() {
        throw new AssertionError();
    }

    public Optional<Duration> retryAfter() {
        throw new AssertionError();
    }

    public Phase phase() {
        throw new AssertionError();
    }

    public Delivery delivery() {
        throw new AssertionError();
    }

    public List<Attempt> attempts() {
        throw new AssertionError();
    }

    /** What had arrived; not serialised. */
    public Optional<ChatResponse> partial() {
        return Optional.ofNullable(details.partial);
    }

    /** The backend's error body, at most 8 KiB, keys removed; not printed, not serialised. */
    public Optional<String> body() {
        return Optional.ofNullable(details.body);
    }

    Details details() {
        return details;
    }

    /** Everything an exception knows beside its message; partial and body are not serialised. */
    public static final class Details implements Serializable {
        private static final long serialVersionUID = 1;

        /** Nothing known: phase CONFIG, delivery NOT_SENT. */
        public static final Details NONE = new Details(null, null, null);

        private final @Nullable Throwable cause;
        private final transient @Nullable ChatResponse partial;
        private final transient @Nullable String body;

        private Details(@Nullable Throwable cause, @Nullable ChatResponse partial, @Nullable String body) {
            this.cause = cause;
            this.partial = partial;
            this.body = body;
        }

        public static Builder builder() {
            throw new AssertionError();
        }

        public Builder toBuilder() {
            throw new AssertionError();
        }

        /** Collects details. */
        public static final class Builder {
            private Builder() {}

            /** Overrides what the class says. */
            public Builder retryable(boolean value) {
                throw new AssertionError();
            }

            public Builder provider(String name) {
                throw new AssertionError();
            }

            public Builder model(String model) {
                throw new AssertionError();
            }

            public Builder status(int status) {
                throw new AssertionError();
            }

            public Builder code(String code) {
                throw new AssertionError();
            }

            public Builder requestId(String requestId) {
                throw new AssertionError();
            }

            public Builder retryAfter(Duration delay) {
                throw new AssertionError();
            }

            public Builder phase(Phase phase) {
                throw new AssertionError();
            }

            public Builder delivery(Delivery delivery) {
                throw new AssertionError();
            }

            public Builder attempts(List<Attempt> attempts) {
                throw new AssertionError();
            }

            public Builder partial(ChatResponse partial) {
                throw new AssertionError();
            }

            public Builder body(String body) {
                throw new AssertionError();
            }

            public Builder cause(Throwable cause) {
                throw new AssertionError();
            }

            public Details build() {
                throw new AssertionError();
            }
        }
    }
}
