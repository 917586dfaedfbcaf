package org.chatmodels.cli;

import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a service fetch a model and shows how it goes on. */
@Command(
        name = "pull",
        header = "Lets a service that runs models itself fetch one, and shows how far it is.",
        synopsisHeading = "Usage: ",
        footerHeading = "%n",
        footer = {
            "How far it is stands on standard error: bars on a terminal, else a line now and then. After",
            "Ctrl-C or a failure the same command goes on where it stopped.",
            "",
            "Examples:",
            "  chat pull ollama:qwen3:4b",
            "  chat pull -q ollama:qwen3:4b && chat -m ollama:qwen3:4b \"Why is the sky blue?\"",
            "  chat pull ollama:qwen3:4b --json | jq -r .step",
            "",
            "Exit codes: 0 the model is there; 1 other failure, such as a model that nobody has; 2 usage or",
            "configuration; 3 key missing or refused; 4 rate limit or quota; 5 network or protocol;",
            "130 interrupted."
        })
final class PullCommand extends SessionCommand {
    private static final String GOES_ON = "What came is kept: the same command goes on where this one stopped.";
    private static final String FIGURES = "█░✓…";

    private final LongSupplier clock;
    private boolean bytesCame;

    @Parameters(paramLabel = "SERVICE:MODEL", description = "As it is opened.")
    private String model = "";

    @Option(
            names = {"-q", "--quiet"},
            description = "Prints nothing but errors.")
    private boolean quiet;

    @Option(names = "--json", description = "Prints a JSON object for each change: step, and done and total in bytes.")
    private boolean json;

    PullCommand(Session session) {
        this(session, System::nanoTime);
    }

    /** {@code clock} in nanoseconds. */
    PullCommand(Session session, LongSupplier clock) {
        super(session);
        this.clock = clock;
    }

    @Override
    public Integer call() {
        ModelStores.Place place = new ModelStores(session().registry()).place(model);
        PullReport report = report();
        return session().toItsEnd(() -> pull(place, report), GOES_ON);
    }

    private int pull(ModelStores.Place place, PullReport report) {
        try {
            place.store().pull(place.model(), progress -> {
                bytesCame |= progress.done() > 0;
                report.told(progress);
            });
        } catch (RuntimeException e) {
            report.end(false);
            int code = session().failed(e);
            if (session().isEnding() ? !quiet : bytesCame && code != ExitCode.OK) {
                session().tell(GOES_ON);
            }
            return code;
        }
        report.end(true);
        if (!quiet && !json) {
            session().tell(place.location() + " is there; to ask it: chat -m " + place.location() + " PROMPT");
        }
        return ExitCode.OK;
    }

    private PullReport report() {
        Terminal terminal = session().terminal();
        if (json) {
            return new PullJson(terminal);
        }
        if (quiet) {
            return PullReport.NONE;
        }
        PullWatcher watcher = terminal.errorIsTerminal()
                ? new PullScreen(
                        terminal.err(),
                        new PullLine(session().errorColumns(), session().colours(), terminal.shows(FIGURES)))
                : new PullLines(terminal.err());
        return new PullSteps(watcher, clock);
    }
}
