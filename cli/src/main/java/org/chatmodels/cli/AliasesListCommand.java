package org.chatmodels.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All aliases of all sources, in the order of their names, also those that a stronger source overrides. */
@Command(
        name = "ls",
        header = "Lists the aliases of all sources and where each stands.",
        synopsisHeading = "Usage: ",
        footerHeading = "%nExamples:%n",
        footer = {"  chat aliases ls", "  chat aliases ls --json"})
final class AliasesListCommand extends SessionCommand {
    @Option(names = "--json", description = "Prints a JSON list: name, location, from, overridden.")
    private boolean json;

    AliasesListCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        Sources sources = session().sources();
        List<Sources.Setting> aliases = new ArrayList<>(sources.settings("alias"));
        aliases.sort(Comparator.comparing(setting -> PropertyText.slot(setting.key())));
        Map<String, String> winners = new HashMap<>();
        List<Object> objects = new ArrayList<>();
        Table table = new Table("ALIAS", "LOCATION", "FROM", "");
        for (Sources.Setting alias : aliases) {
            String name = alias.key().substring("chatmodels.alias.".length());
            String winner = winners.putIfAbsent(PropertyText.slot(alias.key()), alias.where());
            table.row(
                    name,
                    LocationText.shown(alias.value()),
                    alias.where(),
                    winner == null ? "" : "overridden by " + winner);
            objects.add(fields(name, alias, winner != null));
        }
        if (json) {
            session().terminal().print(Json.write(objects) + "\n");
        } else if (aliases.isEmpty()) {
            session().tell("No alias yet: write, for example, chat aliases set default demo:small");
        } else {
            session().terminal().print(table.toString());
        }
        for (Sources.Place file : sources.files()) {
            if (file.state().startsWith("cannot")) {
                session().tell("note: " + file.path() + " " + file.state());
            }
        }
        return ExitCode.OK;
    }

    private static Map<String, Object> fields(String name, Sources.Setting alias, boolean overridden) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("location", LocationText.shown(alias.value()));
        fields.put("from", alias.where());
        fields.put("overridden", overridden);
        return fields;
    }
}
