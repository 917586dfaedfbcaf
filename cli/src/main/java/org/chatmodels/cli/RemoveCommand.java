package org.chatmodels.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes models from the services that hold them. */
@Command(
        name = "rm",
        header = "Deletes models from the services that hold them; asks before each.",
        synopsisHeading = "Usage: ",
        footerHeading = "%n",
        footer = {
            "Where one can't be deleted, the others still are.",
            "",
            "Examples:",
            "  chat rm ollama:qwen3:4b",
            "  chat rm --yes ollama:qwen3:4b ollama:llama3.2",
            "",
            "Exit codes: 0 deleted, or kept because you said so; else that of the first failure: 1 other",
            "failure, such as a model that is not there; 2 usage or configuration, or nobody can be asked and",
            "--yes is not given; 3 key missing or refused; 4 rate limit or quota; 5 network or protocol."
        })
final class RemoveCommand extends SessionCommand {
    private static final Set<String> YES = Set.of("y", "yes");

    @Parameters(arity = "1..*", paramLabel = "SERVICE:MODEL", description = "As it is opened.")
    private List<String> models = List.of();

    @Option(
            names = {"-y", "--yes"},
            description = "Doesn't ask.")
    private boolean yes;

    RemoveCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        ModelStores stores = new ModelStores(session().registry());
        List<ModelStores.Place> places = new ArrayList<>();
        models.forEach(model -> places.add(stores.place(model)));
        int exitCode = ExitCode.OK;
        for (ModelStores.Place place : places) {
            int code = yes || isWanted(place) ? remove(place) : keep(place);
            if (code == ExitCode.INTERRUPTED) {
                return code;
            }
            exitCode = exitCode == ExitCode.OK ? code : exitCode;
        }
        return exitCode;
    }

    private boolean isWanted(ModelStores.Place place) {
        String typed = session()
                .terminal()
                .ask("Delete " + place.location() + "? [y/N] ")
                .orElseThrow(() -> new Refusal("nobody can be asked here whether to delete " + place.location()
                        + ": add --yes to delete without a question"));
        return YES.contains(typed.strip().toLowerCase(Locale.ROOT));
    }

    private int keep(ModelStores.Place place) {
        session().tell(place.location() + " stays");
        return ExitCode.OK;
    }

    private int remove(ModelStores.Place place) {
        try {
            place.store().remove(place.model());
        } catch (RuntimeException e) {
            return session().failed(place.location(), e);
        }
        session().terminal().print(place.location() + " is deleted\n");
        return ExitCode.OK;
    }
}
