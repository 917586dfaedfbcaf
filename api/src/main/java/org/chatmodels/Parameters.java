package org.chatmodels;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.OptionInfo.Type;

/** The parameters that a location takes: those of every provider and a provider's own. Immutable. */
final class Parameters {
    static final String EXTRA = "extra.";

    /** Those of every provider. */
    static final Parameters SHARED = new Parameters(SharedParameters.all(), Set.of());

    private static final Set<String> SECRETS = Set.of(
            "accesskey",
            "auth",
            "authorization",
            "bearer",
            "credentials",
            "key",
            "pass",
            "passphrase",
            "passwd",
            "pwd",
            "secretkey",
            "privatekey",
            "token",
            "xgoogapikey");
    private static final List<String> SECRET_ENDINGS =
            List.of("apikey", "token", "secret", "password", "accesskey", "secretkey");

    private final Map<String, OptionInfo> byKey = new LinkedHashMap<>();
    private final List<OptionInfo> all;
    private final Set<String> own;

    private Parameters(List<OptionInfo> all, Set<String> own) {
        this.all = List.copyOf(all);
        this.own = Set.copyOf(own);
        for (OptionInfo option : all) {
            if (byKey.put(key(option.name()), option) != null) {
                throw new ConfigurationException(
                        "A provider declares the parameter '" + option.name()
                                + "', which exists already: it needs another name",
                        ChatException.Details.NONE);
            }
        }
    }

    /**
     * Those of every provider, then {@code own}; ConfigurationException when {@code own} declares one of the former or
     * one twice.
     */
    static Parameters with(List<OptionInfo> own) {
        if (own.isEmpty()) {
            return SHARED;
        }
        List<OptionInfo> all = new ArrayList<>(SHARED.all);
        List<String> names = new ArrayList<>();
        for (OptionInfo option : own) {
            all.add(option);
            names.add(key(option.name()));
        }
        return new Parameters(all, new HashSet<>(names));
    }

    /** What the spellings of one parameter have in common; of {@code extra.NAME} the name counts exactly. */
    static String key(String name) {
        return isExtra(name) ? EXTRA + name.substring(EXTRA.length()) : Names.normal(name);
    }

    static boolean isExtra(String name) {
        return name.regionMatches(true, 0, EXTRA, 0, EXTRA.length());
    }

    /** Whether the name is one of a key, token or password. */
    static boolean isSecret(String name) {
        boolean extra = isExtra(name);
        String normal = Names.normal(extra ? name.substring(EXTRA.length()) : name);
        if (SECRETS.contains(normal) || !extra && SHARED.begins(normal)) {
            return SECRETS.contains(normal);
        }
        for (String ending : SECRET_ENDINGS) {
            if (extra ? normal.equals(ending) : normal.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    /** False for a parameter of every provider that stands once; one that nobody knows here is its provider's matter. */
    static boolean mayRepeat(String name) {
        return SHARED.find(name).map(OptionInfo::repeatable).orElse(true);
    }

    /** Whether tab and line ends make sense in the value: it goes into a JSON body as text. */
    static boolean mayHaveLines(String name) {
        return isExtra(name) || Names.same(name, "stop");
    }

    List<OptionInfo> all() {
        return all;
    }

    /** By any spelling; a made-up one for {@code extra.NAME}. */
    Optional<OptionInfo> find(String name) {
        if (isExtra(name) && name.length() > EXTRA.length() && !name.equals("extra.*")) {
            String written = EXTRA + name.substring(EXTRA.length());
            return Optional.of(OptionInfo.builder(written, Type.TEXT, "a field of the request's body")
                    .build());
        }
        return Optional.ofNullable(byKey.get(key(name)));
    }

    /** Whether a known name begins so: "max_token" was a slip, no secret. */
    private boolean begins(String normal) {
        for (String key : byKey.keySet()) {
            if (key.startsWith(normal)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the provider declared it. */
    boolean isOwn(OptionInfo option) {
        return own.contains(key(option.name()));
    }

    /** Checks and converts; ConfigurationException names the parameter and what to write. */
    ParameterValues read(Map<String, List<String>> raw) {
        ParameterReader reader = new ParameterReader(this);
        raw.forEach((name, values) -> {
            OptionInfo option = find(name).orElseThrow(() -> unknown(name));
            if (values.size() > 1 && !option.repeatable()) {
                throw ParameterText.error("Parameter '" + option.name() + "' stands twice: write it once");
            }
            values.forEach(value -> reader.add(option, value));
        });
        return reader.values();
    }

    private ConfigurationException unknown(String name) {
        List<String> names = new ArrayList<>();
        for (OptionInfo option : all) {
            names.add(option.name());
        }
        String suggestion = Names.suggestion(name, names);
        String remedy = suggestion.isEmpty() ? " Another field of the body is written extra." + name + "=VALUE" : "";
        return ParameterText.error("Unknown parameter '" + name + "'." + suggestion + remedy);
    }
}
