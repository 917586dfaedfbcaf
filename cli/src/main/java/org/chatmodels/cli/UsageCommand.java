package org.chatmodels.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Adds up the log. */
@Command(
        name = "usage",
        header = "Adds up the tokens in your log and what they cost, by day and by model.",
        synopsisHeading = "Usage: ",
        footerHeading = "%n",
        footer = "Empty is unknown; >= stands where some answers did not say.")
final class UsageCommand extends SessionCommand {
    @Option(
            names = "--since",
            paramLabel = "AGE",
            description = "Only the last minutes, hours, days or weeks: 30m, 12h, 7d, 2w.")
    private String since = "";

    @Option(names = "--json", description = "One JSON object: days, models and total.")
    private boolean json;

    private final Map<String, UsageSum> days = new TreeMap<>();
    private final Map<String, UsageSum> models = new TreeMap<>();
    private final UsageSum total = new UsageSum();

    UsageCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        Instant from = since.isEmpty() ? Instant.MIN : Instant.now().minus(age());
        ExchangeLog log = session().log();
        List<LogEntry> entries = log.since(from);
        session().tellSkipped(log);
        for (LogEntry entry : entries) {
            String day =
                    entry.time().atZone(ZoneId.systemDefault()).toLocalDate().toString();
            days.computeIfAbsent(day, key -> new UsageSum()).add(entry);
            models.computeIfAbsent(entry.model(), key -> new UsageSum()).add(entry);
            total.add(entry);
        }
        if (json) {
            session().terminal().print(Json.write(fields()) + "\n");
        } else if (entries.isEmpty()) {
            session()
                    .tell(
                            "The log has nothing to add up: keep exchanges with --log, or all with chatmodels.log = true");
        } else {
            session().terminal().print(tables());
        }
        return ExitCode.OK;
    }

    private String tables() {
        Table byDay = table("DAY");
        days.forEach((day, sum) -> byDay.row(sum.row(day)));
        Table byModel = table("MODEL");
        models.forEach((model, sum) -> byModel.row(sum.row(model)));
        byModel.row(total.row("total"));
        return byDay + "\n" + byModel;
    }

    private static Table table(String first) {
        return new Table(first, "ANSWERS", "FAILED", "INPUT", "CACHED", "OUTPUT", "REASONING", "TOTAL", "COST");
    }

    private Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("days", fields(days));
        fields.put("models", fields(models));
        fields.put("total", total.fields());
        return fields;
    }

    private static Map<String, Object> fields(Map<String, UsageSum> sums) {
        Map<String, Object> fields = new LinkedHashMap<>();
        sums.forEach((name, sum) -> fields.put(name, sum.fields()));
        return fields;
    }

    private Duration age() {
        try {
            int number = Integer.parseInt(since.substring(0, since.length() - 1));
            return switch (since.charAt(since.length() - 1)) {
                case 'm' -> Duration.ofMinutes(positive(number));
                case 'h' -> Duration.ofHours(positive(number));
                case 'd' -> Duration.ofDays(positive(number));
                case 'w' -> Duration.ofDays(7L * positive(number));
                default -> throw new NumberFormatException();
            };
        } catch (NumberFormatException e) {
            throw new Refusal("--since takes a number and a unit: 30m, 12h, 7d or 2w");
        }
    }

    private static int positive(int number) {
        if (number < 1) {
            throw new NumberFormatException();
        }
        return number;
    }
}
