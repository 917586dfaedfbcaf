package org.chatmodels.cli;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.chatmodels.Capabilities;
import org.chatmodels.Capabilities.Feature;
import org.chatmodels.Capabilities.Support;
import org.chatmodels.ModelInfo;

/** A line of a list of models, for people and for scripts. */
record ListedModel(String service, ModelInfo model) {
    private static final Map<Feature, String> WORDS = words();

    private static Map<Feature, String> words() {
        Map<Feature, String> words = new LinkedHashMap<>();
        words.put(Feature.TOOLS, "tools");
        words.put(Feature.JSON_SCHEMA, "schema");
        words.put(Feature.IMAGES, "images");
        words.put(Feature.AUDIO, "audio");
        words.put(Feature.FILES, "files");
        words.put(Feature.REASONING, "thinks");
        return words;
    }

    String location() {
        return service + ":" + model.id();
    }

    /** MODEL, CONTEXT, ANSWER, IN, OUT, CAN and a remark. */
    String[] cells() {
        Capabilities can = model.capabilities();
        List<String> words = new ArrayList<>();
        WORDS.forEach((feature, word) -> {
            if (can.support(feature) == Support.YES) {
                words.add(word);
            }
        });
        return new String[] {
            plain(location()),
            tokens(can.contextWindow()),
            tokens(can.maxOutputTokens()),
            dollars(model.inputPrice()),
            dollars(model.outputPrice()),
            String.join(" ", words),
            model.retired().map(ListedModel::end).orElse("")
        };
    }

    static String end(LocalDate day) {
        return (day.isAfter(LocalDate.now()) ? "until " : "retired ") + day;
    }

    private static String tokens(OptionalInt figure) {
        return figure.isPresent() ? Integer.toString(figure.getAsInt()) : "";
    }

    private static String dollars(Optional<BigDecimal> price) {
        return price.map(BigDecimal::toPlainString).orElse("");
    }

    /** Nothing that a terminal would act on. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean acts = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
            plain.appendCodePoint(acts ? ' ' : c);
        });
        return plain.toString();
    }

    /** What is unknown is left out; prices are US dollars per million tokens. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("service", service);
        fields.put("id", model.id());
        fields.put("location", location());
        model.name().ifPresent(name -> fields.put("name", name));
        model.owner().ifPresent(owner -> fields.put("owner", owner));
        Capabilities can = model.capabilities();
        can.contextWindow().ifPresent(tokens -> fields.put("context_window", tokens));
        can.maxOutputTokens().ifPresent(tokens -> fields.put("max_output_tokens", tokens));
        price(fields, "input_usd", model.inputPrice());
        price(fields, "cached_input_usd", model.cachedInputPrice());
        price(fields, "output_usd", model.outputPrice());
        price(fields, "reasoning_usd", model.reasoningPrice());
        model.priceDate().ifPresent(day -> fields.put("price_date", day.toString()));
        fields.put("can", features(can, Support.YES));
        fields.put("cannot", features(can, Support.NO));
        model.retired().ifPresent(day -> fields.put("retired", day.toString()));
        if (!model.extra().isEmpty()) {
            fields.put("extra", model.extra());
        }
        return fields;
    }

    /** 10, not 1E+1. */
    private static void price(Map<String, Object> fields, String name, Optional<BigDecimal> price) {
        price.ifPresent(dollars -> fields.put(name, new BigDecimal(dollars.toPlainString())));
    }

    static List<String> features(Capabilities can, Support support) {
        List<String> names = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            if (can.support(feature) == support) {
                names.add(feature.name().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
