package org.chatmodels;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.chatmodels.ChatException.Details;
import org.chatmodels.provider.Origin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One target of an opened model: the provider's model, once there is one, and what is known of its health. */
final class OpenedTarget {
    private static final int MOST_TOLD = 1000;

    final TargetPlan plan;
    final RetryBudget budget;
    final Circuit circuit;

    /** Of its model, looked up when somebody asks. */
    final Usage.Pricing prices;

    private volatile @Nullable ChatModel model;

    /** ConfigurationException for what its user has to mend; a provider that fails is another target's chance. */
    OpenedTarget(TargetPlan plan, ChatModelRegistry registry) {
        this.plan = plan;
        prices = usage -> plan.known()
                .flatMap(model -> Optional.ofNullable(Price.of(usage, model))
                        .map(dollars -> new Usage.Priced(dollars, model.priceDate())));
        Optional<Origin> origin = plan.origin();
        String place = plan.row.name + " " + (origin.isPresent() ? origin.get() : "") + " " + plan.key.references();
        budget = registry.health.budget(place);
        circuit = registry.health.circuit(place + " " + plan.location.model(), registry.pace.nanoTime());
        try {
            model();
        } catch (ProviderLoadException e) {
            // A route has others; who is asked says it again.
        }
    }

    /** Once for each service of a registry. */
    private void log(ChatModelRegistry registry) {
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

    /** With {@code unsupported=warn} what an answer warns of, each once in a registry. */
    void log(ChatResponse answer, ChatOptions asked, ChatModelRegistry registry) {
        ChatOptions.Unsupported action =
                asked.unsupported().orElseGet(() -> plan.options().unsupported().orElse(ChatOptions.Unsupported.DROP));
        for (String warning : action == ChatOptions.Unsupported.WARN ? answer.warnings() : List.<String>of()) {
            if (registry.told.size() < MOST_TOLD && registry.told.add(this + warning)) {
                LoggerFactory.getLogger(ChatModelRegistry.class).warn("{}: {}", this, warning);
            }
        }
    }

    /** Those of a text and of the fallbacks among the options. */
    static List<OpenedTarget> all(
            List<NamedTarget> named, ChatOptions options, OpenPolicy policy, ChatModelRegistry registry) {
        ChatOptions bare = options.fallbacks().isEmpty()
                ? options
                : options.toBuilder().fallbacks().build();
        List<OpenedTarget> targets = new ArrayList<>();
        for (NamedTarget target : named) {
            targets.add(new OpenedTarget(new TargetPlan(target, bare, policy, registry), registry));
        }
        targets.addAll(fallbacks(options.fallbacks(), registry));
        NamedTarget.checkCount(targets.size());
        targets.forEach(target -> target.log(registry));
        return targets;
    }

    /** Of texts that the application wrote, known or opened. */
    static List<OpenedTarget> fallbacks(List<String> texts, ChatModelRegistry registry) {
        List<OpenedTarget> targets = new ArrayList<>();
        for (String text : texts) {
            targets.addAll(registry.health.fallback(text, () -> {
                List<NamedTarget> named = NamedTarget.resolve(text, OpenPolicy.TRUSTED, registry);
                return all(named, ChatOptions.NONE, OpenPolicy.TRUSTED, registry);
            }));
        }
        return targets;
    }

    ModelLocation location() {
        return plan.location;
    }

    boolean isBroken() {
        return model == null;
    }

    /** The provider's; ProviderLoadException while there is none. */
    ChatModel model() {
        ChatModel known = model;
        if (known == null) {
            known = plan.open();
            model = known;
        }
        return known;
    }

    /** With the options of this target below those of the request, and what is left of the total limit. */
    ChatRequest merged(ChatRequest request, long left) {
        ChatOptions options = request.options().over(plan.options());
        ChatRequest.Builder merged = request.toBuilder();
        if (!options.fallbacks().isEmpty()) {
            merged.fallbacks();
            options = options.toBuilder().fallbacks().build();
        }
        merged.options(left(options, left));
        if (request.responseFormat().isEmpty()) {
            plan.responseFormat().ifPresent(merged::responseFormat);
        }
        return merged.build();
    }

    /** With that many nanoseconds for the call; as they are while less than a hundredth of the limit has gone. */
    static ChatOptions left(ChatOptions options, long nanos) {
        Duration timeout = options.timeout().orElse(null);
        if (nanos <= 0) {
            throw outOfTime();
        }
        Duration left = Duration.ofNanos(nanos);
        return timeout == null || left.compareTo(timeout.minus(timeout.dividedBy(100))) > 0
                ? options
                : options.toBuilder().timeout(left).build();
    }

    static ChatTimeoutException outOfTime() {
        return new ChatTimeoutException(
                "The time for the whole call is over; raise timeout if it was too short",
                ChatTimeoutException.Kind.TOTAL,
                Details.NONE);
    }

    /** A provider of somebody else's may forget its answer. */
    <T> T asked(Function<ChatModel, @Nullable T> question, String what) {
        T given = question.apply(model());
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

    /** The same failure with who was asked. */
    ChatException stamped(ChatException exception) {
        if (exception.provider().isPresent() && exception.model().isPresent()) {
            return exception;
        }
        Details.Builder details = exception.details().toBuilder();
        details.provider(exception.provider().orElse(plan.row.name));
        details.model(exception.model().orElse(location().model()));
        return exception.stamp(details.build());
    }

    /** Without parameters, whose values may be somebody's own. */
    Attempt attempt(ChatException failure, Duration took) {
        return new Attempt(toString(), failure.getClass().getSimpleName(), String.valueOf(failure.getMessage()), took);
    }

    /** Service and model. */
    @Override
    public String toString() {
        return plan.row.name + ":" + location().model();
    }
}
