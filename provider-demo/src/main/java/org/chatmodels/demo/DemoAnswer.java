package org.chatmodels.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.Choice;
import org.chatmodels.FinishReason;
import org.chatmodels.Message;
import org.chatmodels.Usage;

/** The events of one answer, a word at a time; applies the limit of tokens, stop sequences, pace and deadline. */
final class DemoAnswer implements Iterator<ChatEvent> {
    private final Iterator<String> tokens;
    private final ChatOptions options;
    private final ChatResponse answer;
    private final long pace;
    private final long start = System.nanoTime();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Queue<ChatEvent> ready = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private int told;
    private int left;
    private String last = "";
    private boolean finished;

    /** Says the tokens; {@code answer} is what Finished gets, with the input's usage, but for text and reason. */
    DemoAnswer(Iterator<String> tokens, ChatOptions options, ChatResponse answer, Duration pace) {
        this.tokens = tokens;
        this.options = options;
        this.answer = answer;
        this.pace = pace.toNanos();
        this.left = options.maxTokens().orElse(Integer.MAX_VALUE);
        ready.add(new ChatEvent.Started(answer.id(), answer.model()));
    }

    /** Ends the answer from any thread, also in the middle of a pause. */
    void close() {
        closed.countDown();
    }

    @Override
    public boolean hasNext() {
        return !finished || !ready.isEmpty();
    }

    @Override
    public ChatEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        while (ready.isEmpty()) {
            step();
        }
        return ready.remove();
    }

    private void step() {
        pause();
        if (!tokens.hasNext()) {
            finish(FinishReason.Kind.STOP);
        } else if (left == 0) {
            finish(FinishReason.Kind.LENGTH);
        } else {
            left--;
            say(tokens.next());
        }
    }

    private void say(String token) {
        text.append(Words.gap(last, token)).append(token);
        last = token;
        int cut = firstStop();
        if (cut >= 0) {
            text.setLength(cut);
            finish(FinishReason.Kind.STOP);
        } else {
            tell(text.length() - heldBack());
        }
    }

    private void tell(int end) {
        if (end > told) {
            ready.add(new ChatEvent.TextDelta(text.substring(told, end)));
            told = end;
        }
    }

    private void finish(FinishReason.Kind kind) {
        tell(text.length());
        finished = true;
        String whole = text.toString();
        Usage usage = Usage.of(
                answer.usage().inputTokens().orElse(0), Words.split(whole).size());
        FinishReason reason = new FinishReason(kind, kind == FinishReason.Kind.STOP ? "stop" : "length");
        ready.add(new ChatEvent.Finished(answer.toBuilder()
                .choices(List.of(new Choice(Message.assistant(whole), reason)))
                .usage(usage)
                .build()));
    }

    private int firstStop() {
        int first = -1;
        for (String stop : options.stop()) {
            int found = stop.isEmpty() ? -1 : text.indexOf(stop, told);
            first = found >= 0 && (first < 0 || found < first) ? found : first;
        }
        return first;
    }

    /** How many characters at the end may be the beginning of a stop sequence. */
    private int heldBack() {
        int held = 0;
        for (String stop : options.stop()) {
            for (int length = Math.min(stop.length() - 1, text.length() - told); length > held; length--) {
                held = stop.startsWith(text.substring(text.length() - length)) ? length : held;
            }
        }
        return held;
    }

    private void pause() {
        long remaining = options.timeout()
                .map(limit -> limit.toNanos() - (System.nanoTime() - start))
                .orElse(Long.MAX_VALUE);
        try {
            if (closed.await(Math.min(pace, remaining), TimeUnit.NANOSECONDS)) {
                throw new CancelledException(
                        "The stream was closed before the answer was complete", ChatException.Details.NONE);
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new CancelledException(
                    "The thread was interrupted while it read the answer", ChatException.Details.NONE);
        }
        if (remaining <= pace) {
            throw new ChatTimeoutException(
                    "The timeout ran out before the answer was complete; raise timeout or lower pace",
                    ChatTimeoutException.Kind.TOTAL,
                    ChatException.Details.NONE);
        }
    }
}
