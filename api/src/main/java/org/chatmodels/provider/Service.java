package org.chatmodels.provider;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A row of {@code META-INF/chatmodels/services.properties}: one service as data. Holds no secret. Equal by name and
 * row.
 */
public final class Service {
    /** UNVERIFIED: nobody has tried the row against the service. */
    public enum Status {
        ACTIVE,
        RETIRED,
        UNVERIFIED
    }

    private Service() {}

    /** A row from its keys; ConfigurationException names the bad one. */
    public static Service of(String name, Map<String, String> row) {
        throw new AssertionError();
    }

    /** Every key that a row may have; "header.*" and the like stand for any name behind the dot. */
    public static List<String> keys() {
        throw new AssertionError();
    }

    /** Never empty; what stands before the colon. */
    public String name() {
        throw new AssertionError();
    }

    /** For people; the name if the row has none. */
    public String displayName() {
        throw new AssertionError();
    }

    /** The name of the provider that serves it. */
    public String provider() {
        throw new AssertionError();
    }

    /** With {PLACEHOLDERS} in listings, filled in a context; empty for in-process providers. */
    public Optional<String> baseUrl() {
        throw new AssertionError();
    }

    /** Origins (scheme://host[:port]) that its key may go to. */
    public Set<String> origins() {
        throw new AssertionError();
    }

    /** Environment variables of its key, first wins; empty when it takes none. */
    public List<String> keyVariables() {
        throw new AssertionError();
    }

    public boolean keyRequired() {
        throw new AssertionError();
    }

    /** "bearer", "header:NAME" or "none". */
    public String auth() {
        throw new AssertionError();
    }

    /** The wire format, "chat", "responses", "ollama"; empty when the provider has one only. */
    public Optional<String> protocol() {
        throw new AssertionError();
    }

    /** Its deviations: the row's keys below {@code dialect.}, without that word. */
    public Map<String, String> dialect() {
        throw new AssertionError();
    }

    public Status status() {
        throw new AssertionError();
    }

    public Optional<LocalDate> retired() {
        throw new AssertionError();
    }

    /** What to use instead of a retired one. */
    public Optional<String> successor() {
        throw new AssertionError();
    }

    /** The whole row as written; also its aliases and its preferred provider stand there. */
    public Map<String, String> row() {
        throw new AssertionError();
    }

    @Override
    public boolean equals(Object other) {
        throw new AssertionError();
    }

    @Override
    public int hashCode() {
        throw new AssertionError();
    }

    /** Name and base URL. */
    @Override
    public String toString() {
        throw new AssertionError();
    }
}
