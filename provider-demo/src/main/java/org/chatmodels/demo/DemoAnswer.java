package org.chatmodels.demo;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.FinishReason;
import org.chatmodels.Message;
import org.chatmodels.Usage;

/** The events of one answer, a token at a time; text that may become a stop sequence is held back. */
final class DemoAnswer implements Iterator<ChatEvent> {
    private final Iterator<String> tokens;
    private final ChatRequest request;
    private final ChatResponse.Builder answer;
    private final Queue<ChatEvent> ready = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private String last = "";
    private int outputTokens;
    private int told;
    private boolean ended;

    /** Completes an answer that has everything but text, finish reason and usage. */
    DemoAnswer(Iterator<String> tokens, ChatRequest request, ChatEvent started, ChatResponse.Builder answer) {
        this.tokens = tokens;
        this.request = request;
        this.answer = answer;
        ready.add(started);
    }

    @Override
    public boolean hasNext() {
        return !ended || !ready.isEmpty();
    }

    @Override
    public ChatEvent next() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancelledException("The thread that reads the answer is interrupted", ChatException.Details.NONE);
        }
        if (ready.isEmpty()) {
            step();
        }
        return ready.remove();
    }

    private void step() {
        if (!tokens.hasNext()) {
            end(FinishReason.Kind.STOP);
        } else if (outputTokens == request.options().maxTokens().orElse(Integer.MAX_VALUE)) {
            end(FinishReason.Kind.LENGTH);
        } else {
            String token = tokens.next();
            text.append(MarkovChain.gap(last, token)).append(token);
            last = token;
            outputTokens++;
            tell();
        }
    }

    private void tell() {
        for (int at = told; at < text.length(); at++) {
            String rest = text.substring(at);
            if (request.options().stop().stream().anyMatch(rest::startsWith)) {
                text.setLength(at);
                end(FinishReason.Kind.STOP);
                return;
            }
            if (request.options().stop().stream().anyMatch(stop -> stop.startsWith(rest))) {
                tell(at);
                return;
            }
        }
        tell(text.length());
    }

    /** A stream drops a text that is empty. */
    private void tell(int end) {
        ready.add(new ChatEvent.TextDelta(text.substring(told, end)));
        told = end;
    }

    private void end(FinishReason.Kind kind) {
        ended = true;
        tell(text.length());
        long inputTokens = 0;
        for (Message message : request.messages()) {
            inputTokens += MarkovChain.split(message.text()).size();
        }
        FinishReason reason = new FinishReason(kind, kind.name().toLowerCase(Locale.ROOT));
        ready.add(new ChatEvent.Finished(answer.choices(List.of(new Choice(Message.assistant(text.toString()), reason)))
                .usage(Usage.of(inputTokens, outputTokens))
                .build()));
    }
}
