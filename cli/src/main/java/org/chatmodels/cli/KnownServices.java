package org.chatmodels.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ConfigurationException;
import org.chatmodels.Resolution;
import org.chatmodels.provider.Service;

/** The services of a registry by the names that people give them, and where the key of each comes from. */
final class KnownServices {
    private static final int FARTHEST = 2;

    private final ChatModelRegistry registry;
    private final List<Service> services;

    KnownServices(ChatModelRegistry registry) {
        this.registry = registry;
        this.services = registry.services();
    }

    /** What a service's key is read from, as the registry tells it, and whether there is one. */
    record Key(String source, boolean set) {}

    List<Service> all() {
        return services;
    }

    /** By its name or one of its aliases, in any spelling. */
    Optional<Service> named(String name) {
        for (Service service : services) {
            if (same(service.name(), name) || aliases(service).stream().anyMatch(alias -> same(alias, name))) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }

    static List<String> aliases(Service service) {
        List<String> aliases = new ArrayList<>();
        for (String alias : service.row().getOrDefault("aliases", "").split(",")) {
            if (!alias.isBlank()) {
                aliases.add(alias.strip());
            }
        }
        return aliases;
    }

    /** The service that was probably meant. */
    Optional<String> nearest(String name) {
        String best = "";
        int least = FARTHEST + 1;
        for (Service service : services) {
            List<String> names = new ArrayList<>(aliases(service));
            names.add(service.name());
            for (String candidate : names) {
                int distance = distance(plain(name), plain(candidate));
                if (distance < least && distance < candidate.length() - 1) {
                    least = distance;
                    best = service.name();
                }
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /** Where its key comes from now; empty for a service that takes none or whose row is not in order. */
    Optional<Key> key(Service service) {
        try {
            return registry.explain(service.name() + ":x").settings().stream()
                    .filter(setting -> setting.name().equals("credential"))
                    .map(Resolution.Setting::value)
                    .filter(value -> !value.startsWith("none"))
                    .map(KnownServices::key)
                    .findFirst();
        } catch (ConfigurationException e) {
            return Optional.empty();
        }
    }

    /** "env:GROQ_API_KEY, set", "env:A, not set; env:B, not set", "resolver:x, asked at each call". */
    private static Key key(String shown) {
        boolean set = !shown.contains(", not set") && !shown.contains(", not registered");
        String source =
                shown.replace(" (optional)", "").replace(", not set", "").replace(", set", "");
        return new Key(source.replace("; ", " or "), set);
    }

    private static boolean same(String one, String other) {
        return plain(one).equals(plain(other));
    }

    private static String plain(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** Insertions, deletions and replacements; long texts, which may be keys, are far from everything. */
    private static int distance(String one, String other) {
        if (Math.abs(one.length() - other.length()) > FARTHEST) {
            return FARTHEST + 1;
        }
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
