package org.chatmodels;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chatmodels.Capabilities.Feature;
import org.chatmodels.Capabilities.Support;

/** What the catalogue or the configuration says of one model: figures as text, by name. */
record ModelFigures(String service, String model, Map<String, String> values) {
    static final String CACHE_WRITE = "cache_write_price";
    static final String TIERS = "price_tiers";

    /** In the order in which tiers have them. */
    static final List<String> PRICES = List.of("input", "output", "cached_input", "cache_write", "reasoning");

    /** Before the names of features, as one of them is that of a price too. */
    private static final String CAN = "can.";

    private static final List<String> LIMITS = List.of("context_window", "max_output_tokens");
    private static final String LETTERS = "tjiafr";
    private static final Feature[] OF_LETTERS = {
        Feature.TOOLS, Feature.JSON_SCHEMA, Feature.IMAGES, Feature.AUDIO, Feature.FILES, Feature.REASONING
    };

    /** "service:model; name=value; …"; ConfigurationException says what to write. */
    static ModelFigures parse(String text, boolean prices) {
        String[] parts = text.split(";");
        int colon = parts[0].indexOf(':');
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String name = parts[i].substring(0, Math.max(0, equals)).strip();
            if (!names(prices).contains(name)) {
                throw fault(Names.suggestion(name, names(prices)) + " Write NAME=VALUE with a NAME of "
                        + String.join(", ", names(prices)));
            }
            values.put(
                    prices || LIMITS.contains(name) ? name : CAN + name,
                    parts[i].substring(equals + 1).strip());
        }
        String model = parts[0].substring(colon + 1).strip();
        if (colon < 1 || model.isEmpty() || values.isEmpty()) {
            throw fault(" Write SERVICE:MODEL; " + (prices ? "input=0.10; output=0.50" : "tools=yes; images=no"));
        }
        ModelFigures figures = new ModelFigures(parts[0].substring(0, colon).strip(), model, values);
        figures.info();
        return figures;
    }

    private static List<String> names(boolean prices) {
        List<String> names = new ArrayList<>(prices ? PRICES : LIMITS);
        if (prices) {
            names.addAll(List.of("tiers", "date"));
        } else {
            for (Feature feature : Feature.values()) {
                names.add(feature.name().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private static ConfigurationException fault(String remedy) {
        return new ConfigurationException("bad_figure", "Figures of a model can't be read." + remedy);
    }

    /** As of a listing; ConfigurationException for a figure that is none. Names that nobody knows are passed over. */
    ModelInfo info() {
        ModelInfo.Builder info = ModelInfo.builder(model);
        Capabilities.Builder can = Capabilities.builder();
        Map<String, Object> extra = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            try {
                read(name, value, info, extra);
                read(name, value, can);
            } catch (IllegalArgumentException | DateTimeException e) {
                throw fault(" Write " + name.replace(CAN, "") + "=" + example(name));
            }
        });
        return info.capabilities(can.build()).extra(extra).build();
    }

    private static String example(String name) {
        return switch (name) {
            case "date", "retired" -> "2026-07-02";
            case "tiers" -> "200000:0.20,1.00";
            case "context_window", "max_output_tokens" -> "128000";
            default -> PRICES.contains(name) ? "0.10" : "yes or no";
        };
    }

    private static void read(String name, String value, ModelInfo.Builder info, Map<String, Object> extra) {
        switch (name) {
            case "input" -> info.inputPrice(new BigDecimal(value));
            case "output" -> info.outputPrice(new BigDecimal(value));
            case "cached_input" -> info.cachedInputPrice(new BigDecimal(value));
            case "reasoning" -> info.reasoningPrice(new BigDecimal(value));
            case "cache_write" -> extra.put(CACHE_WRITE, price(value));
            case "tiers" -> extra.put(TIERS, tiers(value));
            case "date" -> info.priceDate(LocalDate.parse(value));
            case "retired" -> info.retired(LocalDate.parse(value));
            default -> {}
        }
    }

    private static void read(String name, String value, Capabilities.Builder can) {
        if (name.equals("context_window")) {
            can.contextWindow(Integer.parseInt(value));
        } else if (name.equals("max_output_tokens")) {
            can.maxOutputTokens(Integer.parseInt(value));
        } else if (name.equals("can")) {
            for (int i = 0; i < OF_LETTERS.length; i++) {
                char letter = LETTERS.charAt(i);
                boolean yes = value.indexOf(Character.toUpperCase(letter)) >= 0;
                boolean no = value.indexOf(letter) >= 0;
                can.support(OF_LETTERS[i], yes ? Support.YES : no ? Support.NO : Support.UNKNOWN);
            }
        } else if (name.startsWith(CAN)) {
            String feature = name.substring(CAN.length()).toUpperCase(Locale.ROOT);
            can.support(Feature.valueOf(feature), Support.valueOf(value.toUpperCase(Locale.ROOT)));
        }
    }

    private static BigDecimal price(String value) {
        BigDecimal price = new BigDecimal(value);
        Arguments.check(price.signum() >= 0, "price", "is below 0");
        return price;
    }

    /** "200000:0.2,1 500000:0.4": prompts with more tokens than that, then prices; those left out are as below it. */
    private static List<Map<String, Object>> tiers(String value) {
        List<Map<String, Object>> tiers = new ArrayList<>();
        for (String text : value.split(" +")) {
            int colon = text.indexOf(':');
            Map<String, Object> tier = new LinkedHashMap<>();
            tier.put("above", Long.valueOf(text.substring(0, Math.max(0, colon))));
            String[] prices = text.substring(colon + 1).split(",");
            for (int i = 0; i < Math.min(prices.length, PRICES.size()); i++) {
                if (!prices[i].isEmpty()) {
                    tier.put(PRICES.get(i), price(prices[i]));
                }
            }
            tiers.add(tier);
        }
        return tiers;
    }
}
