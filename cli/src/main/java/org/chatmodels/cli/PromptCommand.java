package org.chatmodels.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.chatmodels.Conversation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends a prompt and prints the answer as it arrives. */
@Command(
        name = "chat",
        sortOptions = false,
        versionProvider = Version.class,
        synopsisHeading = "Usage: ",
        header =
                "Talks to a chat model; the model is a string: chat -m groq:openai/gpt-oss-20b \"Why is the sky blue?\"",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands (as the first word; a prompt that begins with one: chat prompt …):%n",
        footerHeading = "%n",
        footer = {
            "Without -m the model is the alias \"default\" of your configuration, else CHAT_MODEL, else a small demo.",
            "Standard input is the prompt, or is appended to it. Keys come from the variables that chat providers",
            "NAME shows, never from the command line.",
            "",
            "  chat -a photo.jpg -a notes.txt \"What do the notes say of the photo?\"",
            "  chat --tool clock,calculator \"How many minutes are left of today?\"",
            "  chat --schema invoice.json --json -q < mail.txt | jq .value.total",
            "",
            "Exit codes: 0 answered; 1 other failure; 2 usage or configuration; 3 key missing or refused;",
            "4 rate limit or quota; 5 network or protocol; 6 the model or its filter refused; 130 interrupted."
        })
final class PromptCommand extends SessionCommand {
    /** What of the conversation is shown. */
    enum Echo {
        none,
        output,
        all
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "PROMPT", description = "What to ask; the words are joined.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = {"-m", "--model"},
            paramLabel = "LOCATION",
            description = "provider:model?name=value, an alias, or a route a | b; with --provider the model alone.")
    private String model = "";

    @Option(names = "--provider", paramLabel = "NAME", description = "The service, where --model is only the model.")
    private String provider = "";

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "Another address for the service; its key is not sent there, see --key-file.")
    private String baseUrl = "";

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "Reads the key from a file, for the address this call goes to.")
    private @Nullable Path keyFile;

    @Option(
            names = {"-s", "--system"},
            paramLabel = "TEXT",
            description = "The system message.")
    private String system = "";

    @Option(
            names = {"-o", "--option"},
            paramLabel = "NAME=VALUE",
            description = "A parameter as in a location: temperature=0.2, max_tokens=100 …; repeatable.")
    private List<String> options = new ArrayList<>();

    @Mixin
    private QuestionOptions more = new QuestionOptions();

    @Option(
            names = "--echo",
            paramLabel = "WHAT",
            description = "none: no text; output: the answer (the default); all: the messages sent, too.")
    private Echo echo = Echo.output;

    @Option(
            names = {"-c", "--continue"},
            description = "Continues the conversation that was logged last, with its model unless -m names another.")
    private boolean last;

    @Option(
            names = "--conversation",
            paramLabel = "ID",
            description = "Continues that one; chat log lists them. The beginning of its id is enough.")
    private String continued = "";

    @Option(
            names = "--log",
            negatable = true,
            description = "Keeps this exchange in your log, or does not; chatmodels.log = true keeps all.")
    private @Nullable Boolean keep;

    @Option(names = "--no-stream", description = "Waits for the whole answer.")
    private boolean whole;

    @Option(names = "--json", description = "Prints one JSON object: text, usage, timings … or the error.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "No usage line and no notices on standard error.")
    private boolean quiet;

    @Option(names = "--api-key", hidden = true, arity = "0..1")
    private @Nullable String refusedKey;

    PromptCommand(Session session) {
        super(session);
    }

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "The version.")
    void version(boolean on) {
        // picocli acts on the option itself
    }

    @Override
    public Integer call() {
        if (refusedKey != null) {
            throw misuse("--api-key would show your key to every user of this machine: export the service's variable,"
                    + " or use --key-file FILE");
        }
        Question question = more.question(prompt());
        Equipment equipment = more.equipment();
        boolean logged = keep == null ? isAlwaysLogged() : keep;
        LoggedConversation before = before(logged);
        Answer answer = new Answer(session(), new Answer.Style(echo, json, quiet), equipment);
        IntSupplier print = () -> answer.print(() -> exchange(before, question, logged, answer), !whole);
        return logged ? session().toItsEnd(print, "the log has no entry of this call") : print.getAsInt();
    }

    private boolean isAlwaysLogged() {
        String always = session().registry().property("chatmodels.log").orElse("false");
        if (!always.equals("true") && !always.equals("false")) {
            session().complain("chatmodels.log is neither true nor false, so this exchange is not kept");
        }
        return always.equals("true");
    }

    private Exchange exchange(LoggedConversation before, Question question, boolean logged, Answer answer) {
        String asked = chosen();
        ModelChoice choice = new ModelChoice(session(), quiet || json);
        EquippedModel opened =
                answer.equipped(choice.open(asked.isEmpty() ? before.location() : asked, options, baseUrl, keyFile));
        Conversation talk = before.open(opened);
        if (!system.isEmpty()) {
            talk.system(system);
        }
        int turn = before.turns() + 1;
        Exchange.Place place = new Exchange.Place(session(), logged, before.id(), turn, choice.opened(), system);
        return new Exchange(place, opened, talk, question);
    }

    /** What -c continues; else a conversation without a turn. */
    private LoggedConversation before(boolean logged) {
        if (!last && continued.isEmpty()) {
            return new LoggedConversation(UUID.randomUUID().toString().substring(0, 8), List.of());
        }
        ExchangeLog log = session().log();
        Optional<LoggedConversation> found = log.conversation(continued);
        session().tellSkipped(log);
        if (found.isEmpty()) {
            throw new Refusal(
                    (continued.isEmpty() ? "there is no answered conversation" : "there is no such conversation")
                            + " in the log (" + log.folder()
                            + "): keep one with --log, or keep all with chatmodels.log = true"
                            + " in your configuration");
        }
        if (!logged && !quiet) {
            session().tell("note: this turn is not kept; --log, or chatmodels.log = true, keeps it");
        }
        return found.get();
    }

    private String chosen() {
        if (provider.isEmpty()) {
            return model;
        }
        if (model.isEmpty()) {
            throw misuse("--provider needs --model, for example --provider " + provider + " --model NAME");
        }
        return provider + ":" + model;
    }

    private String prompt() {
        String typed = String.join(" ", words);
        String input = session().terminal().readInput();
        String prompt = typed.isEmpty() || input.isBlank() ? typed + input.strip() : typed + "\n\n" + input.strip();
        if (prompt.isBlank()) {
            throw misuse("there is no prompt: chat \"Why is the sky blue?\", or give it on standard input");
        }
        return prompt;
    }

    private ParameterException misuse(String message) {
        return new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), message);
    }
}
