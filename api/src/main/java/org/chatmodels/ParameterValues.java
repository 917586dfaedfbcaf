package org.chatmodels;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parameters of one target (or of one alias) after {@link Parameters#read}. Immutable. */
final class ParameterValues {
    private final ChatOptions options;
    private final Map<String, List<String>> own;
    private final Map<String, String> shown;
    private final List<String> notYetSupported;

    ParameterValues(
            ChatOptions options,
            Map<String, List<String>> own,
            Map<String, String> shown,
            List<String> notYetSupported) {
        this.options = options;
        Map<String, List<String>> copy = new LinkedHashMap<>(own);
        copy.replaceAll((name, values) -> List.copyOf(values));
        this.own = Collections.unmodifiableMap(copy);
        this.shown = Collections.unmodifiableMap(new LinkedHashMap<>(shown));
        this.notYetSupported = List.copyOf(notYetSupported);
    }

    /** What goes into options, {@code extra.*} and retries among them. */
    ChatOptions options() {
        return options;
    }

    Optional<String> baseUrl() {
        return Optional.ofNullable(shown.get("base_url"));
    }

    Optional<String> credential() {
        return Optional.ofNullable(shown.get("credential"));
    }

    /** "auto", "chat" or "responses". */
    Optional<String> api() {
        return Optional.ofNullable(shown.get("api"));
    }

    Optional<ResponseFormat> responseFormat() {
        return Optional.ofNullable(shown.get("response_format"))
                .map(form -> form.equals("json") ? ResponseFormat.JSON : ResponseFormat.TEXT);
    }

    /** The provider's own parameters by declared name, checked, as written; the lists are never empty. */
    Map<String, List<String>> own() {
        return own;
    }

    /** Every parameter by declared name with a value that may be shown; free text is shown as its length. */
    Map<String, String> shown() {
        return shown;
    }

    /** Names that are understood but that no code honours yet: open refuses them. */
    List<String> notYetSupported() {
        return notYetSupported;
    }

    /** Names and what may be shown of the values. */
    @Override
    public String toString() {
        return shown.toString();
    }
}
