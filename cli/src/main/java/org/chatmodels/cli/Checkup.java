package org.chatmodels.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.zip.ZipFile;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ConfigurationException;
import org.chatmodels.Problem;
import org.chatmodels.ProviderStatus;
import org.chatmodels.Resolution;
import org.chatmodels.ServiceCheck;
import org.chatmodels.provider.Service;
import org.jspecify.annotations.Nullable;

/** What there is and what is wrong with it, without network unless asked for; a configuration that can't be built is a finding too. */
final class Checkup {
    private static final String DEFAULT = "default";

    private final Session session;
    private final Sources sources;
    private final List<Problem> problems = new ArrayList<>();
    private final List<ProviderStatus> providers = new ArrayList<>();
    private final List<String> withKey = new ArrayList<>();
    private final List<String> withoutKey = new ArrayList<>();
    private final Set<String> online = new TreeSet<>();
    private final Model model;
    private final boolean blind;

    /** The model of a run without -m: what chose it, and what it comes to, which is empty if nothing; no key is in it. */
    record Model(String from, String location, List<String> targets) {}

    private Checkup(Session session) {
        this.session = session;
        this.sources = session.sources();
        ChatModelRegistry registry = registry();
        blind = registry == null;
        if (registry != null) {
            problems.addAll(registry.validate());
            providers.addAll(registry.providers());
            keys(new KnownServices(registry));
        }
        model = model(registry);
        keyFiles();
        jars();
    }

    static Checkup of(Session session) {
        return new Checkup(session);
    }

    /** Asks each service that can be asked how it is; what it finds, or its failure, are problems too. */
    void askOnline() {
        if (blind) {
            return;
        }
        ServiceQuestions<List<Problem>> questions =
                new ServiceQuestions<List<Problem>>(session, this::check).silence(Duration.ofSeconds(1));
        questions.ask().forEach((service, found) -> {
            online.add(service);
            found.forEach(problem -> problems.add(new Problem(
                    problem.severity(), ListedModel.plain(problem.where()), Terminal.plain(problem.message(), true))));
        });
        questions.failures().forEach((service, why) -> {
            online.add(service);
            problems.add(new Problem(Problem.Severity.ERROR, service, Terminal.plain(why, true)));
        });
    }

    private Optional<Supplier<List<Problem>>> check(String service) {
        return withoutKey.contains(service)
                ? Optional.empty()
                : session.registry().service(service, ServiceCheck.class).map(check -> check::check);
    }

    /** Names of the services that were asked, in order. */
    List<String> online() {
        return List.copyOf(online);
    }

    List<Problem> problems(Problem.Severity severity) {
        return problems.stream()
                .filter(problem -> problem.severity() == severity)
                .toList();
    }

    List<Sources.Place> files() {
        return sources.files();
    }

    /** Whether the configuration is so wrong that nothing more is known. */
    boolean isBlind() {
        return blind;
    }

    List<ProviderStatus> providers() {
        return providers;
    }

    /** Names of services. */
    List<String> withKey() {
        return withKey;
    }

    /** Names of services that need one. */
    List<String> withoutKey() {
        return withoutKey;
    }

    Model model() {
        return model;
    }

    private @Nullable ChatModelRegistry registry() {
        try {
            return session.registry();
        } catch (ConfigurationException e) {
            error("configuration", e);
            return null;
        }
    }

    private void error(String where, ConfigurationException e) {
        problems.add(new Problem(Problem.Severity.ERROR, where, String.valueOf(e.getMessage())));
    }

    private void warn(String where, String message) {
        problems.add(new Problem(Problem.Severity.WARNING, where, message));
    }

    private void keys(KnownServices services) {
        for (Service service : services.all()) {
            boolean set = services.key(service).filter(KnownServices.Key::set).isPresent();
            if (set) {
                withKey.add(service.name());
            } else if (service.keyRequired() && service.status() != Service.Status.RETIRED) {
                withoutKey.add(service.name());
            }
        }
    }

    private Model model(@Nullable ChatModelRegistry registry) {
        Optional<Sources.Setting> alias = sources.setting("chatmodels.alias." + DEFAULT);
        String variable = session.variable("CHAT_MODEL");
        if (alias.isEmpty() && variable.isEmpty()) {
            return new Model("built-in demo", "", List.of());
        }
        String from = alias.map(Sources.Setting::where).orElse("environment CHAT_MODEL");
        String location = alias.map(Sources.Setting::value).orElse(variable);
        return new Model(from, LocationText.shown(location), targets(registry, alias.isPresent() ? DEFAULT : variable));
    }

    /** Of the alias everything is reported by the registry itself. */
    private List<String> targets(@Nullable ChatModelRegistry registry, String location) {
        List<String> targets = new ArrayList<>();
        if (registry == null) {
            return targets;
        }
        try {
            Resolution resolution = registry.explain(location);
            for (org.chatmodels.ModelLocation target : resolution.targets()) {
                targets.add(target.provider() + ":" + target.model());
                if (withoutKey.contains(target.provider()) && targets.size() == 1) {
                    warn("default model", target.provider() + " has no key: chat keys set " + target.provider());
                }
            }
        } catch (ConfigurationException e) {
            if (!location.equals(DEFAULT)) {
                error("environment CHAT_MODEL", e);
            }
        }
        return targets;
    }

    private void keyFiles() {
        Set<Path> files = new LinkedHashSet<>();
        for (Sources.Setting credential : sources.settings("credential")) {
            if (credential.value().startsWith("file:")) {
                try {
                    String path = credential.value().substring("file:".length()).strip();
                    String home = System.getProperty("user.home", "~");
                    files.add(Path.of(path.startsWith("~/") ? home + path.substring(1) : path));
                } catch (InvalidPathException e) {
                    warn(credential.where(), "that is no path: write file: and the path of a file");
                }
            }
        }
        Path folder = session.userFile().keys();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> stored = Files.newDirectoryStream(folder)) {
                stored.forEach(files::add);
            } catch (IOException e) {
                warn(folder.toString(), "it can't be listed: " + UserFile.why(e));
            }
        }
        for (Path file : files) {
            permissions(file);
        }
    }

    /** Java passes over a file that is no jar without a word. */
    private void jars() {
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
            if (entry.endsWith(".jar") && Files.isRegularFile(Path.of(entry))) {
                try {
                    new ZipFile(entry).close();
                } catch (IOException e) {
                    warn(
                            entry,
                            "it is no jar, or not a whole one, and Java passes over it: fetch it anew or remove it");
                }
            }
        }
    }

    private void permissions(Path file) {
        try {
            if (Files.isRegularFile(file) && SafeWrite.isOpenToOthers(file)) {
                warn(file.toString(), "others may read or change this key: chmod 600 " + file);
            }
        } catch (IOException e) {
            warn(file.toString(), "its permissions can't be read: " + UserFile.why(e));
        }
    }
}
