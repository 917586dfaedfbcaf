package org.chatmodels.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what a location resolves to, and where each value comes from. */
@Command(
        name = "explain",
        header = "Shows what a location, alias or route resolves to: every option with its origin, never a key.",
        synopsisHeading = "Usage: ")
final class ExplainCommand extends SessionCommand {
    @Parameters(arity = "1..*", paramLabel = "LOCATION", description = "provider:model?name=value, an alias, or a | b.")
    private List<String> location = List.of();

    ExplainCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        String text = session().registry().explain(String.join(" ", location)).toString();
        session().terminal().print(text.endsWith("\n") ? text : text + "\n");
        return ExitCode.OK;
    }
}
