package org.chatmodels.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.chatmodels.ConfigurationException;
import org.chatmodels.provider.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stores the key of a service in a file of the user and lets the user's configuration name it. */
@Command(
        name = "set",
        header = "Stores the key of a service: asks for it without showing it, or reads the first line of a pipe.",
        synopsisHeading = "Usage: ",
        customSynopsis = {"chat keys set NAME", "       COMMAND | chat keys set NAME"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  chat keys set groq",
            "  pass show groq | chat keys set groq",
            "  chat keys set corp < corp.key   corp is a service of your configuration",
            "",
            "The key never stands on the command line, where other users and the shell's history would see it."
        })
final class KeysSetCommand extends SessionCommand {
    @Parameters(arity = "1..*", paramLabel = "NAME", description = "A service, as chat providers lists them.")
    private List<String> words = List.of();

    KeysSetCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        if (words.size() > 1 || words.get(0).indexOf('=') >= 0) {
            throw new Refusal("a key is never given on the command line, where other users and the shell's history see"
                    + " it: write chat keys set NAME alone and type the key when asked, or pipe it in");
        }
        Service service = service(words.get(0));
        UserFile file = session().userFile();
        PropertyText before = file.text();
        file.writeKey(service.name(), ask(service, file.key(service.name())));
        file.edit(text -> text.with(KeysCommand.credentialKey(service.name()), "file:" + file.key(service.name()))
                .with(KeysCommand.serviceKey(service.name()), service.name()));
        session()
                .terminal()
                .print("The key for " + service.displayName() + " is stored in " + file.key(service.name()) + "\n");
        tellReplaced(before, KeysCommand.credentialKey(service.name()), "file:" + file.key(service.name()));
        tellReplaced(before, KeysCommand.serviceKey(service.name()), service.name());
        tellWhatWins(service, file.key(service.name()));
        return ExitCode.OK;
    }

    /** What was typed is not repeated: it may be the key. */
    private Service service(String name) {
        KnownServices known = new KnownServices(session().registry());
        Optional<Service> found = known.named(name);
        if (found.isEmpty()) {
            throw new Refusal(unknown(name, known));
        }
        Service service = found.get();
        String reason = whyNone(service);
        if (!reason.isEmpty()) {
            throw new Refusal(service.name() + " " + reason);
        }
        return service;
    }

    private String unknown(String name, KnownServices known) {
        for (org.chatmodels.ProviderStatus provider : session().registry().providers()) {
            if (provider.names().contains(name)) {
                return name + " is a provider without a service of its own and takes no key";
            }
        }
        try {
            session().registry().explain(name + ":x");
        } catch (ConfigurationException e) {
            if (e.code().equals(Optional.of("disabled_service"))) {
                return String.valueOf(e.getMessage());
            }
        }
        return "no service has that name."
                + known.nearest(name)
                        .map(near -> " Did you mean '" + near + "'?")
                        .orElse("")
                + " chat providers lists them; a service of your own is declared in "
                + session().userFile().path();
    }

    private String whyNone(Service service) {
        if (service.name().indexOf('.') >= 0) {
            return "has a dot in its name, which configuration can't have: export "
                    + String.join(" or ", service.keyVariables()) + " instead";
        }
        if (service.status() == Service.Status.RETIRED) {
            return "was shut down"
                    + service.successor().map(next -> ": use " + next).orElse("");
        }
        if (service.baseUrl().isEmpty()) {
            return "has no address of its own, and a key goes to a known address only: declare a service with"
                    + " chatmodels.service.NAME.base_url in "
                    + session().userFile().path() + ", then chat keys set NAME";
        }
        boolean local = service.keyVariables().isEmpty() && !service.keyRequired() && !isDeclared(service);
        return service.auth().equals("none") || local ? "takes no key: just use it" : "";
    }

    private boolean isDeclared(Service service) {
        String prefix = PropertyText.slot("chatmodels.service." + service.name()) + ".";
        return session().sources().settings("service").stream()
                .anyMatch(setting -> PropertyText.slot(setting.key()).startsWith(prefix));
    }

    private String ask(Service service, Path target) {
        String prompt = "The key for " + service.displayName() + " goes into " + target
                + ", which only you can read.\nKey (what you type is not shown): ";
        String given = session()
                .terminal()
                .readHidden(prompt)
                .orElseThrow(() -> new Refusal("no key was given and nothing is changed: type it on a terminal, or"
                        + " pipe it in: COMMAND | chat keys set " + service.name()));
        return KeyText.checked(given, service);
    }

    private void tellReplaced(PropertyText before, String key, String now) {
        before.entry(key)
                .map(entry -> entry.value().strip())
                .filter(value -> !value.equals(now))
                .ifPresent(value -> session()
                        .tell("note: " + key
                                + (isName(value, before)
                                        ? " was '" + value + "' before"
                                        : " had another value before, not shown as it may be a key")));
    }

    private static boolean isName(String value, PropertyText text) {
        return Stream.of("env:", "file:", "sysprop:", "resolver:").anyMatch(value::startsWith)
                || text.entry(KeysCommand.credentialKey(value)).isPresent();
    }

    private void tellWhatWins(Service service, Path target) {
        KnownServices known = new KnownServices(session().registry(Map.of()));
        KnownServices.Key used =
                known.named(service.name()).flatMap(known::key).orElse(new KnownServices.Key("nothing", false));
        if (used.source().startsWith("env:")) {
            session()
                    .tell("note: the environment variable " + used.source().substring("env:".length())
                            + " is set and still wins; unset it to use the stored key");
        } else if (!used.source().equals("file:" + target)) {
            session()
                    .tell("note: the stored key is not used yet, for another source of configuration is stronger;"
                            + " chat explain " + service.name() + ":MODEL shows which");
        }
    }
}
