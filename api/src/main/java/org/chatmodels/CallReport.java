package org.chatmodels;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.chatmodels.ChatException.Details;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What listeners and the log hear of one call. */
final class CallReport {
    private static final Logger LOG = LoggerFactory.getLogger(ChatModel.class);

    private final long began;
    private CallListeners listeners = CallListeners.NONE;

    /** {@code began} as {@link System#nanoTime()}. */
    CallReport(long began) {
        this.began = began;
    }

    void begin(List<ChatListener> interested, CallInfo info) {
        listeners = CallListeners.started(interested, info);
    }

    CallListeners listeners() {
        return listeners;
    }

    /** Without answer and failure the stream was closed early by somebody who does not read it. */
    void end(OpenedTarget target, @Nullable ChatResponse answer, @Nullable Throwable failure, int failed) {
        log(target, answer, failure, failed);
        if (listeners == CallListeners.NONE) {
            return;
        }
        if (answer != null) {
            listeners.completed(answer);
        } else {
            listeners.failed(known(target, failure), Timings.of(spent(), Map.of()));
        }
    }

    private Duration spent() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static ChatException known(OpenedTarget target, @Nullable Throwable failure) {
        if (failure instanceof ChatException exception) {
            return exception;
        }
        return failure == null
                ? new CancelledException("The stream was closed before its answer was complete", Details.NONE)
                : new ProtocolException(
                        "The provider of " + target + " failed with "
                                + failure.getClass().getName() + ": take a version of its jar that works",
                        Details.builder().cause(failure).build());
    }

    /** The one line of the call, which costs nothing while nobody reads it. */
    void log(OpenedTarget target, @Nullable ChatResponse answer, @Nullable Throwable failure, int failed) {
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
        int before = known == null ? failed : known.attempts().size();
        if (answer != null) {
            result = answer.finishReason().kind();
            before = answer.attempts().size();
        }
        LOG.debug(
                "service={} model={} status={} result={} ms={} tokens_in={} tokens_out={} attempts={}",
                target.plan.row.name,
                target.location().model(),
                status,
                result,
                spent().toMillis(),
                shown(usage.inputTokens()),
                shown(usage.outputTokens()),
                before + 1);
    }

    private static Object shown(OptionalLong figure) {
        return figure.isPresent() ? figure.getAsLong() : "-";
    }
}
