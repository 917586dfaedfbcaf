package org.chatmodels.cli;

import java.util.function.Supplier;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
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
    int print(Supplier<ChatModel> opening, ChatRequest request, boolean streamed) {
        if (style.echo() == PromptCommand.Echo.all && !style.json()) {
            request.messages().forEach(this::echo);
        }
        try {
            ChatModel model = opening.get();
            ChatResponse response = streamed ? stream(model, request) : whole(model, request);
            endLine();
            return conclude(response);
        } catch (ChatException e) {
            endLine();
            if (style.json()) {
                terminal.print(AnswerJson.of(e) + "\n");
            }
            throw e;
        }
    }

    private void echo(Message message) {
        for (String line : message.text().split("\n", -1)) {
            terminal.print("> " + line + "\n");
        }
        terminal.print("\n");
    }

    private ChatResponse stream(ChatModel model, ChatRequest request) {
        try (ChatStream stream = model.stream(request)) {
            for (ChatEvent event : stream) {
                if (event instanceof ChatEvent.TextDelta delta && delta.choice() == 0) {
                    text(delta.text());
                } else if (event instanceof ChatEvent.RefusalDelta delta && delta.choice() == 0) {
                    text(delta.text());
                }
            }
            return stream.response();
        }
    }

    private ChatResponse whole(ChatModel model, ChatRequest request) {
        try {
            ChatResponse response = model.chat(request);
            response.message().parts().forEach(this::part);
            return response;
        } catch (ChatException e) {
            e.partial().ifPresent(partial -> partial.message().parts().forEach(this::part));
            throw e;
        }
    }

    private void part(Part part) {
        if (part instanceof Part.Text text) {
            text(text.text());
        } else if (part instanceof Part.Refusal refusal) {
            text(refusal.text());
        }
    }

    private void text(String text) {
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
