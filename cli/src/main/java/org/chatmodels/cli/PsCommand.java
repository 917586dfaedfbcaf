package org.chatmodels.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chatmodels.ModelInfo;
import org.chatmodels.ModelStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks services which models are loaded now. */
@Command(
        name = "ps",
        header = "Lists the models that SERVICE, or every service that runs models itself, has loaded now.",
        synopsisHeading = "Usage: ",
        footerHeading = "%n",
        footer = {
            "GPU is how much of the model lies in the memory of the graphics card, UNTIL the time that is",
            "left until it is unloaded. Without SERVICE, which ones did not answer is said on standard error.",
            "",
            "Examples:",
            "  chat ps",
            "  chat ps ollama --json | jq -r '.[].location'",
            "",
            "Exit codes: 0 at least one service answered; else that of the first failure: 1 other failure;",
            "2 usage or configuration; 3 key missing or refused; 4 rate limit or quota; 5 network or protocol."
        })
final class PsCommand extends SessionCommand {
    private static final int MODEL = 0;

    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "As it stands before the colon.")
    private String service = "";

    @Option(names = "--json", description = "Prints one JSON array, an object for each model.")
    private boolean json;

    PsCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        if (service.indexOf(':') >= 0) {
            throw new Refusal("ps takes a service without a model: write what stands before the colon alone");
        }
        if (!service.isEmpty()) {
            ModelStores stores = new ModelStores(session().registry());
            print(Map.of(stores.name(service), stores.of(service).running()));
            return ExitCode.OK;
        }
        ServiceQuestions<List<ModelInfo>> questions = new ServiceQuestions<>(
                session(),
                name -> session().registry().service(name, ModelStore.class).map(store -> store::running));
        Map<String, List<ModelInfo>> answers = questions.ask();
        if (answers.isEmpty() && questions.failures().isEmpty()) {
            throw new Refusal("no service that can be asked runs models which you fetch; chat providers lists all,"
                    + " chat ps SERVICE says why one is not asked");
        }
        questions.failures().forEach((name, why) -> session().tell(name + ": " + why));
        print(answers);
        return answers.isEmpty() ? questions.exitCode() : ExitCode.OK;
    }

    private void print(Map<String, List<ModelInfo>> answers) {
        List<ListedModel> running = new ArrayList<>();
        new TreeMap<>(answers)
                .forEach((name, models) -> models.forEach(model -> running.add(new ListedModel(name, model))));
        if (json) {
            session()
                    .terminal()
                    .print(Json.write(running.stream().map(ListedModel::fields).toList()) + "\n");
        } else if (running.isEmpty()) {
            new TreeMap<>(answers).keySet().forEach(name -> session().tell(name + ": no model is loaded"));
        } else {
            session().terminal().print(table(running).toString());
        }
    }

    private Table table(List<ListedModel> running) {
        Table table = new Table("MODEL", "SIZE", "GPU", "CONTEXT", "UNTIL");
        Instant now = Instant.now();
        running.forEach(model -> table.row(new RunningModel(model, now).cells()));
        return session().columns().isPresent() ? table.cutTo(session().columns().getAsInt(), MODEL) : table;
    }
}
