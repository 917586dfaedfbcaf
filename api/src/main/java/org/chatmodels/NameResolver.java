package org.chatmodels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From a text to its targets: follows aliases, knows no service. */
final class NameResolver {
    private static final int DEEPEST = 8;
    private static final int MOST_TARGETS = 8;

    private final Configuration configuration;

    NameResolver(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Never empty; a name that is neither location nor alias goes to {@code unknown}, which throws. */
    List<NamedTarget> resolve(String text, OpenPolicy policy, Unknown unknown) {
        Route route = Route.parse(text);
        policy.checkNames(route);
        List<NamedTarget> targets = new ArrayList<>();
        for (Target target : route.targets()) {
            for (String parameter : target.parameters().keySet()) {
                policy.checkParameter(parameter, Parameters.SHARED.find(parameter));
            }
            new Walk(unknown, targets).follow(target, "location", List.of());
        }
        return targets;
    }

    /** Says why a bare name means nothing. */
    interface Unknown {
        ConfigurationException alias(Target target);
    }

    /** One target's way through the aliases. */
    private final class Walk {
        private final Unknown unknown;
        private final List<NamedTarget> targets;
        private final List<String> trail = new ArrayList<>();

        Walk(Unknown unknown, List<NamedTarget> targets) {
            this.unknown = unknown;
            this.targets = targets;
        }

        void follow(Target target, String origin, List<NamedTarget.Layer> outer) {
            List<NamedTarget.Layer> layers = new ArrayList<>(outer);
            layers.add(new NamedTarget.Layer(origin, target.parameters()));
            if (!target.isAlias()) {
                add(NamedTarget.of(target, layers));
                return;
            }
            Optional<Configuration.Value> alias = configuration.alias(target.name());
            enter(target.name());
            for (Target next : route(target, alias).targets()) {
                follow(next, alias.map(Configuration.Value::origin).orElse(origin), layers);
            }
            trail.remove(trail.size() - 1);
        }

        private Route route(Target target, Optional<Configuration.Value> alias) {
            Configuration.Value value = alias.orElseThrow(() -> unknown.alias(target));
            try {
                return Route.parse(value.text());
            } catch (ConfigurationException e) {
                throw new ConfigurationException(
                        "Alias '" + target.name() + "' (" + value.origin() + "): " + e.getMessage());
            }
        }

        private void enter(String name) {
            String circle = String.join(" -> ", trail) + " -> " + name;
            for (String before : trail) {
                if (Names.same(before, name)) {
                    throw new ConfigurationException(
                            "Aliases run in a circle: " + circle + "; let one of them name a location");
                }
            }
            if (trail.size() == DEEPEST) {
                throw new ConfigurationException("More than " + DEEPEST + " aliases lead to one another: " + circle
                        + "; let one of them name a location");
            }
            trail.add(name);
        }

        private void add(NamedTarget target) {
            if (targets.size() == MOST_TARGETS) {
                throw new ConfigurationException(
                        "More than " + MOST_TARGETS + " targets behind the aliases of this text: leave some out");
            }
            targets.add(target);
        }
    }
}
