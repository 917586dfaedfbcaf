package org.chatmodels;

import java.io.Serializable;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a call or an open failed; the subclass names the remedy. No key and no prompt stands in a message. Serialisable,
 * but without {@link #partial()} and {@link #body()}.
 */
public abstract class ChatException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int BODY_BYTES = 8 * 1024;

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

    private Details details;

    /** Makes an exception whose cause is the one that the details name. */
    protected ChatException(String message, Details details) {
        super(Objects.requireNonNull(message, "message"), details.cause);
        this.details = details;
    }

    /** What went wrong and what to do; then, in brackets, what failed before in the same call. */
    @Override
    public String getMessage() {
        String own = String.valueOf(super.getMessage());
        if (details.attempts.length == 0) {
            return own;
        }
        Set<String> before = new LinkedHashSet<>();
        for (Attempt attempt : details.attempts) {
            before.add(attempt.location() + " " + attempt.error());
        }
        return own + " [failed before: " + String.join(", ", before) + "]";
    }

    /** Whether the same call may succeed later: what the details say, else what the class stands for. */
    public boolean isRetryable() {
        Boolean stated = details.retryable;
        return stated != null ? stated : retryableByClass();
    }

    /** What the class says of retries, where the details are silent. */
    boolean retryableByClass() {
        return false;
    }

    /** The provider or service that was asked; empty if it never came to that. */
    public Optional<String> provider() {
        return Optional.ofNullable(details.provider);
    }

    /** The model that was asked; empty if it never came to that. */
    public Optional<String> model() {
        return Optional.ofNullable(details.model);
    }

    /** HTTP status, or the one that an error inside a 200 stands for. */
    public OptionalInt status() {
        return details.status == null ? OptionalInt.empty() : OptionalInt.of(details.status);
    }

    /** The backend's own word for the error; of a ConfigurationException its heading in docs/errors.md. */
    public Optional<String> code() {
        return Optional.ofNullable(details.code);
    }

    /** The backend's id of the request, for its support. */
    public Optional<String> requestId() {
        return Optional.ofNullable(details.requestId);
    }

    /** How long the backend asks to wait; never negative. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(details.retryAfter);
    }

    /** Where the call was when it failed; CONFIG if nobody said. */
    public Phase phase() {
        return details.phase;
    }

    /** What the backend may have done; NOT_SENT if nobody said. */
    public Delivery delivery() {
        return details.delivery;
    }

    /** What else failed in this call, oldest first; empty if this was the first attempt. */
    public List<Attempt> attempts() {
        return List.of(details.attempts);
    }

    /** What had arrived; not serialised. */
    public Optional<ChatResponse> partial() {
        return Optional.ofNullable(details.partial);
    }

    /** The backend's error body, at most 8 KiB, keys removed; not printed, not serialised. */
    public Optional<String> body() {
        return Optional.ofNullable(details.body);
    }

    final Details details() {
        return details;
    }

    /**
     * Replaces the details of this exception and returns it. For whoever passes it on and knows more of the call, before
     * anyone outside has seen it: class, message, stack trace and cause stay, whatever subclass it is. Take the new
     * details from {@code details().toBuilder()}, the cause cannot be changed.
     */
    final ChatException stamp(Details more) {
        details = Objects.requireNonNull(more, "more");
        return this;
    }

    /** Everything an exception knows beside its message; partial and body are not serialised. */
    public static final class Details implements Serializable {
        private static final long serialVersionUID = 1;

        /** Nothing known: phase CONFIG, delivery NOT_SENT. */
        public static final Details NONE = new Builder().build();

        private final @Nullable Boolean retryable;
        private final @Nullable String provider;
        private final @Nullable String model;
        private final @Nullable Integer status;
        private final @Nullable String code;
        private final @Nullable String requestId;
        private final @Nullable Duration retryAfter;
        private final Phase phase;
        private final Delivery delivery;
        private final Attempt[] attempts;
        private final @Nullable Throwable cause;
        private final transient @Nullable ChatResponse partial;
        private final transient @Nullable String body;

        private Details(Builder from) {
            retryable = from.retryable;
            provider = from.provider;
            model = from.model;
            status = from.status;
            code = from.code;
            requestId = from.requestId;
            retryAfter = from.retryAfter;
            phase = from.phase;
            delivery = from.delivery;
            attempts = from.attempts;
            cause = from.cause;
            partial = from.partial;
            body = from.body;
        }

        /** Starts with nothing known. */
        public static Builder builder() {
            return new Builder();
        }

        /** Starts with what these details say. */
        public Builder toBuilder() {
            Builder builder = new Builder();
            builder.retryable = retryable;
            builder.provider = provider;
            builder.model = model;
            builder.status = status;
            builder.code = code;
            builder.requestId = requestId;
            builder.retryAfter = retryAfter;
            builder.phase = phase;
            builder.delivery = delivery;
            builder.attempts = attempts;
            builder.cause = cause;
            builder.partial = partial;
            builder.body = body;
            return builder;
        }

        /** Collects details. */
        public static final class Builder {
            private @Nullable Boolean retryable;
            private @Nullable String provider;
            private @Nullable String model;
            private @Nullable Integer status;
            private @Nullable String code;
            private @Nullable String requestId;
            private @Nullable Duration retryAfter;
            private Phase phase = Phase.CONFIG;
            private Delivery delivery = Delivery.NOT_SENT;
            private Attempt[] attempts = {};
            private @Nullable Throwable cause;
            private @Nullable ChatResponse partial;
            private @Nullable String body;

            private Builder() {}

            /** Overrides what the class says. */
            public Builder retryable(boolean value) {
                retryable = value;
                return this;
            }

            /** Sets the provider or service that was asked. */
            public Builder provider(String name) {
                provider = Objects.requireNonNull(name, "name");
                return this;
            }

            /** Sets the model that was asked. */
            public Builder model(String model) {
                this.model = Objects.requireNonNull(model, "model");
                return this;
            }

            /** Sets the HTTP status, or the one that an error inside a 200 stands for. */
            public Builder status(int status) {
                this.status = status;
                return this;
            }

            /** Sets the backend's own word for the error. */
            public Builder code(String code) {
                this.code = Objects.requireNonNull(code, "code");
                return this;
            }

            /** Sets the backend's id of the request. */
            public Builder requestId(String requestId) {
                this.requestId = Objects.requireNonNull(requestId, "requestId");
                return this;
            }

            /** Sets how long the backend asks to wait; a negative delay, as servers do send, counts as zero. */
            public Builder retryAfter(Duration delay) {
                retryAfter = delay.isNegative() ? Duration.ZERO : delay;
                return this;
            }

            /** Sets where the call was. */
            public Builder phase(Phase phase) {
                this.phase = Objects.requireNonNull(phase, "phase");
                return this;
            }

            /** Sets what the backend may have done. */
            public Builder delivery(Delivery delivery) {
                this.delivery = Objects.requireNonNull(delivery, "delivery");
                return this;
            }

            /** Sets what else failed in this call, oldest first. */
            public Builder attempts(List<Attempt> attempts) {
                this.attempts = List.copyOf(attempts).toArray(new Attempt[0]);
                return this;
            }

            /** Sets what had arrived. */
            public Builder partial(ChatResponse partial) {
                this.partial = Objects.requireNonNull(partial, "partial");
                return this;
            }

            /** Sets the backend's error body, from which the caller has removed keys; cut at 8 KiB of UTF-8. */
            public Builder body(String body) {
                this.body = cut(body);
                return this;
            }

            /** Sets the exception that led to this one. */
            public Builder cause(Throwable cause) {
                this.cause = Objects.requireNonNull(cause, "cause");
                return this;
            }

            /** Makes the details; the builder can be used again. */
            public Details build() {
                return new Details(this);
            }

            private static String cut(String text) {
                int bytes = 0;
                for (int at = 0; at < text.length(); ) {
                    int point = text.codePointAt(at);
                    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
                    if (bytes > BODY_BYTES) {
                        return text.substring(0, at);
                    }
                    at += Character.charCount(point);
                }
                return text;
            }
        }
    }
}
