package org.chatmodels.cli;

import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ProviderStatus;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists what can be opened, or all about one service. */
@Command(
        name = "providers",
        header = "Lists the services and the provider jars that were found; with NAME all about that service.",
        synopsisHeading = "Usage: ")
final class ProvidersCommand extends SessionCommand {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A service, as it stands before the colon.")
    private String name = "";

    ProvidersCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        ChatModelRegistry registry = session().registry();
        session().terminal().print(name.isEmpty() ? all(registry) : one(registry));
        return ExitCode.OK;
    }

    private String all(ChatModelRegistry registry) {
        Table services = new Table("SERVICE", "NAME", "KEY", "EXAMPLE");
        for (Service service : registry.services()) {
            services.row(service.name(), displayName(service), key(service), example(service));
        }
        Table jars = new Table("PROVIDER", "JAR", "CLASS", "");
        for (ProviderStatus status : registry.providers()) {
            jars.row(
                    status.names().isEmpty() ? "-" : String.join(", ", status.names()),
                    status.jar(),
                    status.className(),
                    status.problem().map(problem -> "not usable: " + problem).orElse(""));
        }
        return services + "\n" + jars + "\nchat providers NAME shows a service's address, key and parameters.\n";
    }

    private static String displayName(Service service) {
        return switch (service.status()) {
            case ACTIVE -> service.displayName();
            case UNVERIFIED -> service.displayName() + " (unverified)";
            case RETIRED ->
                service.displayName()
                        + service.retired().map(day -> " (closed " + day + ")").orElse(" (closed)");
        };
    }

    /** The variable that is set, else the one to set. */
    private String key(Service service) {
        for (String variable : service.keyVariables()) {
            if (!session().variable(variable).isEmpty()) {
                return variable + " is set";
            }
        }
        String credential = service.row().getOrDefault("credential", "");
        if (!credential.isEmpty()) {
            return "credential " + credential;
        }
        if (service.keyVariables().isEmpty()) {
            return "none";
        }
        return service.keyVariables().get(0) + (service.keyRequired() ? "" : " (optional)");
    }

    private static String example(Service service) {
        String model = service.row().getOrDefault("example_model", "");
        return model.isEmpty() ? "" : service.name() + ":" + model;
    }

    private String one(ChatModelRegistry registry) {
        Service service = new KnownServices(registry).named(name).orElse(null);
        StringBuilder page = new StringBuilder();
        if (service != null) {
            Table facts = new Table("", "");
            facts(service).forEach(fact -> facts.row(fact[0], fact[1]));
            page.append(facts).append('\n');
        }
        Table options = new Table("PARAMETER", "TYPE", "DEFAULT", "MEANING");
        for (OptionInfo option : options(registry, service)) {
            options.row(option.name(), type(option), option.defaultValue().orElse(""), option.description());
        }
        return page.append(options).toString();
    }

    private List<OptionInfo> options(ChatModelRegistry registry, @org.jspecify.annotations.Nullable Service service) {
        return registry.options(service == null ? name : service.name());
    }

    private List<String[]> facts(Service service) {
        List<String[]> facts = new ArrayList<>();
        facts.add(new String[] {"service", service.name() + "  " + displayName(service)});
        facts.add(new String[] {"provider", service.provider()});
        service.baseUrl().ifPresent(url -> facts.add(new String[] {"address", url}));
        facts.add(new String[] {"key", String.join(", ", service.keyVariables())});
        facts.add(new String[] {"", key(service)});
        service.successor().ifPresent(next -> facts.add(new String[] {"use instead", next}));
        facts.add(new String[] {"example", example(service)});
        facts.removeIf(fact -> fact[1].isEmpty() || fact[1].equals("none") && fact[0].isEmpty());
        return facts;
    }

    private static String type(OptionInfo option) {
        String type = option.allowed().isEmpty()
                ? option.type().name().toLowerCase(java.util.Locale.ROOT)
                : String.join("|", option.allowed());
        return option.repeatable() ? type + ", repeatable" : type;
    }
}
