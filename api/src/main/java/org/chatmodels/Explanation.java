package org.chatmodels;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.chatmodels.Resolution.Setting;
import org.chatmodels.provider.Service;

/** Writes down what plans came to, and what was seen on the way. */
final class Explanation {
    private static final String BASE_URL = "_BASE_URL";
    private static final Set<String> FIRST = Set.of("base_url", "credential");

    private final Surroundings surroundings;
    private final List<Setting> settings = new ArrayList<>();
    private final Set<String> notices = new LinkedHashSet<>();
    private final List<ModelLocation> targets = new ArrayList<>();

    Explanation(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    Resolution resolution() {
        return new Resolution(targets, settings, surroundings.configuration().files(), List.copyOf(notices));
    }

    /** Adds a target: service, provider, address and key first. */
    void add(TargetPlan plan) {
        targets.add(plan.location());
        Service service = plan.service();
        Merged merged = plan.merged();
        show(plan, "service", service.displayName(), plan.row().origin());
        show(plan, "provider", plan.provider().names().get(0), plan.provider().description());
        if (service.status() != Service.Status.ACTIVE) {
            show(plan, "status", service.status().name().toLowerCase(Locale.ROOT), origin(plan, "status"));
        }
        service.baseUrl()
                .ifPresent(address -> show(
                        plan, "base_url", address, merged.origin("base_url").orElse("")));
        show(
                plan,
                "credential",
                plan.key().shown(plan.origin()),
                merged.origin("credential").orElseGet(() -> origin(plan, "key_env")));
        merged.shown().forEach((name, shown) -> {
            if (!FIRST.contains(name)) {
                show(plan, name, shown.value(), shown.origin());
            }
        });
        notice(plan);
    }

    private void show(TargetPlan plan, String name, String value, String origin) {
        settings.add(new Setting(plan.location(), name, value, origin));
    }

    private static String origin(TargetPlan plan, String key) {
        Configuration.Value value = plan.row().keys().get(key);
        return value == null ? plan.row().origin() : value.origin();
    }

    private void notice(TargetPlan plan) {
        Service service = plan.service();
        switch (service.status()) {
            case RETIRED -> notices.add(TargetPlan.retirement(service));
            case UNVERIFIED ->
                notices.add(
                        "nobody has tried the row of " + service.name() + " against the service: say so if it works");
            case ACTIVE -> {}
        }
        plan.retiredModel().ifPresent(notices::add);
        if (!plan.merged().notYetSupported().isEmpty()) {
            notices.add(String.join(", ", plan.merged().notYetSupported()) + ": not supported yet, open refuses it");
        }
        for (String variable : addressVariables(service)) {
            if (surroundings.variable(variable).isPresent()) {
                notices.add("the variable " + variable + " is ignored: to use another address write chatmodels.service."
                        + service.name() + ".base_url = …");
            }
        }
    }

    /** By which other tools move a service elsewhere, and its key with it. */
    private static Set<String> addressVariables(Service service) {
        Set<String> variables = new LinkedHashSet<>();
        variables.add(service.name().toUpperCase(Locale.ROOT).replace('-', '_') + BASE_URL);
        for (String key : service.keyVariables()) {
            int end = key.lastIndexOf("_API_");
            Optional<String> stem = end > 0 ? Optional.of(key.substring(0, end)) : Optional.empty();
            stem.ifPresent(prefix -> variables.add(prefix + BASE_URL));
        }
        return variables;
    }
}
