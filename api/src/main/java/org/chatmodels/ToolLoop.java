package org.chatmodels;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatException.Phase;
import org.jspecify.annotations.Nullable;

/** One run of a {@link ToolRunner}: what was said, what it has cost, and how it is ended. One thread goes through it. */
final class ToolLoop {
    final ToolRunner.Limits limits;
    final Map<String, Tool> tools = new LinkedHashMap<>();

    private final long began = System.nanoTime();
    private final ChatModel model;
    private final ChatRequest request;
    private final Consumer<? super Message> onMessage;
    private final List<Message> added = new ArrayList<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Usage> used;
    private final Set<String> warnings = new LinkedHashSet<>();
    private final Lifetime.Stay stay = new Lifetime.Stay();

    /** Ends what runs now: an answer that arrives, or tools. */
    private volatile Runnable ending = () -> {};

    private int rounds;
    private @Nullable Duration firstToken;
    private @Nullable ChatResponse last;

    ToolLoop(ChatModel model, ChatRequest request, ToolRunner.Limits limits, Consumer<? super Message> onMessage) {
        this.model = model;
        this.request = request;
        this.used = new ArrayList<>(request.used);
        this.limits = limits;
        this.onMessage = onMessage;
        for (Tool tool : request.tools()) {
            if (tool.hostedBy().isEmpty()) {
                add(tool);
            }
        }
        if (!tools.isEmpty()) {
            ChatModels.registry().binding("A ToolRunner ");
        }
    }

    private void add(Tool tool) {
        Arguments.check(
                tool.isRunnable(),
                "tools",
                "hold " + tool.name() + ", which is only declared: make it with Tool.of,"
                        + " or ask the model itself and answer its calls with Message.toolResult");
        Arguments.check(
                tools.put(tool.name(), tool) == null, "tools", "hold two of the name " + tool.name() + ": rename one");
    }

    ChatResponse run() {
        try {
            ChatResponse answer = ask(model::chat);
            for (ToolRound round = answered(answer); round != null; round = answered(answer)) {
                while (round.hasNext()) {
                    round.next();
                }
                answer = ask(model::chat);
            }
            return last();
        } finally {
            close();
        }
    }

    ChatStream stream() {
        ChatStream stream = ask(model::stream);
        endWith(stream::close);
        return stream;
    }

    private <T> T ask(Function<ChatRequest, T> question) {
        ChatRequest.Builder next = request.toBuilder().messages(added);
        next.used = List.copyOf(used);
        boolean demands = request.toolChoice()
                .map(ToolChoice::mode)
                .filter(mode -> mode == ToolChoice.Mode.REQUIRED || mode == ToolChoice.Mode.TOOL)
                .isPresent();
        if (rounds > 0 && demands) {
            next.toolChoice(ToolChoice.AUTO);
        }
        return inside(() -> Objects.requireNonNull(question.apply(next.build()), "answer"));
    }

    /** Takes in what a round has given; null when that is the last answer. */
    @Nullable
    ToolRound answered(ChatResponse answer) {
        add(answer);
        tell(answer.message());
        List<Part.ToolCall> calls = answer.toolCalls();
        if (calls.isEmpty()) {
            return null;
        }
        if (rounds >= limits.rounds()) {
            List<Message> transcript = new ArrayList<>(request.messages());
            transcript.addAll(added);
            throw new ToolLoopException(
                    "The model still wants tools after " + rounds + (rounds == 1 ? " round" : " rounds")
                            + ": raise maxRounds, or go on with transcript()",
                    transcript,
                    details());
        }
        ToolRound round = new ToolRound(this, calls);
        endWith(round::cancel);
        return round;
    }

    private void add(ChatResponse answer) {
        rounds++;
        attempts.addAll(answer.attempts());
        used.add(answer.usage());
        warnings.addAll(answer.warnings());
        if (last == null) {
            firstToken = answer.timings().firstToken().orElse(null);
            last = answer;
            return;
        }
        Duration total = Duration.ofNanos(System.nanoTime() - began);
        Map<String, Duration> backend = answer.timings().backend();
        last = answer.toBuilder()
                .usage(last.usage().plus(answer.usage()))
                .attempts(attempts)
                .warnings(List.copyOf(warnings))
                .timings(firstToken == null ? Timings.of(total, backend) : Timings.of(firstToken, total, backend))
                .build();
    }

    /** The last answer, with what all rounds have cost. */
    ChatResponse last() {
        return Objects.requireNonNull(last, "last");
    }

    void tell(Message message) {
        added.add(message);
        onMessage.accept(message);
    }

    /** What {@link #close()} interrupts. */
    interface Work<T, E extends Exception> {
        T get() throws E, InterruptedException;
    }

    /** CancelledException when it is over before; then, and when the work was interrupted, {@link #check()} throws too. */
    <T, E extends Exception> T inside(Work<T, E> work) throws E {
        stay.enter();
        try {
            check();
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        } finally {
            stay.leave();
        }
    }

    void check() {
        if (stay.isEnded() || Thread.currentThread().isInterrupted()) {
            throw cancelled();
        }
    }

    private CancelledException cancelled() {
        return new CancelledException(
                "The caller ended the run: nothing more was begun", last == null ? Details.NONE : details());
    }

    private Details details() {
        return Details.builder()
                .phase(Phase.TOOL)
                .delivery(Delivery.MAYBE_PROCESSED)
                .partial(last())
                .build();
    }

    private void endWith(Runnable action) {
        ending = action;
        if (stay.isEnded()) {
            action.run();
        }
    }

    boolean isEnded() {
        return stay.isEnded();
    }

    /** From any thread, any number of times. */
    void close() {
        stay.end();
        ending.run();
    }
}
