package org.chatmodels.ollama;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chatmodels.Capabilities;
import org.chatmodels.Capabilities.Feature;
import org.chatmodels.Capabilities.Support;
import org.chatmodels.ModelInfo;
import org.chatmodels.spi.JsonReader;
import org.jspecify.annotations.Nullable;

/** Reads what a server says of a model: in a list, of those that run, and when it is shown. */
final class ModelEntry {
    private static final Map<String, Feature> WORDS = Map.of(
            "tools", Feature.TOOLS, "vision", Feature.IMAGES, "audio", Feature.AUDIO, "thinking", Feature.REASONING);

    private ModelEntry() {}

    /** A JSON object as a map; empty for null. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> object(byte[] json, int offset, int length) {
        try (JsonReader reader = new JsonReader()) {
            reader.read(json, offset, length);
            return reader.value() instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
        }
    }

    /** The entries of a list of models, those without a name left out. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(Map<String, Object> answer) {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (Object entry : answer.get("models") instanceof List<?> models ? models : List.of()) {
            if (entry instanceof Map<?, ?> fields && !name(fields).isBlank()) {
                entries.add((Map<String, Object>) fields);
            }
        }
        return entries;
    }

    private static String name(Map<?, ?> fields) {
        Object name = fields.get("name") == null ? fields.get("model") : fields.get("name");
        return name instanceof String text ? text : "";
    }

    /** An entry of a list; what its details say stands among the extras. */
    static ModelInfo read(Map<String, Object> entry) {
        Map<String, Object> extra = new LinkedHashMap<>();
        keep(extra, entry.get("details"));
        keep(extra, entry, "name", "model", "details", "capabilities");
        Capabilities.Builder can = capabilities(entry, Support.UNKNOWN);
        context(can, extra.get("context_length"));
        return ModelInfo.builder(name(entry))
                .capabilities(can.build())
                .extra(extra)
                .build();
    }

    /** What {@code /api/show} tells: all but the Modelfile, which repeats it, and lists such as the vocabulary. */
    static ModelInfo shown(String model, Map<String, Object> answer) {
        Map<String, Object> extra = new LinkedHashMap<>();
        keep(extra, answer.get("details"));
        keep(extra, answer.get("model_info"));
        keep(extra, answer, "details", "model_info", "modelfile", "capabilities");
        Capabilities.Builder can = capabilities(answer, Support.NO);
        context(can, extra.get(extra.getOrDefault("general.architecture", "") + ".context_length"));
        return ModelInfo.builder(model).capabilities(can.build()).extra(extra).build();
    }

    private static void keep(Map<String, Object> extra, @Nullable Object fields, String... but) {
        for (Map.Entry<?, ?> field : fields instanceof Map<?, ?> map ? map.entrySet() : Set.<Map.Entry<?, ?>>of()) {
            Object value = field.getValue();
            boolean says = value != null && !"".equals(value) && !(value instanceof List<?>);
            if (says && !List.of(but).contains(field.getKey())) {
                extra.put(String.valueOf(field.getKey()), value);
            }
        }
    }

    private static void context(Capabilities.Builder can, @Nullable Object tokens) {
        if (tokens instanceof Number number && number.longValue() > 0 && number.longValue() <= Integer.MAX_VALUE) {
            can.contextWindow(number.intValue());
        }
    }

    /** Of what is not among the capabilities, if there are any, {@code others} is true. */
    private static Capabilities.Builder capabilities(Map<String, Object> answer, Support others) {
        Capabilities.Builder can = Capabilities.builder()
                .support(Feature.STREAMING, Support.YES)
                .support(Feature.JSON_MODE, Support.YES)
                .support(Feature.JSON_SCHEMA, Support.YES)
                .support(Feature.SEED, Support.YES)
                .support(Feature.FILES, Support.NO)
                .support(Feature.MULTIPLE_CHOICES, Support.NO);
        if (answer.get("capabilities") instanceof List<?> all) {
            WORDS.forEach((word, feature) -> can.support(feature, all.contains(word) ? Support.YES : others));
        }
        return can;
    }
}
