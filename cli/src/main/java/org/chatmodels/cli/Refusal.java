package org.chatmodels.cli;

import org.jspecify.annotations.Nullable;

/** The command does not do what was asked; the message says why and what to do, and holds no key. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refusal(String message) {
        this(message, null);
    }

    Refusal(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
