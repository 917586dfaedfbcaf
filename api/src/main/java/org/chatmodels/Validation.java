package org.chatmodels;

import java.net.ProxySelector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chatmodels.Problem.Severity;
import org.chatmodels.TargetPlan.Registered;
import org.chatmodels.TargetPlan.Request;

/** Tries everything that a configuration declares, without network. */
final class Validation {
    private final Registered registered;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> places = new HashSet<>();

    Validation(Registered registered) {
        this.registered = registered;
    }

    /** Every finding once; no mistake of a provider ends it. */
    List<Problem> run() {
        Configuration configuration = registered.surroundings().configuration();
        addAll(configuration.problems());
        addAll(registered.services().table().problems());
        for (ProviderStatus status : registered.services().providers().statuses()) {
            status.problem()
                    .ifPresent(problem -> addAll(List.of(new Problem(
                            Severity.WARNING, status.jar(), "provider " + status.className() + " " + problem))));
        }
        configuration.aliases().forEach((name, value) -> attempt(value.origin(), () -> alias(name)));
        configuration.services().forEach(this::service);
        configuration.credentials().forEach(this::credential);
        attempt("chatmodels.proxy", () -> registered.surroundings().lookup(ProxySelector.class));
        return List.copyOf(problems);
    }

    private void addAll(List<Problem> found) {
        problems.addAll(found);
        found.forEach(problem -> places.add(problem.where()));
    }

    /** A place that was found wrong before is not looked at again. */
    private void attempt(String where, Runnable check) {
        if (reported(where)) {
            return;
        }
        try {
            check.run();
        } catch (ConfigurationException e) {
            addAll(List.of(new Problem(Severity.ERROR, where, String.valueOf(e.getMessage()))));
        } catch (RuntimeException | LinkageError e) {
            addAll(List.of(new Problem(Severity.ERROR, where, "cannot be checked: " + LoadFailure.describe(e))));
        }
    }

    /** Files say "key, file:line" of a mistake and "key in file line n" of a value. */
    private boolean reported(String where) {
        for (String place : places) {
            int comma = place.indexOf(", ");
            int colon = place.lastIndexOf(':');
            String value = comma > 0 && colon > comma
                    ? place.substring(comma + 2, colon) + " line " + place.substring(colon + 1)
                    : place;
            if (where.equals(place) || where.endsWith(" in " + value)) {
                return true;
            }
        }
        return false;
    }

    private void alias(String name) {
        Services services = registered.services();
        NameResolver resolver = new NameResolver(registered.surroundings().configuration());
        List<NamedTarget> targets = resolver.resolve(name, OpenPolicy.TRUSTED, services::noAlias);
        for (NamedTarget target : targets) {
            plan(target).checkOpenable();
        }
        Later.checkRoute(targets.size());
    }

    private TargetPlan plan(NamedTarget target) {
        return new TargetPlan(
                target,
                registered.services().find(target),
                new Request(ChatOptions.NONE, OpenPolicy.TRUSTED),
                registered);
    }

    private void service(String name) {
        Map<String, Configuration.Value> keys =
                registered.surroundings().configuration().service(name);
        String where = keys.isEmpty() ? name : keys.values().iterator().next().origin();
        if (registered.services().table().whyDisabled(name).isEmpty()) {
            attempt(where, () -> plan(NamedTarget.serviceItself(name)));
        }
    }

    private void credential(Configuration.Credential credential) {
        boolean named = registered.services().table().rows().stream()
                .anyMatch(row -> Names.same(row.service().row().getOrDefault("credential", ""), credential.name()));
        if (!named && credential.origins().isEmpty()) {
            addAll(List.of(new Problem(
                    Severity.WARNING,
                    credential.reference().origin(),
                    "credential '" + credential.name() + "' may go nowhere: write chatmodels.credential."
                            + credential.name() + ".origins = https://HOST, or name it in a service")));
        }
        attempt(credential.reference().origin(), () -> {
            KeySource source = registered
                    .surroundings()
                    .credentials()
                    .source(credential.reference().text());
            if (source.toString().endsWith("not set")) {
                throw new ConfigurationException(
                        "credential '" + credential.name() + "' has no key: " + source.remedy());
            }
        });
    }
}
