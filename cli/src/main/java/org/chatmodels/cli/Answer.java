package org.chatmodels.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.Choice;
import org.chatmodels.FinishReason;
import org.chatmodels.Media;
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
    private final Equipment equipment;
    private final Aside aside;
    private final ToolReport tools;
    private boolean lineOpen;

    Answer(Session session, Style style, Equipment equipment) {
        this.terminal = session.terminal();
        this.style = style;
        this.equipment = equipment;
        this.aside = new Aside(session, !style.quiet());
        this.tools = new ToolReport(aside);
    }

    /** The model with what this answer needs. */
    EquippedModel equipped(ChatModel model) {
        return new EquippedModel(model, equipment, this::said);
    }

    /** Before and after tools run; what was said until then is a message of its own. */
    private void said(Message message) {
        if (!message.toolCalls().isEmpty()) {
            endLine();
        }
        tools.add(message);
    }

    /** The exit code of an answer that arrived; failures, also of opening, are thrown after what had arrived is printed. */
    int print(Supplier<Exchange> opening, boolean streamed) {
        try {
            return conclude(answer(opening.get(), streamed && !equipment.hasChoices()));
        } catch (ChatException e) {
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
            aside.end();
            endLine();
            exchange.answered(response);
            return response;
        } catch (RuntimeException e) {
            exchange.failed(e);
            aside.end();
            if (e instanceof ChatException) {
                endLine();
            }
            throw e;
        }
    }

    private void echo(Message message) {
        for (String line : message.text().split("\n", -1)) {
            terminal.print("> " + line + "\n");
        }
        for (Part part : message.parts()) {
            if (part instanceof Part.Attachment attachment) {
                terminal.print("> [" + name(attachment.media()) + "]\n");
            }
        }
        terminal.print("\n");
    }

    private static String name(Media media) {
        Optional<String> known = media.name().or(() -> media.uri().map(Object::toString));
        return Terminal.plain(known.or(media::mimeType).orElse("attachment"), false);
    }

    private ChatResponse stream(Exchange exchange) {
        try (ChatStream stream = exchange.stream()) {
            for (ChatEvent event : stream) {
                if (event.choice() > 0) {
                    continue;
                }
                if (event instanceof ChatEvent.TextDelta delta) {
                    text(delta.text(), exchange);
                } else if (event instanceof ChatEvent.RefusalDelta delta) {
                    text(delta.text(), exchange);
                } else if (event instanceof ChatEvent.ReasoningDelta delta) {
                    thought(delta.text());
                }
            }
            return stream.response();
        }
    }

    private ChatResponse whole(Exchange exchange) {
        try {
            ChatResponse response = exchange.whole();
            choices(response, exchange);
            return response;
        } catch (ChatException e) {
            e.partial().ifPresent(partial -> choices(partial, exchange));
            throw e;
        }
    }

    private void choices(ChatResponse response, Exchange exchange) {
        int number = 0;
        for (Choice choice : shown(response)) {
            number++;
            aside.end();
            endLine();
            if (equipment.hasChoices() && style.text()) {
                terminal.print("--- " + number + " of " + response.choices().size() + "\n");
            }
            parts(choice.message(), exchange);
        }
    }

    private void parts(Message message, Exchange exchange) {
        for (Part part : message.parts()) {
            if (part instanceof Part.Text text) {
                text(text.text(), exchange);
            } else if (part instanceof Part.Refusal refusal) {
                text(refusal.text(), exchange);
            } else if (part instanceof Part.Reasoning thought) {
                thought(thought.text());
            }
        }
    }

    private void thought(String text) {
        if (equipment.hasEffort() && !style.quiet()) {
            if (terminal.outputIsTerminal()) {
                endLine();
            }
            aside.more(text);
        }
    }

    private void text(String text, Exchange exchange) {
        exchange.heard(text);
        if (style.text() && !text.isEmpty()) {
            aside.end();
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
        boolean refused = response.choices().stream().allMatch(Answer::isRefused);
        if (!style.quiet()) {
            notices(response, refused);
            terminal.err().println(UsageLine.of(response));
        }
        Map<String, Object> more = refused ? more(response, List.of()) : more(response, values(response));
        if (style.json()) {
            terminal.print(AnswerJson.of(response, more) + "\n");
        }
        return refused ? ExitCode.REFUSED : ExitCode.OK;
    }

    private static boolean isRefused(Choice choice) {
        return choice.finishReason().kind() == FinishReason.Kind.CONTENT_FILTER
                || choice.message().parts().stream().anyMatch(Part.Refusal.class::isInstance);
    }

    /** What the choices that are shown say in the form asked for; empty where none is. */
    private List<Object> values(ChatResponse response) {
        List<Object> values = new ArrayList<>();
        equipment.form().ifPresent(form -> shown(response).forEach(choice -> values.add(form.value(response, choice))));
        return values;
    }

    private List<Choice> shown(ChatResponse response) {
        return equipment.hasChoices() ? response.choices() : response.choices().subList(0, 1);
    }

    private Map<String, Object> more(ChatResponse response, List<Object> values) {
        Map<String, Object> more = new LinkedHashMap<>();
        if (!values.isEmpty()) {
            more.put("value", values.get(0));
        }
        if (equipment.hasChoices()) {
            more.put("choices", AnswerJson.choices(response.choices(), values));
        }
        if (equipment.hasTools()) {
            more.put("tool_calls", tools.calls());
        }
        return more;
    }

    private void notices(ChatResponse response, boolean refused) {
        List<Choice> shown = shown(response);
        int left = response.choices().size() - shown.size();
        response.warnings().forEach(this::note);
        if (left > 0) {
            note((left == 1 ? "one more choice" : left + " more choices") + " came; -n " + (left + 1) + " shows all");
        }
        if (refused) {
            note("the model, or the filter before it, refused");
        } else if (shown.stream().anyMatch(choice -> choice.finishReason().kind() == FinishReason.Kind.LENGTH)) {
            note("the answer reached its limit of tokens; -o max_tokens=N sets another");
        } else if (response.text().isEmpty()) {
            note("the answer is empty");
        }
    }

    private void note(String text) {
        terminal.err().println("note: " + text);
    }
}
