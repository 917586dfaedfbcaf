package org.chatmodels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.provider.OptionInfo;

/** Parameters of one target (or of one alias), checked; filled by {@link Parameters#read}, then never changed. */
final class ParameterValues {
    private static final String SHOWN =
            " api base_url credential fallback_on reasoning_effort response_format unsupported ";

    private final ChatOptions.Builder options = ChatOptions.builder();
    private final Map<String, List<String>> own = new LinkedHashMap<>();
    private final Map<String, String> shown = new LinkedHashMap<>();
    private final List<String> notYetSupported = new ArrayList<>();
    private final List<String> stop = new ArrayList<>();

    /** What goes into options, {@code extra.*} and retries among them. */
    ChatOptions options() {
        return options.build();
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

    @SuppressWarnings("NullAway") // a JSON null removes the field
    void add(OptionInfo parameter, String value) {
        String name = parameter.name();
        boolean plain = parameter.type() != OptionInfo.Type.TEXT || SHOWN.contains(" " + name + " ");
        String text = plain ? value : value.length() + " characters";
        shown.merge(name, text, (before, next) -> before + ", " + next);
        Object typed = ParameterText.read(parameter, value);
        if (Parameters.isExtra(name)) {
            options.extra(name.substring(Parameters.EXTRA.length()), ParameterText.scalar(parameter, value));
        } else if (Parameters.SHARED.find(name).isPresent()) {
            addShared(name, typed);
        } else {
            own.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
        }
    }

    private void addShared(String name, Object value) {
        String option = Parameters.option(name);
        if (option.equals("later") || option.equals("retries") && !value.equals(0)) {
            notYetSupported.add(name);
        }
        if (option.equals("stop")) {
            stop.add((String) value);
            options.set(option, List.copyOf(stop));
        } else if (!option.isEmpty() && !option.equals("later")) {
            options.set(option, value);
        }
    }
}
