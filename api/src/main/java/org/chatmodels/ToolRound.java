package org.chatmodels;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one answer. Tools begin and end, and the loop is told of their results in the order of the calls, while
 * one thread asks for events; only {@link #cancel()} may come from another.
 */
final class ToolRound implements Iterator<ChatEvent> {
    private final ToolLoop loop;
    private final List<Part.ToolCall> calls;
    private final Part.@Nullable ToolResult[] results;
    private final Deque<ChatEvent> events = new ArrayDeque<>();
    private int begun;
    private int over;
    private int told;

    /** Those in threads of their own, the oldest first, and what is to be done with those that have ended. */
    private final List<Running> running = new CopyOnWriteArrayList<>();

    private final BlockingQueue<Runnable> ended = new LinkedBlockingQueue<>();

    private record Running(int index, AsyncCall<String> call, long began) {}

    ToolRound(ToolLoop loop, List<Part.ToolCall> calls) {
        this.loop = loop;
        this.calls = calls;
        results = new Part.ToolResult[calls.size()];
    }

    @Override
    public boolean hasNext() {
        return !events.isEmpty() || over < results.length;
    }

    @Override
    public ChatEvent next() {
        while (events.isEmpty()) {
            loop.check();
            for (Runnable end = ended.poll(); end != null; end = ended.poll()) {
                end.run();
            }
            while (begun < results.length && begun - over < loop.limits.parallelism()) {
                begin(begun++);
            }
            if (events.isEmpty()) {
                goOn();
            }
        }
        return events.remove();
    }

    private void begin(int index) {
        Part.ToolCall call = calls.get(index);
        events.add(new ChatEvent.ToolStarted(call));
        if (loop.limits.isInCallersThread()) {
            return;
        }
        AsyncCall<String> started = AsyncCall.begin(() -> content(call));
        running.add(new Running(index, started, System.nanoTime()));
        started.whenComplete((content, failure) -> ended.add(() -> end(index, content, failure)));
        if (loop.isEnded()) {
            cancel();
        }
    }

    /** Until a tool has ended, or its time. */
    private void goOn() {
        if (loop.limits.isInCallersThread()) {
            runHere(over);
            return;
        }
        Duration timeout = loop.limits.timeout();
        if (timeout == null) {
            loop.inside(ended::take).run();
            return;
        }
        long limit = timeout.toNanos();
        long left = limit - (System.nanoTime() - running.get(0).began);
        Runnable end = loop.inside(() -> ended.poll(left, TimeUnit.NANOSECONDS));
        if (end != null) {
            end.run();
            return;
        }
        for (Running late : running) {
            if (System.nanoTime() - late.began >= limit) {
                late.call.completeExceptionally(
                        new TimeoutException("it took longer than " + timeout.toMillis() + " ms"));
            }
        }
    }

    private void runHere(int index) {
        String content = null;
        Exception failure = null;
        try {
            content = loop.inside(() -> content(calls.get(index)));
        } catch (Exception thrown) {
            loop.check();
            failure = thrown;
        }
        end(index, content, failure);
    }

    private String content(Part.ToolCall call) throws Exception {
        Tool tool = loop.tools.get(call.name());
        if (tool == null) {
            throw new NoSuchElementException(
                    loop.tools.isEmpty()
                            ? "there are no tools"
                            : "there is no such tool, call one of " + String.join(", ", loop.tools.keySet()));
        }
        return tool.call(call.arguments());
    }

    private void end(int index, @Nullable String content, @Nullable Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        over++;
        running.removeIf(one -> one.index == index);
        Part.ToolCall call = calls.get(index);
        String text = content == null ? "Tool " + call.name() + " failed: " + reason(failure) : content;
        Part.ToolResult result = new Part.ToolResult(call.id(), call.name(), text, content == null);
        results[index] = result;
        events.add(new ChatEvent.ToolFinished(result));
        for (Part.ToolResult next = untold(); next != null; next = untold()) {
            told++;
            loop.tell(new Message(Role.TOOL, List.of(next)));
        }
    }

    private Part.@Nullable ToolResult untold() {
        return told < results.length ? results[told] : null;
    }

    private static String reason(@Nullable Throwable failure) {
        if (failure == null) {
            return "it gave nothing";
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getName() : message;
    }

    /** Interrupts what runs, from any thread. */
    void cancel() {
        for (Running one : running) {
            one.call.cancel(true);
        }
    }
}
