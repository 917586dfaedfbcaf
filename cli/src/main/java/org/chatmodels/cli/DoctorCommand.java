package org.chatmodels.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.chatmodels.Problem;
import org.chatmodels.ProviderStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks the whole set-up, without network unless asked for, and prints what it found, with remedies. */
@Command(
        name = "doctor",
        header = "Checks the whole set-up, without network unless --online: what is there, what is wrong, what to"
                + " do.",
        synopsisHeading = "Usage: ",
        footerHeading = "%n",
        footer = {
            "With --online the services that have a key, or need none, and offer a check are asked, all at once.",
            "",
            "Examples:",
            "  chat doctor",
            "  chat doctor --online",
            "  chat doctor --json | jq .problems",
            "",
            "Exit codes: 0 all is well, or there are warnings only; 1 there is an error: something will fail;",
            "2 the command was not understood."
        })
final class DoctorCommand extends SessionCommand {
    private static final int WIDTH = 100;

    @Option(names = "--json", description = "Prints one JSON object: what is there, and a list of problems.")
    private boolean json;

    @Option(
            names = "--online",
            description =
                    "Asks services over the network, too: whether they answer, take the key and have limits left.")
    private boolean online;

    DoctorCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        Checkup checkup = Checkup.of(session());
        if (online) {
            checkup.askOnline();
        }
        session().terminal().print(json ? Json.write(fields(checkup)) + "\n" : page(checkup));
        return checkup.problems(Problem.Severity.ERROR).isEmpty() ? ExitCode.OK : ExitCode.OTHER;
    }

    private String page(Checkup checkup) {
        StringBuilder page = new StringBuilder(facts(checkup).toString());
        List<Problem> errors = checkup.problems(Problem.Severity.ERROR);
        List<Problem> warnings = checkup.problems(Problem.Severity.WARNING);
        group(page, coloured("31", "ERROR"), errors);
        group(page, coloured("33", "WARNING"), warnings);
        page.append('\n');
        if (errors.isEmpty() && warnings.isEmpty()) {
            return page.append(coloured("32", "All is well.")).append('\n').toString();
        }
        page.append(counted(errors.size(), "error")).append(", ");
        return page.append(counted(warnings.size(), "warning")).append('\n').toString();
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private String coloured(String colour, String text) {
        return session().outputColours() ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
    }

    private static void group(StringBuilder page, String heading, List<Problem> problems) {
        if (!problems.isEmpty()) {
            page.append('\n').append(heading).append('\n');
            for (Problem problem : problems) {
                page.append("  ").append(problem.where()).append('\n');
                problem.message()
                        .lines()
                        .forEach(line -> page.append("      ").append(line).append('\n'));
            }
        }
    }

    private Table facts(Checkup checkup) {
        Table facts = new Table("", "");
        facts.row("version", new Version().getVersion()[0] + ", Java " + java());
        for (Sources.Place file : checkup.files()) {
            facts.row(file.role(), file.path() + (file.state().equals("read") ? "" : " (" + file.state() + ")"));
        }
        String label = "providers";
        for (Map.Entry<String, List<String>> jar : jars(checkup).entrySet()) {
            facts.row(label, String.join(", ", jar.getValue()) + " (" + jar.getKey() + ")");
            label = "";
        }
        if (!checkup.isBlind()) {
            wrapped(facts, "with a key", checkup.withKey());
            wrapped(facts, "without a key", checkup.withoutKey());
            if (online) {
                wrapped(facts, "asked online", checkup.online());
            }
        }
        facts.row("default model", model(checkup.model()));
        return facts;
    }

    private static String java() {
        return System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + "), "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    private static Map<String, List<String>> jars(Checkup checkup) {
        Map<String, List<String>> jars = new TreeMap<>();
        for (ProviderStatus provider : checkup.providers()) {
            String names = provider.problem().isPresent() ? "not usable" : String.join(", ", provider.names());
            jars.computeIfAbsent(provider.jar(), jar -> new ArrayList<>()).add(names);
        }
        return jars;
    }

    private static void wrapped(Table facts, String label, List<String> names) {
        StringBuilder line = new StringBuilder(names.isEmpty() ? "none" : "");
        String first = label;
        for (String name : names) {
            if (line.length() + name.length() > WIDTH) {
                facts.row(first, line.toString());
                first = "";
                line.setLength(0);
            }
            line.append(name).append(name.equals(names.get(names.size() - 1)) ? "" : ", ");
        }
        facts.row(first, line.toString());
    }

    private static String model(Checkup.Model model) {
        if (model.location().isEmpty()) {
            return "none, so the built-in demo answers; to choose one: chat aliases set default LOCATION";
        }
        String targets = String.join(" | ", model.targets());
        boolean same = model.location().startsWith(targets);
        return model.location() + (same ? "" : ", which is " + targets) + " (" + model.from() + ")";
    }

    private Map<String, Object> fields(Checkup checkup) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("ok", checkup.problems(Problem.Severity.ERROR).isEmpty());
        fields.put("version", new Version().getVersion()[0]);
        fields.put("java", System.getProperty("java.version"));
        fields.put("files", checkup.files().stream().map(DoctorCommand::file).toList());
        fields.put(
                "providers",
                checkup.providers().stream().map(DoctorCommand::provider).toList());
        fields.put("services_with_key", checkup.withKey());
        fields.put("services_without_key", checkup.withoutKey());
        if (online) {
            fields.put("services_asked_online", checkup.online());
        }
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("from", checkup.model().from());
        model.put("location", checkup.model().location());
        model.put("targets", checkup.model().targets());
        fields.put("default_model", model);
        fields.put(
                "problems",
                Stream.of(Problem.Severity.values())
                        .flatMap(severity -> checkup.problems(severity).stream())
                        .map(DoctorCommand::problem)
                        .toList());
        return fields;
    }

    private static Map<String, Object> file(Sources.Place file) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("role", file.role());
        fields.put("path", file.path());
        fields.put("state", file.state());
        return fields;
    }

    private static Map<String, Object> provider(ProviderStatus status) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("names", status.names());
        fields.put("jar", status.jar());
        fields.put("class", status.className());
        status.problem().ifPresent(problem -> fields.put("problem", problem));
        return fields;
    }

    private static Map<String, Object> problem(Problem problem) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("severity", problem.severity().name());
        fields.put("where", problem.where());
        fields.put("message", problem.message());
        return fields;
    }
}
