package org.chatmodels.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ConfigurationException;
import org.chatmodels.ModelLocation;
import org.chatmodels.Resolution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes an alias into the user's configuration after trying it. */
@Command(
        name = "set",
        header = "Gives a location, a route or another alias a short name; the name default is the model without -m.",
        synopsisHeading = "Usage: ",
        footerHeading = "%nExamples:%n",
        footer = {
            "  chat aliases set fast ollama:llama3.2:3b",
            "  chat aliases set default \"groq:openai/gpt-oss-20b?temperature=0.2\"",
            "  chat aliases set sturdy \"groq:openai/gpt-oss-20b | fast\""
        })
final class AliasesSetCommand extends SessionCommand {
    /** What may come later: a jar, a service, a credential. */
    private static final Set<String> MISSING =
            Set.of("unknown_name", "provider_missing", "broken_provider", "unknown_credential", "disabled_service");

    @Parameters(index = "0", paramLabel = "NAME", description = "Letters, digits, '-' and '_'.")
    private String name = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "LOCATION",
            description = "provider:model?name=value, an alias, or a route \"a | b\" in quotes.")
    private List<String> words = List.of();

    @Option(
            names = "--force",
            description = "Writes it although what it names can't be found, such as a jar that comes later.")
    private boolean force;

    AliasesSetCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        String key = AliasesCommand.key(name);
        String location = String.join(" ", words).strip();
        UserFile file = session().userFile();
        file.text();
        Optional<Resolution> resolution = resolve(key, location);
        Optional<Sources.Setting> before = session().sources().setting(key);
        file.edit(text -> text.with(key, location));
        session().terminal().print(name + " is now " + location + targets(resolution, location) + "\n");
        resolution.ifPresent(this::tellOfKeys);
        tellWhatWins(key, before);
        return ExitCode.OK;
    }

    /** Empty for one that is written although nobody knows what it names; the grammar holds for that too. */
    private Optional<Resolution> resolve(String key, String location) {
        ChatModelRegistry changed = session().registry(Map.of(key, location));
        try {
            Resolution found = changed.explain(location);
            tellIfClosed(changed, location);
            return Optional.of(found);
        } catch (ConfigurationException e) {
            boolean unknown = MISSING.contains(e.code().orElse(""));
            if (!unknown || !force) {
                throw new Refusal(e.getMessage() + (unknown ? "\n--force writes the alias all the same" : ""), e);
            }
            session().tell("note: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void tellIfClosed(ChatModelRegistry registry, String location) {
        try {
            registry.open(location);
        } catch (ConfigurationException e) {
            session().tell("note: it can't be opened now: " + e.getMessage());
        }
    }

    private static String targets(Optional<Resolution> resolution, String location) {
        String targets = resolution
                .map(found -> String.join(
                        " | ",
                        found.targets().stream()
                                .map(target -> target.provider() + ":" + target.model())
                                .toList()))
                .orElse("");
        return location.startsWith(targets) ? "" : ", which is " + targets;
    }

    private void tellOfKeys(Resolution resolution) {
        KnownServices known = new KnownServices(session().registry());
        for (ModelLocation target : resolution.targets()) {
            known.named(target.provider())
                    .filter(service -> service.keyRequired()
                            && target.parameters().keySet().stream()
                                    .noneMatch(parameter -> LocationText.sameName(parameter, "base_url")))
                    .filter(service ->
                            known.key(service).filter(key -> !key.set()).isPresent())
                    .ifPresent(service -> session()
                            .tell("note: " + service.name() + " has no key yet: chat keys set " + service.name()
                                    + (service.keyVariables().isEmpty()
                                            ? ""
                                            : ", or export "
                                                    + service.keyVariables().get(0))));
        }
    }

    private void tellWhatWins(String key, Optional<Sources.Setting> before) {
        Sources.Setting used = session().sources().setting(key).orElseThrow();
        String own = session().userFile().path() + ":";
        if (!used.where().startsWith(own)) {
            session()
                    .tell("note: " + used.where() + " is stronger: " + name + " stays "
                            + LocationText.shown(used.value()));
        } else if (before.isPresent() && !before.get().value().equals(used.value())) {
            session()
                    .tell("It was " + LocationText.shown(before.get().value()) + " before ("
                            + before.get().where() + ")");
        }
    }
}
