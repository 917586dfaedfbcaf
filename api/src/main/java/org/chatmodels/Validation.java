package org.chatmodels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chatmodels.Problem.Severity;
import org.chatmodels.provider.Service;

/** Tries everything that a configuration declares, without network. */
final class Validation {
    private static final int LONGEST_TRAIL = 64;

    private final ChatModelRegistry registry;
    private final Configuration configuration;
    private final ServiceTable table;
    private final List<Problem> problems = new ArrayList<>();

    /** By {@link Names#normal normal} name of an alias that was checked, whether it leads somewhere. */
    private final Map<String, Boolean> sound = new HashMap<>();

    private final Set<String> ignored = new HashSet<>();

    Validation(ChatModelRegistry registry) {
        this.registry = registry;
        this.configuration = registry.configuration;
        this.table = registry.found().table;
    }

    /** Every finding once; no mistake of a provider ends it. */
    List<Problem> run() {
        problems.addAll(configuration.problems());
        problems.addAll(table.problems);
        problems.addAll(registry.catalogue.problems());
        for (ProviderStatus status : registry.found().providers.statuses()) {
            if (status.problem().isPresent()) {
                String problem = status.problem().get();
                add(Severity.WARNING, status.jar(), "provider " + status.className() + " " + problem);
            }
        }
        for (ServiceRow row : table.rows()) {
            row(row);
        }
        for (String alias : configuration.aliases().keySet()) {
            isSound(alias, List.of());
        }
        configuration.credentials().forEach(this::credential);
        return List.copyOf(problems);
    }

    private void add(Severity severity, String where, String message) {
        boolean placed = message.startsWith(where + ": ");
        problems.add(new Problem(severity, where, placed ? message.substring(where.length() + 2) : message));
    }

    private boolean attempt(String where, Runnable check) {
        try {
            check.run();
            return true;
        } catch (ConfigurationException e) {
            add(Severity.ERROR, where, String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            add(Severity.ERROR, where, "cannot be checked: " + FoundProvider.describe(e));
        }
        return false;
    }

    private boolean isReported(String where) {
        for (Problem problem : problems) {
            if (problem.severity() == Severity.ERROR && problem.where().equals(where)) {
                return true;
            }
        }
        return false;
    }

    /** Checks a service of the configuration as far as can be without a model, of others only whether they are served. */
    private void row(ServiceRow row) {
        for (String placeholder : row.placeholders()) {
            problems.removeIf(problem -> problem.where().equals("environment " + row.variable(placeholder)));
        }
        for (String variable : Resolution.ignoredVariables(row, registry)) {
            if (ignored.add(variable)) {
                add(Severity.WARNING, "environment " + variable, "It" + Resolution.ignored(row));
            }
        }
        attempt(row.origin("provider"), () -> {
            registry.found().serving(row, row.name);
            if (!configuration.service(row.name).isEmpty()) {
                TargetPlan plan = registry.planOf(row.name);
                plan.faults.forEach((place, fault) -> add(Severity.ERROR, place, String.valueOf(fault.getMessage())));
                dialect(plan);
            }
        });
    }

    /** Only its provider knows what may stand below dialect, and which wire formats there are. */
    private void dialect(TargetPlan plan) {
        boolean special = plan.row.keys.containsKey("api")
                || !plan.row.service().dialect().isEmpty();
        boolean opens = plan.faults.isEmpty() && plan.row.service().status() != Service.Status.RETIRED;
        if (!special || !opens || attempt(plan.row.origin("api"), plan::open)) {
            return;
        }
        Problem found = problems.remove(problems.size() - 1);
        String where = found.where();
        int first = Integer.MAX_VALUE;
        for (Map.Entry<String, Configuration.Value> key : plan.row.keys.entrySet()) {
            int named = key.getKey().startsWith("dialect.") ? found.message().indexOf(key.getKey()) : -1;
            where = named >= 0 && named < first ? key.getValue().origin() : where;
            first = named >= 0 ? Math.min(named, first) : first;
        }
        add(Severity.ERROR, where, found.message());
    }

    /** Checks an alias and those that it names, each once; {@code trail} led to it. */
    private boolean isSound(String name, List<String> trail) {
        Configuration.Value value = configuration.alias(name).orElseThrow();
        List<String> longer = new ArrayList<>(trail);
        longer.add(name);
        for (int i = 0; i < trail.size(); i++) {
            if (Names.same(trail.get(i), name) || i == LONGEST_TRAIL - 1) {
                int start = Names.same(trail.get(i), name) ? i : trail.size() - NamedTarget.DEEPEST;
                attempt(value.origin(), () -> NamedTarget.longer(trail.subList(start, trail.size()), name));
                return false;
            }
        }
        Boolean known = sound.get(Names.normal(name));
        if (known != null) {
            return known;
        }
        boolean good = !isReported(value.origin());
        if (good) {
            for (Target target : Route.parse(value.text()).targets()) {
                good &= leadsSomewhere(target, longer, value.origin());
            }
            good = good && attempt(value.origin(), () -> NamedTarget.resolve(name, OpenPolicy.TRUSTED, registry));
        }
        sound.put(Names.normal(name), good);
        return good;
    }

    /** {@code trail} ends with the alias that has it. */
    private boolean leadsSomewhere(Target target, List<String> trail, String where) {
        if (target.isAlias() && configuration.alias(target.name()).isPresent() && !isSound(target.name(), trail)) {
            return false;
        }
        String alias = trail.get(trail.size() - 1);
        return attempt(where, () -> {
            for (NamedTarget named : NamedTarget.resolve(target, alias, where, registry)) {
                TargetPlan plan = new TargetPlan(named, ChatOptions.NONE, OpenPolicy.TRUSTED, registry);
                plan.faults.values().forEach(fault -> addOnce(where, String.valueOf(fault.getMessage())));
                if (plan.faults.isEmpty()) {
                    plan.open();
                }
            }
        });
    }

    /** What is wrong with a service is said of the service, or of the first alias that leads to it. */
    private void addOnce(String where, String message) {
        if (problems.stream().noneMatch(problem -> problem.message().equals(message))) {
            add(Severity.ERROR, where, message);
        }
    }

    private void credential(String name, Configuration.Value value) {
        String where = value.origin();
        if (isReported(where)) {
            return;
        }
        boolean goesSomewhere = configuration.origins(name).isPresent();
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
            boolean written = ConfigurationReader.reference(reference).isEmpty();
            boolean set = reference.startsWith("resolver:")
                    ? KeyBinding.isSet(reference, registry)
                    : !written || KeyBinding.secret(reference, registry).isPresent();
            if (!set) {
                throw new ConfigurationException(
                        "missing_key", "credential '" + name + "' has no key: " + KeyBinding.remedy(reference));
            }
        });
    }
}
