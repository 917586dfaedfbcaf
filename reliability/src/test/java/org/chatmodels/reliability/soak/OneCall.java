package org.chatmodels.reliability.soak;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.canary.Canary;

/** One call from its beginning to its one outcome, in the thread that makes it. */
final class OneCall {
    private static final String FILLER = "lorem ipsum dolor ".repeat(16_000);
    private static final int MOST_MICROS_BEFORE_CANCEL = 30_000;

    final int id;
    final CallKind kind;
    final long began = System.nanoTime();
    private final ChatModel model;
    private final ScheduledExecutorService canceller;
    private final long mixed;
    private final Cancellation cancellation = new Cancellation();
    private final StringBuilder delivered = new StringBuilder();

    OneCall(int id, long seed, ChatModel model, ScheduledExecutorService canceller) {
        this.id = id;
        this.kind = CallKind.of(seed, id);
        this.model = model;
        this.canceller = canceller;
        this.mixed = Mix.of(seed, id, -11);
    }

    /** Throws nothing. */
    Outcome run() {
        Outcome outcome;
        try {
            outcome = ask(ChatRequest.builder().user(prompt()).build());
        } catch (ChatException failure) {
            outcome = Outcome.failed(failure, delivered.toString(), cancellation.finish());
        } catch (Throwable thrown) {
            outcome = Outcome.broken(thrown, delivered.toString());
        }
        boolean cancelled = cancellation.finish();
        boolean interrupted = Thread.interrupted();
        boolean lost = kind == CallKind.INTERRUPTED
                && cancelled
                && !interrupted
                && outcome.thrown().orElse(null) instanceof CancelledException;
        return lost ? Outcome.broken(new AssertionError("the interrupt flag was lost"), outcome.text()) : outcome;
    }

    private String prompt() {
        String prompt = Canary.PROMPT + " " + RequestInput.MARK + id + " ";
        if (kind == CallKind.LARGE) {
            return prompt + FILLER;
        }
        return kind.isCancelled() ? prompt + RequestInput.SLOWLY : prompt;
    }

    private Outcome ask(ChatRequest request) {
        return switch (kind) {
            case CHAT, LARGE -> answered(model.chat(request));
            case INTERRUPTED -> interrupted(request);
            case STREAM -> streamed(request);
            case CLOSED_EARLY -> closedEarly(request);
            case CLOSED_BY_OTHER -> closedByOther(request);
            case ASYNC -> answered(await(model.chatAsync(request)));
            case ASYNC_CANCELLED -> cancelled(model.chatAsync(request));
        };
    }

    private Outcome answered(ChatResponse response) {
        return Outcome.answered(response.text(), cancellation.finish());
    }

    private Outcome interrupted(ChatRequest request) {
        Thread self = Thread.currentThread();
        later(self::interrupt);
        return mixed % 2 == 0 ? answered(model.chat(request)) : streamed(request);
    }

    private Outcome streamed(ChatRequest request) {
        try (ChatStream stream = model.stream(request)) {
            return whole(stream);
        }
    }

    private Outcome closedByOther(ChatRequest request) {
        try (ChatStream stream = model.stream(request)) {
            later(stream::close);
            return whole(stream);
        }
    }

    private Outcome whole(ChatStream stream) {
        read(stream, Integer.MAX_VALUE);
        ChatResponse response = stream.response();
        expect(response.text().contentEquals(delivered), "the pieces of text and the whole of it differ");
        return answered(response);
    }

    private Outcome closedEarly(ChatRequest request) {
        ChatStream stream = model.stream(request);
        try {
            if (!read(stream, 1 + Mix.below(2, mixed))) {
                return answered(stream.response());
            }
        } finally {
            stream.close();
        }
        String text = delivered.toString();
        CancelledException closed = closed(stream);
        expect(closed.partial().map(ChatResponse::text).orElse("").equals(text), "the partial text is another");
        return new Outcome(Outcome.Ending.CLOSED, text, Optional.of(closed), true);
    }

    private static CancelledException closed(ChatStream stream) {
        try {
            stream.response();
        } catch (CancelledException closed) {
            return closed;
        }
        throw new AssertionError("a stream that was closed early has an answer");
    }

    /** So many pieces of text; false if the answer is whole before. */
    private boolean read(ChatStream stream, int most) {
        int pieces = 0;
        boolean started = false;
        boolean finished = false;
        for (ChatEvent event : stream) {
            expect(
                    started != event instanceof ChatEvent.Started,
                    "Started is not the first event, or not the only one");
            expect(!finished, "an event after Finished");
            started = true;
            finished = event instanceof ChatEvent.Finished;
            if (event instanceof ChatEvent.TextDelta delta) {
                delivered.append(delta.text());
                pieces++;
            }
            if (pieces == most) {
                return true;
            }
        }
        expect(finished, "a stream that ended without Finished");
        return false;
    }

    private static void expect(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }

    private static ChatResponse await(CompletableFuture<ChatResponse> future) {
        try {
            return future.join();
        } catch (CompletionException wrapped) {
            if (wrapped.getCause() instanceof ChatException failure) {
                throw failure;
            }
            throw wrapped;
        }
    }

    private Outcome cancelled(CompletableFuture<ChatResponse> future) {
        if (mixed % 2 == 0) {
            later(() -> future.cancel(true));
        } else {
            future.orTimeout(microsBeforeCancel(), TimeUnit.MICROSECONDS);
        }
        try {
            return answered(await(future));
        } catch (CancellationException cancelled) {
            return new Outcome(Outcome.Ending.CANCELLED, "", Optional.of(cancelled), cancellation.finish());
        } catch (CompletionException late) {
            expect(late.getCause() instanceof TimeoutException, "neither a ChatException nor the future's timeout");
            return new Outcome(Outcome.Ending.CANCELLED, "", Optional.of(late), true);
        }
    }

    private void later(Runnable end) {
        canceller.schedule(() -> cancellation.fire(end), microsBeforeCancel(), TimeUnit.MICROSECONDS);
    }

    private int microsBeforeCancel() {
        return 1 + Mix.below(MOST_MICROS_BEFORE_CANCEL, mixed >>> 8);
    }
}
