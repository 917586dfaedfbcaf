package org.chatmodels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chatmodels.Configuration.Value;

/** Which alias refers to which: finds circles, too long chains and names that lead nowhere. */
final class AliasGraph {
    /** Longest chain of aliases that is followed. */
    static final int DEPTH = 8;

    private static final int LONGEST_PATH = 64;

    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, List<String>> references = new HashMap<>();
    private final Set<String> checked = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> names;
    private final boolean complete;

    /** {@code complete} when there can be no aliases but these. */
    AliasGraph(Map<String, Value> aliases, boolean complete) {
        this.complete = complete;
        this.names = List.copyOf(aliases.keySet());
        for (Map.Entry<String, Value> alias : aliases.entrySet()) {
            values.put(Names.normal(alias.getKey()), alias.getValue());
            references.put(
                    Names.normal(alias.getKey()), references(alias.getValue().text()));
        }
    }

    /** ConfigurationException that prints the circle, if there is one. */
    List<Problem> check() {
        for (String name : names) {
            follow(name, new ArrayList<>());
        }
        checkDepth();
        return problems;
    }

    private void follow(String name, List<String> path) {
        for (int i = 0; i < path.size(); i++) {
            if (Names.same(path.get(i), name)) {
                throw circle(path.subList(i, path.size()), name);
            }
        }
        path.add(name);
        for (String next : references.getOrDefault(Names.normal(name), List.of())) {
            if (!references.containsKey(Names.normal(next))) {
                unknown(name, next);
            } else if (path.size() < LONGEST_PATH && !checked.contains(Names.normal(next))) {
                follow(next, path);
            }
        }
        path.remove(path.size() - 1);
        checked.add(Names.normal(name));
    }

    private void checkDepth() {
        Map<String, Integer> depths = new HashMap<>();
        for (int round = 0; round <= DEPTH; round++) {
            for (String name : references.keySet()) {
                depths.put(name, depth(name, depths));
            }
        }
        for (String name : names) {
            if (depths.getOrDefault(Names.normal(name), 0) > DEPTH) {
                report(name, "The alias leads over more than 8 aliases: let it name a location");
            }
        }
    }

    /** What is known of it so far: after nine rounds enough to tell more than eight. */
    private int depth(String name, Map<String, Integer> depths) {
        int deepest = 0;
        for (String next : references.getOrDefault(name, List.of())) {
            deepest = Math.max(deepest, depths.getOrDefault(Names.normal(next), 0));
        }
        return deepest + 1;
    }

    private void unknown(String name, String reference) {
        if (complete && !checked.contains(Names.normal(name))) {
            report(
                    name,
                    "No alias '" + reference + "'." + Names.suggestion(reference, names)
                            + " A location has a model: write " + reference + ":MODEL");
        }
    }

    private void report(String name, String message) {
        problems.add(new Problem(Problem.Severity.ERROR, origin(name), message));
    }

    private String origin(String name) {
        Value value = values.get(Names.normal(name));
        return value == null ? name : value.origin();
    }

    private ConfigurationException circle(List<String> path, String name) {
        return new ConfigurationException(
                "alias_circle",
                "Aliases run in a circle: " + String.join(" -> ", path) + " -> " + name + " (" + origin(name)
                        + "). Let one of them name a location");
    }

    private static List<String> references(String text) {
        List<String> aliases = new ArrayList<>();
        try {
            for (Target target : Route.parse(text).targets()) {
                if (target.isAlias()) {
                    aliases.add(target.name());
                }
            }
        } catch (ConfigurationException unreadable) {
            return List.of(); // reported where it was read
        }
        return aliases;
    }
}
