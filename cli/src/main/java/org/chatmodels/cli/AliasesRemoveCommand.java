package org.chatmodels.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes an alias from the user's configuration; works also while that has mistakes, such as a circle. */
@Command(
        name = "rm",
        header = "Removes an alias from your configuration.",
        synopsisHeading = "Usage: ",
        footerHeading = "%nExample:%n",
        footer = "  chat aliases rm fast")
final class AliasesRemoveCommand extends SessionCommand {
    @Parameters(paramLabel = "NAME", description = "The alias.")
    private String name = "";

    AliasesRemoveCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        String key = AliasesCommand.key(name);
        UserFile file = session().userFile();
        if (file.text().entry(key).isEmpty()) {
            throw new Refusal("there is no alias " + name + " in " + file.path() + elsewhere(key)
                    + "; chat aliases ls lists all");
        }
        file.edit(text -> text.without(key));
        session().terminal().print("The alias " + name + " is removed\n");
        tellWhatStays(key, session().sources());
        return ExitCode.OK;
    }

    private String elsewhere(String key) {
        return session()
                .sources()
                .setting(key)
                .map(other -> "; it comes from " + other.where())
                .orElse("");
    }

    /** Where else the alias comes from; if nowhere, the aliases that lead to it. */
    private void tellWhatStays(String key, Sources sources) {
        Optional<Sources.Setting> other = sources.setting(key);
        if (other.isPresent()) {
            session()
                    .tell("note: " + name + " still comes from " + other.get().where() + ": "
                            + LocationText.shown(other.get().value()));
            return;
        }
        for (Sources.Setting alias : sources.settings("alias")) {
            for (String target : List.of(alias.value().split("\\|"))) {
                String used = target.strip();
                int question = used.indexOf('?');
                String bare = question < 0 ? used : used.substring(0, question);
                if (bare.indexOf(':') < 0 && PropertyText.sameKey("chatmodels.alias." + bare, key)) {
                    session().tell("note: " + alias.key() + " (" + alias.where() + ") still leads to it");
                }
            }
        }
    }
}
