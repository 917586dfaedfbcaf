package org.chatmodels.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ConfigurationException;
import org.chatmodels.Resolution;
import org.jspecify.annotations.Nullable;

/** Which model a run talks to: the one asked for, else alias "default", else CHAT_MODEL, else the demo. */
final class ModelChoice {
    private static final String DEFAULT_ALIAS = "default";
    private static final String DEMO = "demo:small";
    private static final String SERVED_DEMO = "openai-compatible:small?base_url=";

    private final Session session;
    private final boolean quiet;
    private String opened = "";

    ModelChoice(Session session, boolean quiet) {
        this.session = session;
        this.quiet = quiet;
    }

    ChatModel open(String asked, List<String> options, String baseUrl, @Nullable Path keyFile) {
        String location = asked.isEmpty() ? unasked() : asked;
        for (String option : options) {
            location = LocationText.with(location, name(option), values(options, name(option)));
        }
        if (!baseUrl.isEmpty()) {
            location = LocationText.with(location, "base_url", List.of(baseUrl));
        }
        opened = opened.isEmpty() ? location : opened;
        return keyFile == null ? session.registry().open(location) : openWithKey(location, keyFile);
    }

    /** What opens the same model another time, but for a key in a file. */
    String opened() {
        return opened;
    }

    private static String name(String option) {
        int equals = option.indexOf('=');
        if (equals < 1) {
            throw wrong("bad_option", "-o takes NAME=VALUE: write, for example, -o temperature=0.2");
        }
        return option.substring(0, equals);
    }

    /** What every -o of that name says, in order: only a repeatable parameter takes more than one. */
    private static List<String> values(List<String> options, String name) {
        return options.stream()
                .filter(option -> LocationText.sameName(option, name))
                .map(option -> option.substring(option.indexOf('=') + 1))
                .toList();
    }

    private String unasked() {
        if (session.hasAlias(DEFAULT_ALIAS)) {
            return DEFAULT_ALIAS;
        }
        String variable = session.variable("CHAT_MODEL");
        if (!variable.isEmpty()) {
            return variable;
        }
        for (Sources.Place file : session.sources().files()) {
            if (file.state().startsWith("cannot")) {
                session.complain(file.path() + " " + file.state());
            }
        }
        String baseUrl = session.serveDemo(DEMO);
        opened = DEMO;
        if (!quiet) {
            session.tell("No model is configured: the built-in demo answers. It strings words together and is no"
                    + " language model. Choose one with -m (chat providers lists them), or export CHAT_MODEL.");
        }
        return SERVED_DEMO + baseUrl;
    }

    /** The key goes to the address that this location resolves to, and to no other. */
    private ChatModel openWithKey(String location, Path keyFile) {
        if (!Files.isReadable(keyFile)) {
            throw wrong(
                    "unreadable_file",
                    "the key file " + keyFile + " cannot be read: check that it is there and may be read");
        }
        Resolution resolution = session.registry().explain(location);
        String origin = resolution.settings().stream()
                .filter(setting -> setting.name().equals("base_url")
                        && setting.target().equals(resolution.targets().get(0)))
                .map(setting -> origin(setting.value()))
                .findFirst()
                .orElseThrow(() -> wrong(
                        "no_address",
                        "--key-file needs a service with an address; this one takes no key: leave it out"));
        String keyed = LocationText.with(location, "credential", List.of("keyfile"));
        return session.registry(Map.of(
                        "chatmodels.credential.keyfile",
                        "file:" + keyFile.toAbsolutePath(),
                        "chatmodels.credential.keyfile.origins",
                        origin))
                .open(keyed);
    }

    private static String origin(String baseUrl) {
        URI uri = URI.create(baseUrl);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private static ChatException wrong(String code, String message) {
        return new ConfigurationException(
                message, ChatException.Details.builder().code(code).build());
    }
}
