package org.chatmodels.cli;

import java.util.function.Supplier;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.FinishReason;
import org.chatmodels.Message;
import org.chatmodels.Part;

/** Asks once and prints: text to standard output as it arrives, everything about it to standard error. */
final class Answer {
    /** What is printed and how. */
    record Style(PromptCommand.Echo echo, boolean json, boolean quiet) {
        boolean text() {
            return echo != PromptCommand.Echo.none && !json;
        }
    }

    private final Terminal terminal;
    private final Style style;
    private boolean lineOpen;

    Answer(Terminal terminal, Style style) {
        this.terminal = terminal;
        this.style = style;
    }

    /** The exit code of an answer that arrived; failures, also of opening, are thrown after what had arrived is printed. */
    int print(Supplier<Exchange> opening, boolean streamed) {
        try {
            return conclude(answer(opening.get(), streamed));
        } catch (ChatException e) {
            endLine();
            if (style.json()) {
                terminal.print(AnswerJson.of(e) + "\n");
            }
            throw e;
        }
    }

    private ChatResponse answer(Exchange exchange, boolean streamed) {
        if (style.echo() == PromptCommand.Echo.all && !style.json()) {
            exchange.messages().forEach(this::echo);
        }
        try {
            ChatResponse response = streamed ? stream(exchange) : whole(exchange);
            endLine();
            exchange.answered(response);
            return response;
        } catch (RuntimeException e) {
            exchange.failed(e);
            throw e;
        }
    }

    private void echo(Message message) {
        for (String line : message.text().split("\n", -1)) {
            terminal.print("> " + line + "\n");
        }
        terminal.print("\n");
    }

    private ChatResponse stream(Exchange exchange) {
        try (ChatStream stream = exchange.stream()) {
            for (ChatEvent event : stream) {
                if (event instanceof ChatEvent.TextDelta delta && delta.choice() == 0) {
                    text(delta.text(), exchange);
                } else if (event instanceof ChatEvent.RefusalDelta delta && delta.choice() == 0) {
                    text(delta.text(), exchange);
                }
            }
            return stream.response();
        }
    }

    private ChatResponse whole(Exchange exchange) {
        try {
            ChatResponse response = exchange.whole();
            parts(response, exchange);
            return response;
        } catch (ChatException e) {
            e.partial().ifPresent(partial -> parts(partial, exchange));
            throw e;
        }
    }

    private void parts(ChatResponse response, Exchange exchange) {
        for (Part part : response.message().parts()) {
            if (part instanceof Part.Text text) {
                text(text.text(), exchange);
            } else if (part instanceof Part.Refusal refusal) {
                text(refusal.text(), exchange);
            }
        }
    }

    private void text(String text, Exchange exchange) {
        exchange.heard(text);
        if (style.text() && !text.isEmpty()) {
            terminal.print(text);
            lineOpen = !text.endsWith("\n");
        }
    }

    private void endLine() {
        if (lineOpen) {
            terminal.print("\n");
            lineOpen = false;
        }
    }

    private int conclude(ChatResponse response) {
        if (style.json()) {
            terminal.print(AnswerJson.of(response) + "\n");
        }
        boolean refused = response.finishReason().kind() == FinishReason.Kind.CONTENT_FILTER
                || response.message().parts().stream().anyMatch(Part.Refusal.class::isInstance);
        if (!style.quiet()) {
            notices(response, refused);
            terminal.err().println(UsageLine.of(response));
        }
        return refused ? ExitCode.REFUSED : ExitCode.OK;
    }

    private void notices(ChatResponse response, boolean refused) {
        response.warnings().forEach(warning -> terminal.err().println("note: " + warning));
        if (refused) {
            terminal.err().println("note: the model, or the filter before it, refused");
        } else if (response.finishReason().kind() == FinishReason.Kind.LENGTH) {
            terminal.err().println("note: the answer reached its limit of tokens; -o max_tokens=N sets another");
        } else if (response.text().isEmpty()) {
            terminal.err().println("note: the answer is empty");
        }
    }
}
