package org.chatmodels.cli;

import java.util.Locale;
import java.util.Optional;
import org.chatmodels.ConfigurationException;
import org.chatmodels.provider.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes a stored key and the lines that name it; works also while the configuration has mistakes. */
@Command(
        name = "rm",
        header = "Removes a key that chat keys set stored, and its lines in your configuration.",
        synopsisHeading = "Usage: ",
        footerHeading = "%nExample:%n",
        footer = "  chat keys rm groq")
final class KeysRemoveCommand extends SessionCommand {
    @Parameters(paramLabel = "NAME", description = "The service.")
    private String name = "";

    KeysRemoveCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        Optional<Service> service = service();
        String stored = service.map(Service::name).orElseGet(this::spelled);
        UserFile file = session().userFile();
        String reference = "file:" + file.key(stored);
        PropertyText before = file.text();
        Optional<String> declared = value(before, KeysCommand.credentialKey(stored));
        boolean ours = declared.isEmpty() || declared.get().equals(reference);
        boolean named = ours
                && value(before, KeysCommand.serviceKey(stored))
                        .filter(stored::equals)
                        .isPresent();
        boolean deleted = file.deleteKey(stored);
        if (!deleted && !named && (declared.isEmpty() || !ours)) {
            throw new Refusal("no key is stored for "
                    + (service.isPresent() ? stored : "a service of that name; chat keys ls lists them"));
        }
        if (ours) {
            file.edit(text -> named
                    ? text.without(KeysCommand.credentialKey(stored)).without(KeysCommand.serviceKey(stored))
                    : text.without(KeysCommand.credentialKey(stored)));
        }
        session().terminal().print("The stored key for " + stored + " is removed\n");
        tellWhatStays(stored, ours);
        service.ifPresent(this::tellVariables);
        return ExitCode.OK;
    }

    private Optional<Service> service() {
        try {
            return new KnownServices(session().registry()).named(name);
        } catch (ConfigurationException e) {
            return Optional.empty();
        }
    }

    /** As a service that is not known any more would be stored; nothing that leads out of the folder. */
    private String spelled() {
        String spelled = name.toLowerCase(Locale.ROOT).replace('_', '-');
        for (int i = 0; i < spelled.length(); i++) {
            char c = spelled.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
                throw new Refusal("that is no name of a service; chat keys ls lists them");
            }
        }
        return spelled;
    }

    private static Optional<String> value(PropertyText text, String key) {
        return text.entry(key).map(entry -> entry.value().strip());
    }

    private void tellWhatStays(String stored, boolean ours) {
        if (!ours) {
            session()
                    .tell("note: " + KeysCommand.credentialKey(stored) + " stays, for it names another place; it is in "
                            + session().userFile().path());
        }
        for (Sources.Setting setting : session().sources().settings("service")) {
            if (ours && setting.key().endsWith(".credential") && setting.value().equals(stored)) {
                session()
                        .tell("note: " + setting.key() + " (" + setting.where() + ") still names the credential "
                                + stored);
            }
        }
    }

    private void tellVariables(Service service) {
        for (String variable : service.keyVariables()) {
            if (!session().variable(variable).isEmpty()) {
                session().tell("note: the environment variable " + variable + " is set and still used");
            }
        }
    }
}
