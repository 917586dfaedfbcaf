package org.chatmodels.openaicompatible;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntConsumer;
import org.chatmodels.Capabilities;
import org.chatmodels.ModelInfo;
import org.jspecify.annotations.Nullable;

/**
 * Reads an entry of a list of models, under any of the names that services have for a figure. What it does not
 * understand, and what has more in it than was understood, becomes extra, as far as that is of modest size.
 */
final class ModelReader {
    private static final int LARGEST_FIELD = 4096;
    private static final int LARGEST_EXTRA = 16_384;

    private static final String[] NAMES = {"display_name", "displayName", "name"};
    private static final String[] OWNERS = {"owned_by", "organization", "owner", "publisher"};
    private static final String[] WINDOWS = {
        "context_length",
        "context_window",
        "max_context_length",
        "max_model_len",
        "context_size",
        "max_input_tokens",
        "n_ctx",
        "n_ctx_train"
    };
    private static final String[] ANSWERS = {"max_completion_tokens", "max_output_tokens"};

    /** Means the same only where it stands at the model itself. */
    private static final String ANSWER = "max_tokens";

    private static final String[] ENDS = {
        "deprecation",
        "expiration_date",
        "deprecation_date",
        "retirement_date",
        "planned_deprecation_date",
        "shutdown_date"
    };

    private final String idField;
    private final String idPrefix;
    private final ModelPrices prices;

    /** {@code today} dates what is said now. */
    ModelReader(Dialect dialect, LocalDate today) {
        String[] id = dialect.word(DialectField.MODELS_ID).split(" ", 2);
        this.idField = id[0];
        this.idPrefix = id.length > 1 ? id[1] : "";
        this.prices = new ModelPrices(dialect.words(DialectField.MODELS_PRICES), today);
    }

    /** Empty for an entry without an id. */
    Optional<ModelInfo> read(@Nullable Object json) {
        Map<String, Object> written = ModelFields.object(json instanceof String id ? Map.of(idField, id) : json);
        Map<String, Object> entry = withProperties(written);
        String id = ModelFields.text(entry, idField, "id", "name", "model").orElse("");
        String bare = id.startsWith(idPrefix) ? id.substring(idPrefix.length()) : id;
        if (bare.isEmpty()) {
            return Optional.empty();
        }
        ModelInfo.Builder model = ModelInfo.builder(bare);
        ModelFields.text(entry, NAMES).filter(name -> !name.equals(id)).ifPresent(model::name);
        ModelFields.text(entry, OWNERS).ifPresent(model::owner);
        model.capabilities(capabilities(entry));
        prices.read(entry, model);
        end(entry).ifPresent(model::retired);
        return Optional.of(model.extra(extra(written, id)).build());
    }

    /** With what stands in a list of {@code property_id} and {@code value} among its fields. */
    private static Map<String, Object> withProperties(Map<String, Object> written) {
        Map<String, Object> entry = new LinkedHashMap<>(written);
        for (Object item : ModelFields.list(written.get("properties"))) {
            Map<String, Object> property = ModelFields.object(item);
            Object value = property.get("value");
            if (value != null && property.get("property_id") instanceof String name) {
                entry.putIfAbsent(name, value);
            }
        }
        return entry;
    }

    private static Capabilities capabilities(Map<String, Object> entry) {
        Capabilities.Builder capabilities = Capabilities.builder();
        set(capabilities::contextWindow, ModelFields.figure(entry, WINDOWS));
        OptionalLong answer = ModelFields.figure(entry, ANSWERS);
        set(
                capabilities::maxOutputTokens,
                answer.isEmpty() && entry.containsKey(ANSWER) ? ModelFields.figure(entry, ANSWER) : answer);
        ModelFeatures.read(entry, capabilities);
        return capabilities.build();
    }

    private static void set(IntConsumer setter, OptionalLong figure) {
        if (figure.isPresent() && figure.getAsLong() <= Integer.MAX_VALUE) {
            setter.accept((int) figure.getAsLong());
        }
    }

    private static Optional<LocalDate> end(Map<String, Object> entry) {
        for (String name : ENDS) {
            Optional<LocalDate> day = day(entry.get(name));
            if (day.isPresent()) {
                return day;
            }
        }
        return Optional.empty();
    }

    /** Of a date, or of a date with a time. */
    private static Optional<LocalDate> day(@Nullable Object value) {
        try {
            return value instanceof String text && text.length() >= 10
                    ? Optional.of(LocalDate.parse(text.substring(0, 10)))
                    : Optional.empty();
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private Map<String, Object> extra(Map<String, Object> written, String id) {
        Map<String, Object> extra = new LinkedHashMap<>(written);
        extra.keySet().removeAll(understood(written, id));
        int left = LARGEST_EXTRA;
        for (String name : List.copyOf(extra.keySet())) {
            int size = name.length() + size(extra.get(name));
            if (size > LARGEST_FIELD || size > left) {
                extra.remove(name);
            } else {
                left -= size;
            }
        }
        return extra;
    }

    /** Fields of which nothing is left to tell. */
    private Set<String> understood(Map<String, Object> written, String id) {
        Set<String> names = new HashSet<>(Set.of("object"));
        Set<String> single = new HashSet<>(List.of(NAMES));
        single.addAll(List.of(OWNERS));
        single.add("id");
        single.add(idField);
        for (String name : single) {
            String text = String.valueOf(written.get(name));
            boolean told = text.equals(id)
                    || ModelFields.text(written, NAMES).equals(Optional.of(text))
                    || ModelFields.text(written, OWNERS).equals(Optional.of(text));
            if (told) {
                names.add(name);
            }
        }
        figures(written, names, WINDOWS);
        figures(written, names, ANSWERS);
        figures(written, names, ANSWER);
        for (String name : ENDS) {
            if (day(written.get(name)).isPresent()) {
                names.add(name);
            }
        }
        return names;
    }

    /** The first that is there is the one that was read. */
    private static void figures(Map<String, Object> written, Set<String> names, String... candidates) {
        for (String name : candidates) {
            if (written.containsKey(name)) {
                if (ModelFields.figure(written, name).isPresent()) {
                    names.add(name);
                }
                return;
            }
        }
    }

    /** About the characters of its JSON. */
    private static int size(@Nullable Object value) {
        int size = 8;
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                size += size(entry.getKey()) + size(entry.getValue());
            }
        } else if (value instanceof List<?> list) {
            for (Object item : list) {
                size += size(item);
            }
        } else {
            size += String.valueOf(value).length();
        }
        return size;
    }
}
