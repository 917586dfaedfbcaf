package org.chatmodels.openaicompatible;

import static java.util.Map.entry;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.chatmodels.Capabilities;
import org.chatmodels.Capabilities.Support;

/** Reads what a list says that a model can do, and cannot; where two places disagree it can. */
final class ModelFeatures {
    /** With '_' for '-', without "supports_". */
    private static final Map<String, Capabilities.Feature> WORDS = Map.ofEntries(
            entry("tools", Capabilities.Feature.TOOLS),
            entry("tool_use", Capabilities.Feature.TOOLS),
            entry("tool_call", Capabilities.Feature.TOOLS),
            entry("tool_calling", Capabilities.Feature.TOOLS),
            entry("function_calling", Capabilities.Feature.TOOLS),
            entry("parallel_tool_calls", Capabilities.Feature.PARALLEL_TOOLS),
            entry("vision", Capabilities.Feature.IMAGES),
            entry("image_input", Capabilities.Feature.IMAGES),
            entry("image_in", Capabilities.Feature.IMAGES),
            entry("audio", Capabilities.Feature.AUDIO),
            entry("audio_input", Capabilities.Feature.AUDIO),
            entry("file_input", Capabilities.Feature.FILES),
            entry("pdf_input", Capabilities.Feature.FILES),
            entry("reasoning", Capabilities.Feature.REASONING),
            entry("thinking", Capabilities.Feature.REASONING),
            entry("structured_output", Capabilities.Feature.JSON_SCHEMA),
            entry("structured_outputs", Capabilities.Feature.JSON_SCHEMA),
            entry("json_schema", Capabilities.Feature.JSON_SCHEMA),
            entry("response_format", Capabilities.Feature.JSON_MODE),
            entry("json_mode", Capabilities.Feature.JSON_MODE),
            entry("logprobs", Capabilities.Feature.LOGPROBS),
            entry("seed", Capabilities.Feature.SEED));

    /** Of what {@code supported_parameters} tells, which names all that are taken. */
    private static final Set<Capabilities.Feature> OF_PARAMETERS = EnumSet.of(
            Capabilities.Feature.TOOLS,
            Capabilities.Feature.REASONING,
            Capabilities.Feature.JSON_SCHEMA,
            Capabilities.Feature.JSON_MODE,
            Capabilities.Feature.LOGPROBS,
            Capabilities.Feature.SEED);

    private static final List<String> LISTS =
            List.of("capabilities", "features", "supported_features", "supported_parameters", "tags");

    private final Set<Capabilities.Feature> can = EnumSet.noneOf(Capabilities.Feature.class);
    private final Set<Capabilities.Feature> cannot = EnumSet.noneOf(Capabilities.Feature.class);

    private ModelFeatures() {}

    static void read(Map<String, Object> entry, Capabilities.Builder capabilities) {
        ModelFeatures features = new ModelFeatures();
        entry.forEach(features::said);
        ModelFields.object(entry.get("capabilities")).forEach(features::said);
        for (String name : LISTS) {
            ModelFields.list(entry.get(name)).forEach(word -> features.said(String.valueOf(word), true));
        }
        features.parameters(ModelFields.list(entry.get("supported_parameters")));
        features.modalities(ModelFields.list(ModelFields.find(entry, "input_modalities")));
        features.cannot.forEach(feature -> capabilities.support(feature, Support.NO));
        features.can.forEach(feature -> capabilities.support(feature, Support.YES));
    }

    /** True, "true", or an object that says {@code supported}. */
    private void said(String name, Object value) {
        Object said = value instanceof Map<?, ?> object && object.get("supported") instanceof Boolean supported
                ? supported
                : value;
        String word = name.toLowerCase(Locale.ROOT).replace('-', '_');
        Capabilities.Feature feature = WORDS.get(word.startsWith("supports_") ? word.substring(9) : word);
        boolean yes = said.equals(true) || said.equals("true");
        if (feature != null && (yes || said.equals(false) || said.equals("false"))) {
            (yes ? can : cannot).add(feature);
        }
    }

    private void parameters(List<?> all) {
        if (!all.isEmpty()) {
            cannot.addAll(OF_PARAMETERS);
        }
    }

    private void modalities(List<?> all) {
        Set<Object> input = new HashSet<>(all);
        if (!input.isEmpty()) {
            (input.contains("image") ? can : cannot).add(Capabilities.Feature.IMAGES);
            (input.contains("audio") ? can : cannot).add(Capabilities.Feature.AUDIO);
        }
        if (input.contains("file") || input.contains("pdf")) {
            can.add(Capabilities.Feature.FILES);
        }
    }
}
