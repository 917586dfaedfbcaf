package org.chatmodels.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.provider.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Where the key of each service comes from. */
@Command(
        name = "ls",
        header = "Lists where the key of each service comes from and whether it is set, never the key.",
        synopsisHeading = "Usage: ",
        footerHeading = "%nExamples:%n",
        footer = {
            "  chat keys ls",
            "  chat keys ls --json",
            "",
            "env:NAME is an environment variable, file:PATH a stored key, resolver:NAME and sysprop:NAME come from",
            "an application's configuration."
        })
final class KeysListCommand extends SessionCommand {
    @Option(names = "--json", description = "Prints a JSON list: service, source, set, required.")
    private boolean json;

    KeysListCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        KnownServices known = new KnownServices(session().registry());
        List<Object> objects = new ArrayList<>();
        Table set = new Table("SERVICE", "KEY FROM", "");
        Table unset = new Table("", "", "");
        for (Service service : known.all()) {
            Optional<KnownServices.Key> key = known.key(service);
            if (key.isPresent()) {
                String source = key.get().source();
                objects.add(fields(service, key.get()));
                (key.get().set() ? set : unset)
                        .row(service.name(), source, key.get().set() ? "set" : "not set" + optional(service));
            }
        }
        session()
                .terminal()
                .print(json ? Json.write(objects) + "\n" : set.and(unset).toString());
        if (!json) {
            session().tell("chat keys set NAME stores a key; a variable that is set wins over it.");
        }
        return ExitCode.OK;
    }

    private static String optional(Service service) {
        return service.keyRequired() ? "" : " (optional)";
    }

    private static Map<String, Object> fields(Service service, KnownServices.Key key) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("service", service.name());
        fields.put("source", key.source());
        fields.put("set", key.set());
        fields.put("required", service.keyRequired());
        return fields;
    }
}
