package org.chatmodels;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parameters of one target (or of one alias) after {@link Parameters#read}. */
final class ParameterValues {
    private ParameterValues() {}

    /** What goes into options, {@code extra.*} and retries among them. */
    ChatOptions options() {
        throw new AssertionError();
    }

    Optional<String> baseUrl() {
        throw new AssertionError();
    }

    Optional<String> credential() {
        throw new AssertionError();
    }

    /** "auto", "chat" or "responses". */
    Optional<String> api() {
        throw new AssertionError();
    }

    Optional<ResponseFormat> responseFormat() {
        throw new AssertionError();
    }

    /** The provider's own parameters by declared name, checked, as written; the lists are never empty. */
    Map<String, List<String>> own() {
        throw new AssertionError();
    }

    /** Every parameter by declared name with a value that may be shown; text is shown as its size. */
    Map<String, String> shown() {
        throw new AssertionError();
    }

    /** Names that are understood but that no code honours yet: open refuses them. */
    List<String> notYetSupported() {
        throw new AssertionError();
    }
}
