package org.chatmodels;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One target of a text, its aliases followed. */
final class NamedTarget {
    /** Origin of what stands in the text itself. */
    static final String TEXT = "location";

    static final int DEEPEST = 8;
    private static final int MOST_TARGETS = 8;

    /** Where it begins in its text; 0 when nowhere. */
    final int column;

    /** With the parameters of all layers, the strongest of each. */
    final ModelLocation location;

    /** Parameters as written by origin: of the text, then of the aliases that led here. */
    final Map<String, Map<String, List<String>>> layers;

    private NamedTarget(Target target, Map<String, Map<String, List<String>>> layers) {
        Map<String, List<String>> merged = new LinkedHashMap<>();
        Set<String> seen = new LinkedHashSet<>();
        for (Map<String, List<String>> layer : layers.values()) {
            Set<String> own = new LinkedHashSet<>();
            layer.forEach((name, values) -> {
                if (!seen.contains(Parameters.key(name))) {
                    merged.put(name, values);
                    own.add(Parameters.key(name));
                }
            });
            seen.addAll(own);
        }
        this.column = target.column();
        this.layers = layers;
        this.location =
                ModelLocation.read(target.name(), target.model().orElse(""), Collections.unmodifiableMap(merged));
    }

    /** A service without a model: for what it offers beside chatting, and to check its row. */
    NamedTarget(String service) {
        this.column = 0;
        this.layers = Map.of(TEXT, Map.of());
        this.location = ModelLocation.read(FoundProvider.spelling(service), "", Map.of());
    }

    /** Never empty; ConfigurationException for a name without model that is no alias. */
    static List<NamedTarget> resolve(String text, OpenPolicy policy, ChatModelRegistry registry) {
        Route route = Route.parse(text);
        policy.checkNames(route);
        List<NamedTarget> targets = new ArrayList<>();
        for (Target target : route.targets()) {
            for (String parameter : target.parameters().keySet()) {
                policy.checkParameter(parameter, Parameters.SHARED.find(parameter));
            }
            Map<String, Map<String, List<String>>> layers = Map.of(TEXT, target.parameters());
            add(follow(target, layers, List.of(), registry), targets);
        }
        return targets;
    }

    /** As the alias of that name and origin has it. */
    static List<NamedTarget> resolve(Target target, String alias, String origin, ChatModelRegistry registry) {
        return follow(target, Map.of(origin, target.parameters()), List.of(alias), registry);
    }

    /** {@code trail} names the aliases that led here. */
    private static List<NamedTarget> follow(
            Target target,
            Map<String, Map<String, List<String>>> layers,
            List<String> trail,
            ChatModelRegistry registry) {
        if (!target.isAlias()) {
            return List.of(new NamedTarget(target, layers));
        }
        Configuration.Value alias = registry.configuration.alias(target.name()).orElse(null);
        if (alias == null) {
            throw registry.found().noAlias(target);
        }
        List<String> longer = longer(trail, target.name());
        List<NamedTarget> targets = new ArrayList<>();
        for (Target next : route(target.name(), alias).targets()) {
            Map<String, Map<String, List<String>>> more = new LinkedHashMap<>(layers);
            more.put(alias.origin(), next.parameters());
            add(follow(next, more, longer, registry), targets);
        }
        return targets;
    }

    /** Stops at once, before aliases that lead to many aliases each have grown. */
    private static void add(List<NamedTarget> more, List<NamedTarget> targets) {
        targets.addAll(more);
        checkCount(targets.size());
    }

    static void checkCount(int targets) {
        if (targets > MOST_TARGETS) {
            throw new ConfigurationException(
                    "too_many_targets",
                    "More than " + MOST_TARGETS + " targets behind the aliases of this text or the fallbacks of this"
                            + " call: leave some out");
        }
    }

    private static Route route(String name, Configuration.Value alias) {
        try {
            return Route.parse(alias.text());
        } catch (ConfigurationException e) {
            throw e.at("Alias '" + name + "' (" + alias.origin() + ")");
        }
    }

    /** ConfigurationException prints a circle or a trail that is too long. */
    static List<String> longer(List<String> trail, String name) {
        String circle = String.join(" -> ", trail) + " -> " + name + "; let one of them name a location";
        for (String before : trail) {
            if (Names.same(before, name)) {
                throw new ConfigurationException("alias_circle", "Aliases run in a circle: " + circle);
            }
        }
        if (trail.size() == DEEPEST) {
            throw new ConfigurationException(
                    "aliases_too_deep", "More than " + DEEPEST + " aliases lead to one another: " + circle);
        }
        List<String> longer = new ArrayList<>(trail);
        longer.add(name);
        return longer;
    }
}
