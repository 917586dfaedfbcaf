package org.chatmodels.openaicompatible;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.chatmodels.Capabilities;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ConfigurationException;
import org.chatmodels.provider.Service;

/**
 * How a service deviates from its wire formats for one model, out of the keys of its row below {@code dialect.}. A key
 * {@code dialect.PREFIX*.FIELD} holds for models whose names begin so; the longest prefix wins, field by field.
 */
final class Dialect {
    private static final String FOR_MODELS = "*.";

    private final Map<DialectField, String> values = new EnumMap<>(DialectField.class);

    /** The values as words, since every request looks at some. */
    private final Map<DialectField, List<String>> words = new EnumMap<>(DialectField.class);

    /** What is known of the model besides; asked for when a request needs it. */
    private Supplier<Capabilities> known = () -> Capabilities.UNKNOWN;

    private Dialect() {
        for (DialectField field : DialectField.values()) {
            values.put(field, field.standard());
        }
    }

    /** ConfigurationException for a field or a value that no dialect has, whichever model it is for. */
    static Dialect of(Service service, String model) {
        Dialect dialect = new Dialect();
        Map<DialectField, Integer> lengths = new EnumMap<>(DialectField.class);
        for (Map.Entry<String, String> entry : service.dialect().entrySet()) {
            String key = entry.getKey();
            int star = key.lastIndexOf(FOR_MODELS);
            String prefix = star < 0 ? "" : key.substring(0, star);
            DialectField field = field(service, key, star < 0 ? key : key.substring(star + FOR_MODELS.length()));
            String fault = field.fault(entry.getValue());
            if (fault != null) {
                throw refused(
                        "bad_row_value", service, "dialect." + key + " of service '" + service.name() + "' " + fault);
            }
            if (model.startsWith(prefix) && prefix.length() >= lengths.getOrDefault(field, 0)) {
                lengths.put(field, prefix.length());
                dialect.values.put(field, entry.getValue());
            }
        }
        dialect.values.forEach((field, value) -> {
            List<String> words = field.words(value);
            dialect.words.put(field, words.equals(List.of("none")) ? List.of() : words);
        });
        return dialect;
    }

    private static DialectField field(Service service, String key, String name) {
        return DialectField.find(name)
                .orElseThrow(() -> refused(
                        "unknown_row_key",
                        service,
                        "Unknown dialect." + key + " of service '" + service.name() + "'. Known: " + known()));
    }

    private static String known() {
        List<String> known = new ArrayList<>();
        for (DialectField field : DialectField.values()) {
            known.add("dialect." + field.key());
        }
        return String.join(", ", known) + "; for some models dialect.MODELPREFIX*.FIELD.";
    }

    private static ConfigurationException refused(String code, Service service, String message) {
        return new ConfigurationException(
                message, Details.builder().code(code).provider(service.name()).build());
    }

    /** As in the row, never empty. */
    String word(DialectField field) {
        return values.getOrDefault(field, field.standard());
    }

    boolean is(DialectField field, String word) {
        return word(field).equals(word);
    }

    /** Of a field that is true or false. */
    boolean is(DialectField field) {
        return is(field, "true");
    }

    /** Of a list; "none" is one of none. */
    List<String> words(DialectField field) {
        return words.getOrDefault(field, List.of());
    }

    /** The form that ids of tool calls must have. */
    ToolCallIds toolCallIds() {
        return new ToolCallIds(word(DialectField.TOOL_CALL_ID));
    }

    /** How answers are read. */
    ReadRules readRules() {
        return new ReadRules(
                Set.copyOf(words(DialectField.REASONING_IN)),
                is(DialectField.ANSWER_IN_REASONING),
                words(DialectField.USAGE_QUIRKS).contains("reasoning_excluded"));
    }

    /** The same, with what others know of the model. */
    Dialect knowing(Supplier<Capabilities> others) {
        known = others;
        return this;
    }

    /** Whether that is known not to be taken by this model, while it thinks or while it does not. */
    boolean drops(Feature feature, boolean thinking) {
        String name = feature.wireName();
        return words(DialectField.DROP_PARAMS).contains(name)
                || thinking && words(DialectField.DROP_THINKING).contains(name)
                || feature.needs()
                        .filter(one -> known.get().support(one) == Capabilities.Support.NO)
                        .isPresent();
    }
}
