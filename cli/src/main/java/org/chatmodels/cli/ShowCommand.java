package org.chatmodels.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a service for one of the models that it holds. */
@Command(
        name = "show",
        header = "Shows all that a service says of a model that it holds.",
        synopsisHeading = "Usage: ",
        footerHeading = "%n",
        footer = {
            "Examples:",
            "  chat show ollama:qwen3:4b",
            "  chat show ollama:qwen3:4b --all | less",
            "  chat show ollama:qwen3:4b --json | jq .context_window",
            "",
            "Exit codes: 0 shown; 1 other failure, such as a model that is not there; 2 usage or configuration;",
            "3 key missing or refused; 4 rate limit or quota; 5 network or protocol."
        })
final class ShowCommand extends SessionCommand {
    @Parameters(paramLabel = "SERVICE:MODEL", description = "As it is opened.")
    private String model = "";

    @Option(names = "--all", description = "With all lines of long texts, such as its license or template.")
    private boolean all;

    @Option(names = "--json", description = "Prints one JSON object, as chat models --json does for each.")
    private boolean json;

    ShowCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        ModelStores.Place place = new ModelStores(session().registry()).place(model);
        ListedModel shown = new ListedModel(place.service(), place.store().show(place.model()));
        session()
                .terminal()
                .print(
                        json
                                ? Json.write(shown.fields()) + "\n"
                                : new ModelPage(shown, all).text(session().columns()));
        return ExitCode.OK;
    }
}
