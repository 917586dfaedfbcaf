package org.chatmodels;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A complete answer. */
public final class ChatResponse {
    private ChatResponse() {}

    /** A plain answer, for fakes and small providers. */
    public static ChatResponse of(String text) {
        throw new AssertionError();
    }

    public static Builder builder() {
        throw new AssertionError();
    }

    public Builder toBuilder() {
        throw new AssertionError();
    }

    /** The backend's id of the answer; empty text if it gave none. */
    public String id() {
        throw new AssertionError();
    }

    /**
     * The model that the backend named, else the one asked for; empty text on one straight from a builder that named
     * none.
     */
    public String model() {
        throw new AssertionError();
    }

    public Optional<Instant> created() {
        throw new AssertionError();
    }

    /** Never empty; more than one only for n above 1. */
    public List<Choice> choices() {
        throw new AssertionError();
    }

    /** Of the first choice, as are the next three. */
    public Message message() {
        throw new AssertionError();
    }

    public String text() {
        throw new AssertionError();
    }

    public List<Part.ToolCall> toolCalls() {
        throw new AssertionError();
    }

    public FinishReason finishReason() {
        throw new AssertionError();
    }

    public Usage usage() {
        throw new AssertionError();
    }

    public List<Citation> citations() {
        throw new AssertionError();
    }

    /**
     * Set by {@link ChatModel#of}, by streams and by the registry, in partial answers too; IllegalStateException only
     * on one straight from a builder.
     */
    public ModelLocation servedBy() {
        throw new AssertionError();
    }

    /** What failed before this answer, oldest first. */
    public List<Attempt> attempts() {
        throw new AssertionError();
    }

    /** What was dropped, mapped or noticed. */
    public List<String> warnings() {
        throw new AssertionError();
    }

    public Optional<String> requestId() {
        throw new AssertionError();
    }

    public Timings timings() {
        throw new AssertionError();
    }

    public RateLimit rateLimit() {
        throw new AssertionError();
    }

    /** The backend's own JSON, if {@link ChatOptions#keepRaw()} is on. */
    public Optional<String> raw() {
        throw new AssertionError();
    }

    /** Fields of the answer that have no home here, as JSON values. */
    public Map<String, Object> extra() {
        throw new AssertionError();
    }

    @Override
    public String toString() {
        throw new AssertionError();
    }

    /** For providers; choices must not be empty. */
    public static final class Builder {
        private Builder() {}

        public Builder id(String id) {
            throw new AssertionError();
        }

        public Builder model(String model) {
            throw new AssertionError();
        }

        public Builder created(Instant created) {
            throw new AssertionError();
        }

        public Builder choices(List<Choice> choices) {
            throw new AssertionError();
        }

        public Builder usage(Usage usage) {
            throw new AssertionError();
        }

        public Builder citations(List<Citation> citations) {
            throw new AssertionError();
        }

        public Builder servedBy(ModelLocation location) {
            throw new AssertionError();
        }

        public Builder attempts(List<Attempt> attempts) {
            throw new AssertionError();
        }

        public Builder warnings(List<String> warnings) {
            throw new AssertionError();
        }

        public Builder requestId(String requestId) {
            throw new AssertionError();
        }

        public Builder timings(Timings timings) {
            throw new AssertionError();
        }

        public Builder rateLimit(RateLimit rateLimit) {
            throw new AssertionError();
        }

        public Builder raw(String json) {
            throw new AssertionError();
        }

        public Builder extra(Map<String, Object> fields) {
            throw new AssertionError();
        }

        public ChatResponse build() {
            throw new AssertionError();
        }
    }
}
