package org.chatmodels;

import java.util.Objects;

/** One finding of {@code validate()}: where (key and file), what is wrong and what to write instead. */
public record Problem(Severity severity, String where, String message) {
    public Problem {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(message, "message");
    }

    /** ERROR: an open or a call will fail; WARNING: it will work, probably not as meant. */
    public enum Severity {
        ERROR,
        WARNING
    }
}
