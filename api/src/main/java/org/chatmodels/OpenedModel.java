package org.chatmodels;

import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatException.Phase;
import org.chatmodels.provider.Origin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code open} returns: a provider's model under the rules that hold for every provider. Requests reach it with all
 * options merged; answers and errors leave it with who was asked and how long it took. A RuntimeException of the provider
 * that is no {@link ChatException} is a mistake in its code, or in the caller's, and passes as it is.
 */
final class OpenedModel implements ChatModel {
    /** Of each call. */
    private static final Logger LOG = LoggerFactory.getLogger(ChatModel.class);

    private final TargetPlan plan;
    private final ChatModel model;
    private final Lifetime calls;
    final ChatModelRegistry registry;

    /** {@code registry} lives as long as this. */
    OpenedModel(TargetPlan plan, ChatModelRegistry registry) {
        this.plan = plan;
        this.model = plan.open();
        this.calls = registry.lifetime;
        this.registry = registry;
        Logger log = LoggerFactory.getLogger(ChatModelRegistry.class);
        if (log.isInfoEnabled() && registry.told.add(plan.row.name)) {
            Optional<Origin> origin = plan.origin();
            log.info(
                    "Service {}: provider {}, address {}, key {}",
                    plan.row.name,
                    plan.service().provider(),
                    origin.isPresent() ? origin.get() : "none",
                    plan.key.shown(origin));
        }
    }

    @Override
    public ModelLocation location() {
        return plan.location;
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        Objects.requireNonNull(request, "request");
        Call call = new Call();
        try {
            ChatRequest merged = call.begin(request);
            ChatResponse response = required(calls.inside(() -> call.answer(merged, model::chat)), "answer");
            ChatResponse answer = call.complete(
                    response, Timings.of(since(call.began), response.timings().backend()));
            call.log(answer, null);
            return answer;
        } catch (RuntimeException e) {
            throw call.logged(e);
        }
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        Objects.requireNonNull(request, "request");
        Call call = new Call();
        EventStream stream;
        try {
            ChatRequest merged = call.begin(request);
            ChatStream given = required(calls.inside(() -> call.answer(merged, model::stream)), "stream");
            stream = EventStream.owned(given, call);
        } catch (RuntimeException e) {
            throw call.logged(e);
        }
        call.reference = calls.add(stream);
        if (call.reference == null) {
            stream.close();
            throw closed(null);
        }
        return stream;
    }

    @Override
    public Capabilities capabilities() {
        Capabilities capabilities = model.capabilities();
        return capabilities == null ? Capabilities.UNKNOWN : capabilities;
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : model.unwrap(type);
    }

    private ChatRequest merged(ChatRequest request, long began) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancelledException("The calling thread is interrupted: nothing was sent", Details.NONE);
        }
        ChatOptions options = request.options().over(plan.options());
        TargetPlan.checkOptions(options);
        options = left(options, since(began));
        ChatRequest.Builder merged = request.toBuilder().options(options);
        if (request.responseFormat().isEmpty()) {
            plan.responseFormat().ifPresent(merged::responseFormat);
        }
        return merged.build();
    }

    /** With what is left of the total limit; as they are while less than a hundredth of it has gone. */
    static ChatOptions left(ChatOptions options, Duration spent) {
        Duration timeout = options.timeout().orElse(null);
        if (timeout == null || spent.compareTo(timeout.dividedBy(100)) < 0) {
            return options;
        }
        if (spent.compareTo(timeout) >= 0) {
            throw outOfTime();
        }
        return options.toBuilder().timeout(timeout.minus(spent)).build();
    }

    private static ChatTimeoutException outOfTime() {
        return new ChatTimeoutException(
                "The time for the whole call is over; raise timeout if it was too short",
                ChatTimeoutException.Kind.TOTAL,
                Details.NONE);
    }

    /** A provider of somebody else's may forget its answer. */
    private <T> T required(@Nullable T given, String what) {
        if (given == null) {
            throw new ProtocolException(
                    "Provider " + plan.provider.description() + " returned null for its " + what
                            + "; take a version of that jar that works",
                    Details.builder()
                            .delivery(ChatException.Delivery.MAYBE_PROCESSED)
                            .build());
        }
        return given;
    }

    private ChatException closed(@Nullable Throwable cause) {
        Details.Builder details = Details.builder();
        if (cause != null) {
            details.cause(cause)
                    .delivery(ChatException.Delivery.MAYBE_PROCESSED)
                    .phase(Phase.BODY);
        }
        return stamped(new CancelledException(Lifetime.CLOSED, details.build()));
    }

    private ChatException failed(ChatException thrown) {
        boolean ended = calls.isClosed() && !(thrown instanceof CancelledException);
        return ended ? closed(thrown) : stamped(thrown);
    }

    private ChatException stamped(ChatException exception) {
        if (exception.provider().isPresent() && exception.model().isPresent()) {
            return exception;
        }
        Details.Builder details = exception.details().toBuilder();
        details.provider(exception.provider().orElse(plan.row.name));
        details.model(exception.model().orElse(location().model()));
        return exception.stamp(details.build());
    }

    /** Without parameters, whose values may be somebody's own. */
    private Attempt attempt(ChatException failure, Duration took) {
        return new Attempt(toString(), failure.getClass().getSimpleName(), String.valueOf(failure.getMessage()), took);
    }

    private static Object shown(OptionalLong figure) {
        return figure.isPresent() ? figure.getAsLong() : "-";
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Service and model. */
    @Override
    public String toString() {
        return plan.row.name + ":" + location().model();
    }

    /** One call: its time, and what failed in it before. */
    final class Call implements EventStream.Owner {
        private final long began = System.nanoTime();
        private long ends;
        private final List<Attempt> attempts = new ArrayList<>();
        private final KeyBinding.Use key = plan.key.new Use();
        private @Nullable Reference<ChatStream> reference;

        /** The request as the provider gets it. */
        ChatRequest begin(ChatRequest request) {
            ChatRequest merged = merged(request, began);
            Optional<Duration> timeout = merged.options().timeout();
            ends = System.nanoTime() + timeout.map(Duration::toNanos).orElse(Long.MAX_VALUE / 2);
            return merged;
        }

        /** Asks the provider; once more if the key was refused and there is another one by now. */
        <T> T answer(ChatRequest request, Function<ChatRequest, T> provider) {
            long sent = System.nanoTime();
            plan.key.begin(key);
            try {
                return provider.apply(request);
            } catch (AuthenticationException refused) {
                if (refused.status().orElse(0) != 401 || !key.renew(refused)) {
                    throw refused;
                }
                attempts.add(attempt(refused, since(sent)));
                ChatOptions options = left(request.options(), since(sent));
                return provider.apply(request.toBuilder().options(options).build());
            } finally {
                plan.key.end();
            }
        }

        @Override
        public void check() {
            if (System.nanoTime() - ends >= 0) {
                throw outOfTime();
            }
        }

        @Override
        public long began() {
            return began;
        }

        @Override
        public ChatResponse complete(ChatResponse answer, Timings timings) {
            ChatResponse.Builder whole = answer.servedBy(location()).toBuilder().timings(timings);
            return (attempts.isEmpty() ? whole : whole.attempts(attempts)).build();
        }

        @Override
        public ChatException complete(ChatException failure) {
            if (!attempts.isEmpty()) {
                failure.stamp(failure.details().toBuilder().attempts(attempts).build());
            }
            return failed(failure instanceof AuthenticationException refused ? explained(refused) : failure);
        }

        /** With what only the registry knows: why no key went along. */
        private AuthenticationException explained(AuthenticationException refused) {
            Optional<String> whyNoKey = plan.origin().flatMap(key::whyNothingWasSent);
            if (whyNoKey.isEmpty()) {
                return refused;
            }
            String message = String.valueOf(refused.getMessage());
            AuthenticationException explained = new AuthenticationException(
                    message + (message.endsWith(".") ? " " : ". ") + whyNoKey.get(), refused.details());
            explained.setStackTrace(refused.getStackTrace());
            return explained;
        }

        /** What the caller gets of a failure, which has its line in the log. */
        RuntimeException logged(RuntimeException thrown) {
            RuntimeException told = thrown;
            if (thrown instanceof ChatException exception) {
                told = complete(exception);
            } else if (calls.isClosed()) {
                told = closed(thrown);
            }
            log(null, told);
            return told;
        }

        /** The one line of the call, which costs nothing while nobody reads it; without both it was closed early. */
        void log(@Nullable ChatResponse answer, @Nullable Throwable failure) {
            if (!LOG.isDebugEnabled()) {
                return;
            }
            ChatException known = failure instanceof ChatException exception ? exception : null;
            ChatResponse arrived = known == null ? answer : known.partial().orElse(null);
            Usage usage = arrived == null ? Usage.UNKNOWN : arrived.usage();
            Object status = answer == null ? "-" : "ok";
            if (known != null && known.status().isPresent()) {
                status = known.status().getAsInt();
            }
            Object result =
                    failure == null ? "CancelledException" : failure.getClass().getSimpleName();
            int before = known == null ? attempts.size() : known.attempts().size();
            if (answer != null) {
                result = answer.finishReason().kind();
                before = answer.attempts().size();
            }
            LOG.debug(
                    "service={} model={} status={} result={} ms={} tokens_in={} tokens_out={} attempts={}",
                    plan.row.name,
                    location().model(),
                    status,
                    result,
                    since(began).toMillis(),
                    shown(usage.inputTokens()),
                    shown(usage.outputTokens()),
                    before + 1);
        }

        @Override
        public void ended(@Nullable ChatResponse answer, @Nullable Throwable failure) {
            log(answer, failure);
            Reference<ChatStream> tracked = reference;
            if (tracked != null) {
                calls.remove(tracked);
            }
        }
    }
}
