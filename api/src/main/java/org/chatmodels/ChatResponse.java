package org.chatmodels;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A complete answer. */
public final class ChatResponse {
    private final String id;
    private final String model;
    private final @Nullable Instant created;
    private final List<Choice> choices;
    private final Usage usage;
    private final List<Citation> citations;
    private final @Nullable ModelLocation servedBy;
    private final List<Attempt> attempts;
    private final List<String> warnings;
    private final @Nullable String requestId;
    private final Timings timings;
    private final RateLimit rateLimit;
    private final @Nullable String raw;
    private final Map<String, Object> extra;
    private final @Nullable ResponseFormat responseFormat;
    private final @Nullable ChatModelRegistry registry;

    private ChatResponse(Builder from) {
        Arguments.check(!from.choices.isEmpty(), "choices", "are empty: add at least one");
        id = from.id;
        model = from.model;
        created = from.created;
        choices = from.choices;
        usage = from.usage;
        citations = from.citations;
        servedBy = from.servedBy;
        attempts = from.attempts;
        warnings = from.warnings;
        requestId = from.requestId;
        timings = from.timings;
        rateLimit = from.rateLimit;
        raw = from.raw;
        extra = from.extra;
        responseFormat = from.responseFormat;
        registry = from.registry;
    }

    /** A plain answer that stopped by itself, for fakes and small providers. */
    public static ChatResponse of(String text) {
        FinishReason stopped = new FinishReason(FinishReason.Kind.STOP, "");
        return builder()
                .choices(List.of(new Choice(Message.assistant(text), stopped)))
                .build();
    }

    /** Starts with nothing but empty texts and lists; only choices must be added. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts with what this answer says. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.id = id;
        builder.model = model;
        builder.created = created;
        builder.choices = choices;
        builder.usage = usage;
        builder.citations = citations;
        builder.servedBy = servedBy;
        builder.attempts = attempts;
        builder.warnings = warnings;
        builder.requestId = requestId;
        builder.timings = timings;
        builder.rateLimit = rateLimit;
        builder.raw = raw;
        builder.extra = extra;
        builder.responseFormat = responseFormat;
        builder.registry = registry;
        return builder;
    }

    /** The backend's id of the answer; empty text if it gave none. */
    public String id() {
        return id;
    }

    /**
     * The model that the backend named, else the one asked for; empty text on one straight from a builder that named
     * none.
     */
    public String model() {
        return model;
    }

    /** When the backend says it made the answer. */
    public Optional<Instant> created() {
        return Optional.ofNullable(created);
    }

    /** Never empty; more than one only for n above 1. */
    public List<Choice> choices() {
        return choices;
    }

    /** Of the first choice, as are the next three. */
    public Message message() {
        return choices.get(0).message();
    }

    /** The text of the first choice; empty when there is none (a refusal, calls). */
    public String text() {
        return message().text();
    }

    /** The calls that the first choice wants, in its order; empty if none. */
    public List<Part.ToolCall> toolCalls() {
        return message().toolCalls();
    }

    /** Why the first choice ended. */
    public FinishReason finishReason() {
        return choices.get(0).finishReason();
    }

    /** Tokens and cost; {@link Usage#UNKNOWN} if the backend is silent. */
    public Usage usage() {
        return usage;
    }

    /** Sources that the answer names; empty if none. */
    public List<Citation> citations() {
        return citations;
    }

    /**
     * Set by {@link ChatModel#of}, by streams and by the registry, in partial answers too; IllegalStateException only
     * on one straight from a builder.
     */
    public ModelLocation servedBy() {
        if (servedBy == null) {
            throw new IllegalStateException(
                    "Nobody said who served this answer: it comes straight from a builder, set servedBy there");
        }
        return servedBy;
    }

    /** Null on an answer straight from a builder. */
    @Nullable
    ModelLocation servedByOrNull() {
        return servedBy;
    }

    /** This answer, with whoever served it and the model asked for filled in where it does not name them itself. */
    ChatResponse servedBy(ModelLocation location) {
        if (servedBy != null && !model.isEmpty()) {
            return this;
        }
        Builder builder = toBuilder();
        builder.servedBy = servedBy == null ? location : servedBy;
        builder.model = model.isEmpty() ? location.model() : model;
        return builder.build();
    }

    /** What failed before this answer, oldest first. */
    public List<Attempt> attempts() {
        return attempts;
    }

    /** What was dropped, mapped or noticed. */
    public List<String> warnings() {
        return warnings;
    }

    /** The backend's id of the request, for its support. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** How long it took; {@link Timings#NONE} if nobody measured. */
    public Timings timings() {
        return timings;
    }

    /** What the answer's headers say of limits; {@link RateLimit#NONE} if nothing. */
    public RateLimit rateLimit() {
        return rateLimit;
    }

    /** The backend's own JSON, if {@link ChatOptions#keepRaw()} is on. */
    public Optional<String> raw() {
        return Optional.ofNullable(raw);
    }

    /** Fields of the answer that have no home here, as JSON values. */
    public Map<String, Object> extra() {
        return extra;
    }

    /**
     * The form that the backend was held to, which is less than the one asked for where the service does not take that:
     * JSON or TEXT for a schema that stood in the prompt. Empty when no form was asked for.
     */
    public Optional<ResponseFormat> responseFormat() {
        return Optional.ofNullable(responseFormat);
    }

    /**
     * The text as JSON into a record or whatever the binding reads; an enum or a sealed interface may stand in an object
     * under {@code value}, as {@link ResponseFormat#of} asks for. An answer that was held to a strict schema has to be one
     * JSON document; of any other the JSON is picked out of thoughts, fences and prose.
     *
     * <p>Errors carry this answer as partial: {@link ProtocolException} with the code {@code answer_does_not_fit} and path
     * and reason, but no value; {@link TruncatedException} ({@code answer_cut}) at the limit of tokens,
     * {@link ContentFilterException} for a refusal or a filter, ProtocolException ({@code answer_has_calls}) for calls of
     * tools. ConfigurationException without a JSON binding: that of the registry that opened the model, else of
     * {@link ChatModels#registry()}.
     */
    public <T> T read(Class<T> type) {
        ChatModelRegistry known = registry == null ? ChatModels.registry() : registry;
        return TypedAnswer.of(type).read(this, known.binding("A typed answer "));
    }

    /** Id, model, kinds and sizes of the choices and figures; no content. */
    @Override
    public String toString() {
        return "ChatResponse[id=" + id + ", model=" + model + ", choices=" + choices + ", " + usage + ", " + timings
                + (citations.isEmpty() ? "" : ", citations=" + citations.size())
                + (attempts.isEmpty() ? "" : ", attempts=" + attempts.size())
                + (warnings.isEmpty() ? "" : ", warnings=" + warnings.size())
                + (extra.isEmpty() ? "" : ", extra=" + extra.keySet())
                + "]";
    }

    /** For providers; choices must not be empty. */
    public static final class Builder {
        private String id = "";
        private String model = "";
        private @Nullable Instant created;
        private List<Choice> choices = List.of();
        private Usage usage = Usage.UNKNOWN;
        private List<Citation> citations = List.of();
        private @Nullable ModelLocation servedBy;
        private List<Attempt> attempts = List.of();
        private List<String> warnings = List.of();
        private @Nullable String requestId;
        private Timings timings = Timings.NONE;
        private RateLimit rateLimit = RateLimit.NONE;
        private @Nullable String raw;
        private Map<String, Object> extra = Map.of();
        private @Nullable ResponseFormat responseFormat;
        private @Nullable ChatModelRegistry registry;

        private Builder() {}

        /** Sets the backend's id of the answer. */
        public Builder id(String id) {
            this.id = Objects.requireNonNull(id, "id");
            return this;
        }

        /** Sets the model that the backend named. */
        public Builder model(String model) {
            this.model = Objects.requireNonNull(model, "model");
            return this;
        }

        /** Sets when the backend says it made the answer. */
        public Builder created(Instant created) {
            this.created = Objects.requireNonNull(created, "created");
            return this;
        }

        /** Replaces the choices. */
        public Builder choices(List<Choice> choices) {
            this.choices = List.copyOf(choices);
            return this;
        }

        /** Sets tokens and cost. */
        public Builder usage(Usage usage) {
            this.usage = Objects.requireNonNull(usage, "usage");
            return this;
        }

        /** Replaces the sources that the answer names. */
        public Builder citations(List<Citation> citations) {
            this.citations = List.copyOf(citations);
            return this;
        }

        /** Sets who answered. */
        public Builder servedBy(ModelLocation location) {
            servedBy = Objects.requireNonNull(location, "location");
            return this;
        }

        /** Replaces what failed before, oldest first. */
        public Builder attempts(List<Attempt> attempts) {
            this.attempts = List.copyOf(attempts);
            return this;
        }

        /** Replaces what was dropped, mapped or noticed. */
        public Builder warnings(List<String> warnings) {
            this.warnings = List.copyOf(warnings);
            return this;
        }

        /** Sets the backend's id of the request. */
        public Builder requestId(String requestId) {
            this.requestId = Objects.requireNonNull(requestId, "requestId");
            return this;
        }

        /** Sets how long it took; providers set the backend's own figures only. */
        public Builder timings(Timings timings) {
            this.timings = Objects.requireNonNull(timings, "timings");
            return this;
        }

        /** Sets what the headers say of limits. */
        public Builder rateLimit(RateLimit rateLimit) {
            this.rateLimit = Objects.requireNonNull(rateLimit, "rateLimit");
            return this;
        }

        /** Sets the backend's own JSON. */
        public Builder raw(String json) {
            raw = Objects.requireNonNull(json, "json");
            return this;
        }

        /** Replaces the fields that have no home here by a deep copy of JSON values. */
        public Builder extra(Map<String, Object> fields) {
            extra = JsonValues.copyMap(fields, "extra");
            return this;
        }

        /** Sets the form that the backend was held to. */
        public Builder responseFormat(ResponseFormat format) {
            responseFormat = Objects.requireNonNull(format, "format");
            return this;
        }

        /** Sets whose binding reads it. */
        Builder registry(ChatModelRegistry registry) {
            this.registry = registry;
            return this;
        }

        /** Makes the answer; IllegalArgumentException without choices. The builder can be used again. */
        public ChatResponse build() {
            return new ChatResponse(this);
        }
    }
}
