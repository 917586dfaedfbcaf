package org.chatmodels.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
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
import org.chatmodels.Part;
import org.chatmodels.Role;
import org.chatmodels.Usage;

/**
 * The events of one answer, a token at a time, choice by choice; text that may become a stop sequence is held back, and
 * a call is never cut.
 */
final class DemoAnswer implements Iterator<ChatEvent> {
    private final Iterator<Reply> replies;
    private final ChatRequest request;
    private final ChatResponse.Builder answer;
    private final Queue<ChatEvent> ready = new ArrayDeque<>();
    private final List<Choice> choices = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private Reply reply;
    private int tokens;
    private int allTokens;
    private int told;
    private boolean ended;

    /** Completes an answer that has everything but choices and usage; there is one reply at least. */
    DemoAnswer(Iterator<Reply> replies, ChatRequest request, ChatEvent started, ChatResponse.Builder answer) {
        this.replies = replies;
        this.request = request;
        this.answer = answer;
        this.reply = replies.next();
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
        while (ready.isEmpty()) {
            step();
        }
        return ready.remove();
    }

    private void step() {
        if (!reply.calls().isEmpty()) {
            call();
            end(FinishReason.Kind.TOOL_CALLS);
        } else if (!reply.text().hasNext()) {
            end(FinishReason.Kind.STOP);
        } else if (tokens == request.options().maxTokens().orElse(Integer.MAX_VALUE)) {
            end(FinishReason.Kind.LENGTH);
        } else {
            text.append(reply.text().next());
            tokens++;
            tell();
        }
    }

    private void call() {
        for (int index = 0; index < reply.calls().size(); index++) {
            Part.ToolCall call = reply.calls().get(index);
            ready.add(delta(index, call, ""));
            Iterator<String> pieces = MarkovChain.pieces(call.arguments());
            while (pieces.hasNext()) {
                ready.add(delta(index, call, pieces.next()));
                tokens++;
            }
        }
    }

    private ChatEvent delta(int index, Part.ToolCall call, String arguments) {
        return new ChatEvent.ToolCallDelta(choices.size(), index, call.id(), call.name(), arguments);
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

    private void tell(int end) {
        if (end > told) {
            ready.add(new ChatEvent.TextDelta(choices.size(), text.substring(told, end)));
            told = end;
        }
    }

    private void end(FinishReason.Kind kind) {
        tell(text.length());
        Message message = reply.calls().isEmpty()
                ? Message.assistant(text.toString())
                : new Message(Role.ASSISTANT, List.copyOf(reply.calls()));
        choices.add(new Choice(message, new FinishReason(kind, kind.name().toLowerCase(Locale.ROOT))));
        allTokens += tokens;
        tokens = 0;
        told = 0;
        text.setLength(0);
        if (replies.hasNext()) {
            reply = replies.next();
        } else {
            finish();
        }
    }

    private void finish() {
        ended = true;
        long inputTokens = 0;
        for (Message message : request.messages()) {
            inputTokens += MarkovChain.split(message.text()).size();
        }
        ready.add(new ChatEvent.Finished(
                answer.choices(choices).usage(Usage.of(inputTokens, allTokens)).build()));
    }
}
