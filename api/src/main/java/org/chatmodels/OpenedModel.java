package org.chatmodels;

import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatException.Phase;
import org.jspecify.annotations.Nullable;

/**
 * What {@code open} returns: a provider's model under the rules that hold for every provider. Requests reach it with all
 * options merged; answers and errors leave it with who was asked and how long it took. A RuntimeException of the provider
 * that is no {@link ChatException} is a mistake in its code, or in the caller's, and passes as it is.
 */
final class OpenedModel implements ChatModel {
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
    }

    @Override
    public ModelLocation location() {
        return plan.location;
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        long began = System.nanoTime();
        ChatRequest merged = merged(request, began);
        Call call = new Call(began, merged.options());
        try {
            ChatResponse response = required(calls.inside(() -> call.answer(merged, model::chat)), "answer");
            return call.complete(
                    response, Timings.of(since(began), response.timings().backend()));
        } catch (ChatException e) {
            throw call.complete(e);
        } catch (RuntimeException e) {
            throw closedOr(e);
        }
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        long began = System.nanoTime();
        ChatRequest merged = merged(request, began);
        Call call = new Call(began, merged.options());
        try {
            ChatStream given = required(calls.inside(() -> call.answer(merged, model::stream)), "stream");
            EventStream stream = EventStream.owned(given, call);
            call.reference = calls.add(stream);
            if (call.reference == null) {
                stream.close();
                throw closed(null);
            }
            return stream;
        } catch (ChatException e) {
            throw call.complete(e);
        } catch (RuntimeException e) {
            throw closedOr(e);
        }
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
        Objects.requireNonNull(request, "request");
        if (Thread.currentThread().isInterrupted()) {
            throw failed(new CancelledException("The calling thread is interrupted: nothing was sent", Details.NONE));
        }
        ChatOptions options = request.options().over(plan.options());
        TargetPlan.checkOptions(options);
        try {
            options = left(options, since(began));
        } catch (ChatException e) {
            throw failed(e);
        }
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

    private RuntimeException closedOr(RuntimeException thrown) {
        return calls.isClosed() ? closed(thrown) : thrown;
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

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Service and model. */
    @Override
    public String toString() {
        return plan.row.name + ":" + location().model();
    }

    /** One call: its time, and what failed in it before. */
    private final class Call implements EventStream.Owner {
        private final long began;
        private final long ends;
        private final List<Attempt> attempts = new ArrayList<>();
        private final KeyBinding.Use key = plan.key.new Use();
        private @Nullable Reference<ChatStream> reference;

        Call(long began, ChatOptions options) {
            this.began = began;
            this.ends =
                    System.nanoTime() + options.timeout().map(Duration::toNanos).orElse(Long.MAX_VALUE / 2);
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

        @Override
        public void ended() {
            Reference<ChatStream> tracked = reference;
            if (tracked != null) {
                calls.remove(tracked);
            }
        }
    }
}
