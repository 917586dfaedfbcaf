package org.chatmodels.provider;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A row of {@code META-INF/chatmodels/services.properties}: one service as data. Holds no secret. Equal by name and
 * row. Immutable.
 */
public final class Service {
    private static final String DIALECT = "dialect.";

    /** UNVERIFIED: nobody has tried the row against the service. */
    public enum Status {
        ACTIVE,
        RETIRED,
        UNVERIFIED
    }

    private final String name;
    private final Map<String, String> row;
    private final Map<String, String> dialect;
    private final Set<String> origins;

    private Service(String name, Map<String, String> row) {
        this.name = name;
        this.row = Collections.unmodifiableMap(row);
        this.dialect = Collections.unmodifiableMap(below(DIALECT, row));
        this.origins = Collections.unmodifiableSet(origins(name, row));
    }

    /**
     * A row from its keys, which are those of {@link #keys()}; ConfigurationException names a bad one, but not its value.
     * Blanks around values don't count.
     */
    public static Service of(String name, Map<String, String> row) {
        String spelling = RowRules.spelling(Objects.requireNonNull(name, "name"));
        if (!RowRules.isServiceName(spelling)) {
            throw RowRules.refused(
                    "bad_provider_name", "The name of a service is 2 to 64 of a-z 0-9 - .: write such a name");
        }
        Map<String, String> stripped = new LinkedHashMap<>();
        for (String key : row.keySet()) {
            stripped.put(key, row.getOrDefault(key, "").strip());
        }
        new RowRules(spelling).check(stripped);
        return new Service(spelling, stripped);
    }

    /** Every key that a row may have; "header.*" and the like stand for any name behind the dot. */
    public static List<String> keys() {
        return RowRules.KEYS;
    }

    /** Never empty; what stands before the colon, in lower case, with '-' for '_'. */
    public String name() {
        return name;
    }

    /** For people; the name if the row has none. */
    public String displayName() {
        return row.getOrDefault("name", name);
    }

    /** The name of the provider that serves it. */
    public String provider() {
        return RowRules.spelling(row.getOrDefault("provider", ""));
    }

    /** With {PLACEHOLDERS} in listings, filled in a context; empty for in-process providers. */
    public Optional<String> baseUrl() {
        return value("base_url");
    }

    /**
     * Origins (scheme://host[:port], as {@link Origin#toString()} spells them) that its key may go to; that of the base
     * URL if the row names none. Empty without a base URL.
     */
    public Set<String> origins() {
        return origins;
    }

    /** Environment variables of its key, first wins; empty when it takes none. */
    public List<String> keyVariables() {
        String variables = row.get("key_env");
        return variables == null ? List.of() : RowRules.split(variables, ",");
    }

    /**
     * Whether a call without a key is refused. Where the row doesn't say: not for {@code auth = none}, without a base
     * URL, and for one on this machine.
     */
    public boolean keyRequired() {
        String required = row.get("key_required");
        return required == null ? !isLocal() && !auth().equals("none") : required.equals("true");
    }

    /** "bearer", "header:NAME" or "none"; bearer unless set. */
    public String auth() {
        return row.getOrDefault("auth", "bearer");
    }

    /** The wire format, "chat", "responses", "ollama"; empty when the provider has one only or shall choose. */
    public Optional<String> protocol() {
        return "auto".equals(row.get("api")) ? Optional.empty() : value("api");
    }

    /** Its deviations: the row's keys below {@code dialect.}, without that word. */
    public Map<String, String> dialect() {
        return dialect;
    }

    /** ACTIVE unless the row says otherwise. */
    public Status status() {
        return Status.valueOf(row.getOrDefault("status", "active").toUpperCase(Locale.ROOT));
    }

    /** The day on which it was or will be shut down. */
    public Optional<LocalDate> retired() {
        return value("retired").map(LocalDate::parse);
    }

    /** What to use instead of a retired one. */
    public Optional<String> successor() {
        return value("successor");
    }

    /** The whole row as written; also its aliases and its preferred provider stand there. */
    public Map<String, String> row() {
        return row;
    }

    /** Equal by name and row. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Service && name.equals(((Service) other).name) && row.equals(((Service) other).row);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + row.hashCode();
    }

    /** Name and base URL. */
    @Override
    public String toString() {
        return row.containsKey("base_url") ? name + " " + row.get("base_url") : name;
    }

    private Optional<String> value(String key) {
        return Optional.ofNullable(row.get(key));
    }

    private boolean isLocal() {
        String url = row.get("base_url");
        return url == null || url.indexOf('{') < 0 && Origin.parse(url).isLoopback();
    }

    private static Set<String> origins(String name, Map<String, String> row) {
        Set<String> origins = new LinkedHashSet<>();
        RowRules rules = new RowRules(name);
        String key = row.containsKey("origins") ? "origins" : "base_url";
        String value = row.get(key);
        if (value != null) {
            for (String address : key.equals("origins") ? RowRules.split(value, ",") : List.of(value)) {
                origins.add(rules.origin(key, address));
            }
        }
        return origins;
    }

    private static Map<String, String> below(String prefix, Map<String, String> row) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : row.keySet()) {
            if (key.startsWith(prefix)) {
                values.put(key.substring(prefix.length()), row.getOrDefault(key, ""));
            }
        }
        return values;
    }
}
