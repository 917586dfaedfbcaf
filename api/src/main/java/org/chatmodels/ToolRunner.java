package org.chatmodels;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tool loop: asks, runs the calls, answers, asks again. Immutable; each setter returns another runner. As
 * thread-safe as the model and the tools are; every run is one of its own.
 *
 * <p>Calls of the first choice are run, whatever its finish reason, as an answer holds whole calls only. A call of a tool
 * that does not exist, arguments that do not fit, and a tool that throws or takes too long are answered to the model as
 * failed results, with the exception's message and no stack trace; an Error of a tool ends the run. A
 * {@link ToolChoice} that demands a call holds for the first request only, the others say AUTO; all else of the request
 * holds for each, its time limits too.
 *
 * <p>An interrupt, or closing the stream from any thread, ends the run with a {@link CancelledException}: it interrupts
 * tools that run, and no other one is begun. A failure of the model passes as it is.
 */
public final class ToolRunner {
    private final ChatModel model;
    private final Limits limits;
    private final Consumer<? super Message> onMessage;

    /** Without a limit of time tools that run one by one stay in the caller's thread. */
    record Limits(int rounds, int parallelism, @Nullable Duration timeout) {
        boolean isInCallersThread() {
            return parallelism == 1 && timeout == null;
        }
    }

    private ToolRunner(ChatModel model, Limits limits, Consumer<? super Message> onMessage) {
        this.model = Objects.requireNonNull(model, "model");
        this.limits = limits;
        this.onMessage = Objects.requireNonNull(onMessage, "onMessage");
    }

    /** Up to 10 rounds, one tool at a time, without a limit of time. */
    public static ToolRunner of(ChatModel model) {
        return new ToolRunner(model, new Limits(10, 1, null), message -> {});
    }

    /** Requests to the model, 10 unless set: 1 or more. */
    public ToolRunner maxRounds(int rounds) {
        return with(new Limits(Arguments.atLeast(1, rounds, "maxRounds"), limits.parallelism, limits.timeout));
    }

    /**
     * Tools run at once within a round, 1 unless set: 1 or more. With 1 and no {@link #timeout} tools run in the thread
     * that called {@code run} or reads the stream; else in threads of their own, virtual ones from Java 21 on, which have
     * the caller's context class loader and nothing else of its thread.
     */
    public ToolRunner parallelism(int tools) {
        return with(new Limits(limits.rounds, Arguments.atLeast(1, tools, "parallelism"), limits.timeout));
    }

    /**
     * Of one tool, none unless set; then it is interrupted and its result is a failure that says so. A tool that goes on
     * regardless is left alone, and what comes of it dropped. Of a stream time is looked at when it is read.
     */
    public ToolRunner timeout(Duration perTool) {
        return with(new Limits(limits.rounds, limits.parallelism, Arguments.positive(perTool, "timeout")));
    }

    /**
     * Called in order, in the thread that called {@code run} or reads the stream, with each message that is added to the
     * request's own, as soon as it is known: an answer before its tools run, results in the order of the calls, the last
     * answer. Together they are the transcript, also of a run that fails; the last calls may lack results then. What the
     * action throws ends the run and passes as it is. The last action that was set counts.
     */
    public ToolRunner onMessage(Consumer<? super Message> action) {
        return new ToolRunner(model, limits, action);
    }

    private ToolRunner with(Limits changed) {
        return new ToolRunner(model, changed, onMessage);
    }

    /**
     * The last answer, its usage the sum of all rounds; it also has the attempts and warnings of all, and the time that
     * all of it took. {@link ToolLoopException} when {@link #maxRounds} is reached. IllegalArgumentException, before
     * anything is sent, for a tool that is only declared and for two of one name.
     */
    public ChatResponse run(ChatRequest request) {
        return loop(request).run();
    }

    /**
     * Deltas of all rounds, as they come, and tool events between; one Started, one Finished with what {@code run}
     * returns. Returns once the model accepted the first request, otherwise fails here. Tools run while the stream is
     * read. {@link ChatException#partial()} is of the round that failed or was cut, or, while tools run, of the last one.
     * The caller closes the stream.
     */
    public ChatStream stream(ChatRequest request) {
        ToolLoop loop = loop(request);
        return new EventStream(new ToolEvents(loop), loop::close, model.location());
    }

    private ToolLoop loop(ChatRequest request) {
        return new ToolLoop(model, Objects.requireNonNull(request, "request"), limits, onMessage);
    }
}
