package org.chatmodels.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.chatmodels.ModelInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks services which models they have. */
@Command(
        name = "models",
        header = "Lists the models of SERVICE, or of every service that can be asked, with what they can do and cost.",
        synopsisHeading = "Usage: ",
        footerHeading = "%n",
        footer = {
            "Each service is asked over the network: those whose key is set, and those that need none. Which could not",
            "be asked, or did not answer, is said on standard error, a line each. Prices are US dollars per million",
            "tokens, and blank where nobody says; 0 is free.",
            "",
            "Examples:",
            "  chat models groq",
            "  chat models openrouter 'qwen*:free'",
            "  chat models '*coder*'",
            "  chat models --json | jq -r '.[] | select(.input_usd == 0) | .location'",
            "",
            "Exit codes: 0 at least one service answered; else that of the first failure: 2 usage or configuration;",
            "3 key missing or refused; 4 rate limit or quota; 5 network or protocol."
        })
final class ModelsCommand extends SessionCommand {
    /** Columns that are cut where a terminal is too narrow; half a figure would be another one. */
    private static final int MODEL = 0;

    private static final int CAN = 5;
    private static final int REMARK = 6;

    @Parameters(index = "0", arity = "0..1", paramLabel = "SERVICE", description = "As it stands before the colon.")
    private String service = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILTER",
            description =
                    "A part of the model's name, in any case; with * a pattern for all of it. Alone it needs a *.")
    private String filter = "";

    @Option(names = "--json", description = "Prints one JSON array, an object for each model.")
    private boolean json;

    ModelsCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        boolean pattern = filter.isEmpty() && service.indexOf('*') >= 0;
        NameFilter wanted = new NameFilter(pattern ? service : filter);
        if (!service.isEmpty() && !pattern) {
            String name = new KnownServices(session().registry())
                    .named(service)
                    .map(known -> known.name())
                    .orElse(service);
            print(Map.of(name, session().registry().models(service)), wanted);
            return ExitCode.OK;
        }
        ServiceQuestions<List<ModelInfo>> questions = questions(session());
        Map<String, List<ModelInfo>> answers = questions.ask();
        questions.failures().forEach((name, why) -> session().tell(name + ": " + why));
        print(answers, wanted);
        return answers.isEmpty() ? questions.exitCode() : ExitCode.OK;
    }

    static ServiceQuestions<List<ModelInfo>> questions(Session session) {
        return new ServiceQuestions<>(
                session, service -> Optional.of(() -> session.registry().models(service)));
    }

    private void print(Map<String, List<ModelInfo>> answers, NameFilter wanted) {
        List<ListedModel> models = new ArrayList<>();
        new TreeMap<>(answers).forEach((name, listed) -> {
            List<ModelInfo> sorted = new ArrayList<>(listed);
            sorted.sort(Comparator.comparing(ModelInfo::id, String.CASE_INSENSITIVE_ORDER)
                    .thenComparing(ModelInfo::id));
            for (ModelInfo model : sorted) {
                if (wanted.matches(model.id())) {
                    models.add(new ListedModel(name, model));
                }
            }
        });
        if (json) {
            session()
                    .terminal()
                    .print(Json.write(models.stream().map(ListedModel::fields).toList()) + "\n");
        } else if (models.isEmpty()) {
            tellNothing(answers, wanted);
        } else {
            session().terminal().print(table(models).toString());
        }
    }

    private void tellNothing(Map<String, List<ModelInfo>> answers, NameFilter wanted) {
        if (!answers.isEmpty()) {
            String names = String.join(", ", new TreeMap<>(answers).keySet());
            session().tell(names + (wanted.isOpen() ? ": lists no models" : ": no model with such a name"));
        }
    }

    private Table table(List<ListedModel> models) {
        Table table = new Table("MODEL", "CONTEXT", "ANSWER", "IN $/M", "OUT $/M", "CAN", "");
        models.forEach(model -> table.row(model.cells()));
        return session().columns().isPresent()
                ? table.cutTo(session().columns().getAsInt(), REMARK, CAN, MODEL)
                : table;
    }
}
