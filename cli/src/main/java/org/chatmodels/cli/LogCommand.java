package org.chatmodels.cli;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what was kept. */
@Command(
        name = "log",
        header = "Lists the last exchanges of your log, or shows one conversation; kept with --log or chatmodels.log.",
        synopsisHeading = "Usage: ")
final class LogCommand extends SessionCommand {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final int LONGEST_PROMPT = 60;
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";

    @Parameters(arity = "0..1", paramLabel = "ID", description = "The conversation, or the beginning of its id.")
    private String id = "";

    @Option(names = "-n", paramLabel = "COUNT", description = "How many exchanges; 20 unless given.")
    private int count = 20;

    @Option(names = "--json", description = "The entries as they are kept: a JSON object per line.")
    private boolean json;

    @Option(names = "--path", description = "Only says in which folder the log is.")
    private boolean path;

    @Option(names = "--clear", description = "Deletes the whole log.")
    private boolean clear;

    LogCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        if (count < 1) {
            throw new Refusal("-n takes a number from 1 on");
        }
        ExchangeLog log = session().log();
        if (path) {
            session().terminal().print(log.folder() + "\n");
        } else if (clear) {
            session().tell(log.clear() == 0 ? "There is no log." : "The log is deleted.");
        } else if (id.isEmpty()) {
            list(log.last(count));
        } else {
            show(log.conversation(id)
                    .orElseThrow(() -> new Refusal("there is no such conversation in the log (" + log.folder()
                            + "): chat log lists the last ones")));
        }
        session().tellSkipped(log);
        return ExitCode.OK;
    }

    private void list(List<LogEntry> entries) {
        if (json) {
            lines(entries);
        } else if (entries.isEmpty()) {
            session().tell("The log is empty: keep an exchange with --log, or all with chatmodels.log = true");
        } else {
            Table table = new Table("TIME", "ID", "MODEL", "IN", "OUT", "END", "PROMPT");
            entries.forEach(entry -> table.row(
                    time(entry),
                    Terminal.plain(entry.conversation(), false),
                    Terminal.plain(entry.model(), false),
                    figure(entry.tokens("input_tokens")),
                    figure(entry.tokens("output_tokens")),
                    Terminal.plain(entry.outcome(), false),
                    beginning(entry.prompt())));
            session().terminal().print(table.toString());
        }
    }

    private void lines(List<LogEntry> entries) {
        entries.forEach(entry -> session().terminal().print(entry.line() + "\n"));
    }

    private void show(LoggedConversation conversation) {
        if (json) {
            lines(conversation.entries());
            return;
        }
        for (LogEntry entry : conversation.entries()) {
            say("", time(entry) + "  " + conversation.id() + "  " + Terminal.plain(entry.model(), false));
            for (Object message : entry.messages()) {
                if (message instanceof Map<?, ?> fields) {
                    say(
                            Terminal.plain(String.valueOf(fields.get("role")), false),
                            Terminal.plain(LogEntry.textOf(fields), true));
                }
            }
            if (!entry.isAnswered()) {
                say("user", Terminal.plain(entry.prompt(), true));
                say(Terminal.plain(entry.outcome(), false), Terminal.plain(entry.text("partial"), true));
            }
        }
    }

    private void say(String who, String text) {
        String name = session().outputColours() ? BOLD + who + PLAIN : who;
        session().terminal().print((who.isEmpty() ? "" : name + "\n") + text.strip() + "\n\n");
    }

    private static String time(LogEntry entry) {
        return TIME.format(entry.time().atZone(ZoneId.systemDefault()));
    }

    private static String figure(OptionalLong tokens) {
        return tokens.isPresent() ? String.valueOf(tokens.getAsLong()) : "";
    }

    private static String beginning(String prompt) {
        String line = Terminal.plain(prompt, false).strip();
        return line.length() <= LONGEST_PROMPT ? line : line.substring(0, LONGEST_PROMPT - 1) + "…";
    }
}
