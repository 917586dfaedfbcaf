package org.chatmodels;

import java.net.ProxySelector;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.chatmodels.Problem.Severity;

/** Tries everything that a configuration declares, without network. */
final class Validation {
    private final ChatModelRegistry registry;
    private final Configuration configuration;
    private final ServiceTable table;
    private final List<Problem> problems = new ArrayList<>();

    Validation(ChatModelRegistry registry) {
        this.registry = registry;
        this.configuration = registry.configuration;
        this.table = registry.found().table;
    }

    /** Every finding once; no mistake of a provider ends it. */
    List<Problem> run() {
        problems.addAll(configuration.problems());
        problems.addAll(table.problems);
        for (ProviderStatus status : registry.found().providers.statuses()) {
            if (status.problem().isPresent()) {
                String problem = status.problem().get();
                add(Severity.WARNING, status.jar(), "provider " + status.className() + " " + problem);
            }
        }
        for (Map.Entry<String, Configuration.Value> alias :
                configuration.aliases().entrySet()) {
            attempt(alias.getValue().origin(), () -> alias(alias.getKey()));
        }
        for (String name : configuration.services()) {
            service(name);
        }
        for (Map.Entry<String, Configuration.Value> declared :
                configuration.credentials().entrySet()) {
            credential(declared.getKey(), declared.getValue());
        }
        attempt("chatmodels.proxy", () -> registry.lookup(ProxySelector.class));
        return List.copyOf(problems);
    }

    private void add(Severity severity, String where, String message) {
        problems.add(new Problem(severity, where, message));
    }

    /** A place that was found wrong before is not looked at again. */
    private void attempt(String where, Runnable check) {
        if (reported(where)) {
            return;
        }
        try {
            check.run();
        } catch (ConfigurationException e) {
            add(Severity.ERROR, where, String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            add(Severity.ERROR, where, "cannot be checked: " + FoundProvider.describe(e));
        }
    }

    /** Files say "key, file:line" of a mistake and "key in file line n" of a value. */
    private boolean reported(String where) {
        for (Problem problem : problems) {
            String place = problem.where();
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
        List<NamedTarget> targets = NamedTarget.resolve(name, OpenPolicy.TRUSTED, registry);
        for (NamedTarget target : targets) {
            new TargetPlan(target, ChatOptions.NONE, OpenPolicy.TRUSTED, registry).checkOpenable();
        }
        TargetPlan.checkRoute(targets);
    }

    private void service(String name) {
        Iterator<Configuration.Value> values =
                configuration.service(name).values().iterator();
        String where = values.hasNext() ? values.next().origin() : name;
        if (table.whyDisabled(name) == null) {
            attempt(where, () -> registry.planOf(name).checkAddress());
        }
    }

    private void credential(String name, Configuration.Value value) {
        String where = value.origin();
        boolean goesSomewhere = !configuration.origins(name).isEmpty();
        for (ServiceRow row : table.rows()) {
            goesSomewhere |= Names.same(row.text("credential"), name);
        }
        if (!goesSomewhere) {
            add(
                    Severity.WARNING,
                    where,
                    "credential '" + name + "' may go nowhere: write chatmodels.credential." + name
                            + ".origins = https://HOST, or name it in a service");
        }
        attempt(where, () -> {
            String reference = value.text().strip();
            if (!KeyBinding.isSet(reference, registry)) {
                throw new ConfigurationException(
                        "missing_key", "credential '" + name + "' has no key: " + KeyBinding.remedy(reference));
            }
        });
    }
}
