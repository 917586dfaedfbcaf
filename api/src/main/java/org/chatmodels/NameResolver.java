package org.chatmodels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From a text to its targets: follows aliases. */
final class NameResolver {
    /** Origin of what stands in the text itself. */
    static final String TEXT = "location";

    private static final int DEEPEST = 8;
    private static final int MOST_TARGETS = 8;

    private final Surroundings surroundings;
    private final List<NamedTarget> targets = new ArrayList<>();
    private final List<String> trail = new ArrayList<>();

    private NameResolver(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Never empty; ConfigurationException for a name without model that is no alias. */
    static List<NamedTarget> resolve(String text, OpenPolicy policy, Surroundings surroundings) {
        Route route = Route.parse(text);
        policy.checkNames(route);
        NameResolver resolver = new NameResolver(surroundings);
        for (Target target : route.targets()) {
            for (String parameter : target.parameters().keySet()) {
                policy.checkParameter(parameter, Parameters.SHARED.find(parameter));
            }
            resolver.follow(target, TEXT, Map.of());
        }
        return resolver.targets;
    }

    private void follow(Target target, String origin, Map<String, Map<String, List<String>>> outer) {
        Map<String, Map<String, List<String>>> layers = new LinkedHashMap<>(outer);
        layers.put(origin, target.parameters());
        if (!target.isAlias()) {
            if (targets.size() == MOST_TARGETS) {
                throw new ConfigurationException(
                        "More than " + MOST_TARGETS + " targets behind the aliases of this text: leave some out");
            }
            targets.add(new NamedTarget(target, layers));
            return;
        }
        Configuration.Value alias = surroundings
                .configuration
                .alias(target.name())
                .orElseThrow(() -> surroundings.services().noAlias(target));
        enter(target.name());
        for (Target next : route(target.name(), alias).targets()) {
            follow(next, alias.origin(), layers);
        }
        trail.remove(trail.size() - 1);
    }

    private static Route route(String name, Configuration.Value alias) {
        try {
            return Route.parse(alias.text());
        } catch (ConfigurationException e) {
            throw new ConfigurationException("Alias '" + name + "' (" + alias.origin() + "): " + e.getMessage());
        }
    }

    private void enter(String name) {
        String circle = String.join(" -> ", trail) + " -> " + name + "; let one of them name a location";
        for (String before : trail) {
            if (Names.same(before, name)) {
                throw new ConfigurationException("Aliases run in a circle: " + circle);
            }
        }
        if (trail.size() == DEEPEST) {
            throw new ConfigurationException("More than " + DEEPEST + " aliases lead to one another: " + circle);
        }
        trail.add(name);
    }
}
