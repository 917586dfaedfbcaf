package org.chatmodels;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatException.Phase;
import org.jspecify.annotations.Nullable;

/**
 * One call, whatever it takes: attempts, pauses, fallbacks, within one time limit and with one outcome. Until its first
 * content a stream is asked for again like an answer.
 */
final class Call implements EventStream.Owner {
    private final long began = System.nanoTime();
    private final OpenedModel opened;
    private final ChatModelRegistry registry;
    private final Lifetime lifetime;
    private final Pace pace;
    private final ChatRequest request;
    private final boolean streaming;
    private final CallReport report = new CallReport(began);
    private final Lifetime.Stay stay = new Lifetime.Stay();
    private final List<Attempt> attempts = new ArrayList<>(0);
    private final List<ChatException> passed = new ArrayList<>(0);
    private final List<Usage> used;
    private List<OpenedTarget> targets;
    private OpenedTarget target;
    private KeyBinding.Use key;
    private int at;
    private Circuit.Admission admission = Circuit.Admission.CALL;
    private long total;
    private long ends;
    private long asked;
    private int retries;
    private int failed;
    private int taken;
    private boolean counted;

    /** Whether a backend may have done something of an attempt that failed. */
    private boolean sent;

    private Lifetime.@Nullable Tracked tracked;

    Call(OpenedModel opened, ChatRequest request, boolean streaming) {
        this.opened = opened;
        this.registry = opened.registry;
        this.lifetime = registry.lifetime;
        this.pace = registry.pace;
        this.request = request;
        this.used = new ArrayList<>(request.used);
        this.streaming = streaming;
        this.targets = opened.own;
        this.target = targets.get(0);
        this.key = target.plan.key.new Use();
    }

    ChatResponse answer() {
        try {
            begin();
            ChatResponse response = lifetime.inside(
                    stay, () -> outcome(request -> target.asked(model -> model.chat(request), "answer")));
            ChatResponse answer = complete(
                    response, Timings.of(since(began), response.timings().backend()));
            ended(answer, null);
            return answer;
        } catch (RuntimeException | Error e) {
            throw gone(e);
        }
    }

    ChatStream stream() {
        EventStream stream;
        try {
            begin();
            stream = EventStream.owned(lifetime.inside(stay, () -> outcome(this::opened)), this);
        } catch (RuntimeException | Error e) {
            throw gone(e);
        }
        tracked = lifetime.add(stream);
        if (tracked == null) {
            stream.close();
            throw closed(new IllegalStateException(Lifetime.CLOSED));
        }
        return stream;
    }

    private ChatStream opened(ChatRequest request) {
        return target.asked(model -> model.stream(request), "stream");
    }

    private void begin() {
        Duration timeout = request.options()
                .timeout()
                .orElseGet(() -> target.plan.options().timeout().orElse(Duration.ofDays(1)));
        total = timeout.compareTo(Duration.ofDays(1)) > 0 ? Long.MAX_VALUE / 4 : timeout.toNanos();
        long now = pace.nanoTime();
        ends = now + total;
        List<ChatListener> interested = registry.listeners();
        if (CallListeners.wanted(interested)) {
            ChatRequest merged = target.merged(request, total);
            report.begin(interested, CallInfo.of(target.location(), merged, streaming));
        }
        targets = opened.targets(request);
        choose(0, now);
    }

    /** The first from there on that is not resting; the first of all when all others are. */
    private boolean choose(int from, long now) {
        for (int next = from; next < targets.size(); next++) {
            Circuit.Admission admitted = targets.size() == 1
                    ? Circuit.Admission.CALL
                    : targets.get(next).circuit.admission(now);
            if (admitted != Circuit.Admission.REST) {
                use(next, admitted);
                return true;
            }
        }
        return from == 0;
    }

    private void use(int next, Circuit.Admission admitted) {
        at = next;
        admission = admitted;
        if (targets.get(next) != target) {
            target = targets.get(next);
            key = target.plan.key.new Use();
        }
        failed = 0;
        taken = 0;
        counted = false;
    }

    /** What a target answers at last. */
    private <T> T outcome(Function<ChatRequest, T> question) {
        while (true) {
            try {
                return attempt(question);
            } catch (ChatException failure) {
                goOn(failure);
            }
        }
    }

    /** Asks the provider; once more if the key was refused and there is another one by now. */
    private <T> T attempt(Function<ChatRequest, T> question) {
        if (stay.isEnded() || Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
        asked = pace.nanoTime();
        ChatRequest merged = target.merged(request, ends - asked);
        retries = merged.options().retries().orElse(0);
        Budget.check(merged.options(), used, merged, target.prices);
        target.plan.key.begin(key);
        try {
            return question.apply(merged);
        } catch (AuthenticationException refused) {
            if (refused.status().orElse(0) != 401 || !key.renew(refused)) {
                throw refused;
            }
            attempts.add(target.attempt(refused, Duration.ofNanos(pace.nanoTime() - asked)));
            return question.apply(target.merged(request, ends - pace.nanoTime()));
        } finally {
            target.plan.key.end();
        }
    }

    private CancelledException interrupted() {
        String what = attempts.isEmpty()
                ? "The calling thread is interrupted: nothing was sent"
                : "Ended before the next attempt";
        return new CancelledException(lifetime.isClosed() ? Lifetime.CLOSED : what, Details.NONE);
    }

    /** Returns when another attempt may be made, after the pause before it; throws the failure when none may. */
    private void goOn(ChatException failure) {
        sent |= failure.delivery() != Delivery.NOT_SENT;
        failure.partial().ifPresent(partial -> used.add(partial.usage().at(target.prices)));
        if (stay.isEnded() || lifetime.isClosed() || failure instanceof CancelledException) {
            throw failure;
        }
        failed++;
        long now = pace.nanoTime();
        long pause = pause(failure, now);
        if (pause >= 0) {
            remember(failure, now);
            report.listeners().retrying(Duration.ofNanos(pause), failure);
            pace.pause(pause);
            return;
        }
        count(failure, now);
        ChatException told = target.stamped(failure);
        OpenedTarget before = target;
        if (ends - now <= 0 || !RetryPolicy.movesOn(failure, target.plan.fallbackOn()) || !choose(at + 1, now)) {
            throw told;
        }
        attempts.add(before.attempt(told, Duration.ofNanos(now - asked)));
        passed.add(told);
        report.listeners().fellBack(before.location(), target.location(), told);
    }

    /** Nanoseconds before the same target is asked again; negative if it is not. */
    private long pause(ChatException failure, long now) {
        long left = ends - now;
        if (failed > retries || !RetryPolicy.retries(failure, failed, left, total)) {
            return -1;
        }
        long delay = RetryPolicy.delay(failure, failed, pace.random());
        if (delay < 0 || delay >= left) {
            return -1;
        }
        int cost = target.budget.take(RetryPolicy.isOfLimits(failure));
        taken += cost;
        return cost == 0 ? -1 : delay;
    }

    private void remember(ChatException failure, long now) {
        attempts.add(target.attempt(target.stamped(failure), Duration.ofNanos(now - asked)));
    }

    private void count(ChatException failure, long now) {
        counted = true;
        if (failure instanceof QuotaExceededException) {
            target.circuit.exhausted(now);
        } else if (RetryPolicy.isOfTheTarget(failure)) {
            target.circuit.failed(now, failure.retryAfter().orElse(Duration.ZERO), admission);
        }
    }

    @Override
    public ChatStream again(ChatException failure) {
        return lifetime.inside(stay, () -> {
            goOn(failure);
            return outcome(this::opened);
        });
    }

    @Override
    public void cancel() {
        stay.end();
    }

    @Override
    public void check() {
        if (ends - pace.nanoTime() <= 0) {
            throw OpenedTarget.outOfTime();
        }
    }

    @Override
    public void firstToken() {
        report.listeners().firstToken();
    }

    @Override
    public long began() {
        return began;
    }

    @Override
    public ChatResponse complete(ChatResponse answer, Timings timings) {
        Usage usage = answer.usage().at(target.prices);
        ChatResponse.Builder whole = answer.servedBy(target.location()).toBuilder()
                .timings(timings)
                .usage(usage)
                .registry(registry);
        if (!attempts.isEmpty()) {
            whole.attempts(before(answer.attempts()));
        }
        List<String> warnings = new ArrayList<>(answer.warnings());
        if (target != targets.get(0)) {
            String why = passed.isEmpty()
                    ? "has failed too often of late"
                    : "failed: " + passed.get(0).getClass().getSimpleName();
            warnings.add("Answered by " + target + ", as " + targets.get(0) + " " + why);
        }
        boolean limited = request.options().maxCost().isPresent()
                || target.plan.options().maxCost().isPresent();
        if (limited && usage.cost().isEmpty()) {
            warnings.add(Budget.warning(target.location()));
        }
        whole.warnings(warnings);
        target.log(answer, request.options(), registry);
        return whole.build();
    }

    @Override
    public ChatException complete(ChatException failure) {
        if (lifetime.isClosed() && !Lifetime.CLOSED.equals(failure.getMessage())) {
            return complete(closed(failure));
        }
        ChatException told = failure instanceof AuthenticationException refused
                ? key.explained(refused, target.plan.origin())
                : failure;
        if (!attempts.isEmpty()) {
            Details.Builder details = told.details().toBuilder().attempts(before(told.attempts()));
            if (sent && told.delivery() == Delivery.NOT_SENT) {
                details.delivery(Delivery.MAYBE_PROCESSED);
            }
            told.stamp(details.build());
        }
        for (ChatException before : passed) {
            told.addSuppressed(before);
        }
        passed.clear();
        return target.stamped(told);
    }

    /** This call's failures, then what the provider says of its own. */
    private List<Attempt> before(List<Attempt> own) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.addAll(own);
        return all;
    }

    private ChatException closed(Throwable cause) {
        Details.Builder details = Details.builder().cause(cause);
        if (cause instanceof ChatException exception) {
            details.delivery(exception.delivery()).phase(exception.phase());
            exception.partial().ifPresent(details::partial);
        } else {
            details.delivery(Delivery.MAYBE_PROCESSED).phase(Phase.BODY);
        }
        return target.stamped(new CancelledException(Lifetime.CLOSED, details.build()));
    }

    /** What the caller gets of a failure, which listeners and the log have heard of. */
    private RuntimeException gone(Throwable thrown) {
        Throwable told = thrown;
        if (thrown instanceof ChatException exception) {
            told = complete(exception);
        } else if (lifetime.isClosed() && thrown instanceof RuntimeException) {
            told = closed(thrown);
        }
        ended(null, told);
        if (told instanceof Error error) {
            throw error;
        }
        return (RuntimeException) told;
    }

    @Override
    public void ended(@Nullable ChatResponse answer, @Nullable Throwable failure) {
        if (answer != null) {
            target.budget.succeeded(taken);
            target.circuit.succeeded(pace.nanoTime());
        } else if (!counted && failure instanceof ChatException exception) {
            count(exception, pace.nanoTime());
        }
        report.end(target, answer, failure, attempts.size());
        if (tracked != null) {
            lifetime.remove(tracked);
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
