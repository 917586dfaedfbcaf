package org.chatmodels.openaicompatible;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.chatmodels.ModelInfo;

/** Reads prices of a list into US dollars per million tokens; what is not known for sure is left out. */
final class ModelPrices {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    /** More dollars for a million tokens are a mistake. */
    private static final BigDecimal MOST = BigDecimal.valueOf(100_000);

    private final boolean known;
    private final boolean perToken;
    private final boolean zeroUnknown;
    private final LocalDate today;

    /** By the words of a row: none, token, million, zero_unknown. */
    ModelPrices(List<String> words, LocalDate today) {
        this.perToken = words.contains("token");
        this.known = perToken || words.contains("million");
        this.zeroUnknown = words.contains("zero_unknown");
        this.today = today;
    }

    void read(Map<String, Object> entry, ModelInfo.Builder model) {
        Map<String, Object> pricing = known ? pricing(entry) : Map.of();
        Optional<BigDecimal> input = number(pricing, "prompt", "input", "input_tokens");
        input.ifPresent(price -> set(model, model::inputPrice, scaled(price)));
        number(pricing, "completion", "output", "output_tokens")
                .ifPresent(price -> set(model, model::outputPrice, scaled(price)));
        number(pricing, "input_cache_read", "cached_input", "cache_read_tokens")
                .filter(price -> price.signum() > 0 || input.equals(Optional.of(BigDecimal.ZERO)))
                .ifPresent(price -> set(model, model::cachedInputPrice, scaled(price)));
        number(pricing, "internal_reasoning")
                .filter(price -> price.signum() > 0)
                .ifPresent(price -> set(model, model::reasoningPrice, scaled(price)));
        for (Object item : ModelFields.list(entry.get("price"))) {
            stated(ModelFields.object(item), model);
        }
    }

    /** Of the model itself or of an object right inside. */
    private static Map<String, Object> pricing(Map<String, Object> entry) {
        Map<String, Object> pricing = ModelFields.object(entry.get("pricing"));
        for (Object value : entry.values()) {
            pricing = pricing.isEmpty()
                    ? ModelFields.object(ModelFields.object(value).get("pricing"))
                    : pricing;
        }
        return pricing;
    }

    private BigDecimal scaled(BigDecimal price) {
        return perToken ? price.multiply(MILLION) : price;
    }

    private static Optional<BigDecimal> number(Map<String, Object> pricing, String... names) {
        for (String name : names) {
            Optional<BigDecimal> number = ModelFields.number(pricing.get(name));
            if (number.isPresent()) {
                return number.map(price -> price.signum() == 0 ? BigDecimal.ZERO : price);
            }
        }
        return Optional.empty();
    }

    /** One that says itself what it is for and in which money. */
    private void stated(Map<String, Object> price, ModelInfo.Builder model) {
        Optional<BigDecimal> number = ModelFields.number(price.get("price"));
        if (number.isEmpty() || !"USD".equals(price.get("currency"))) {
            return;
        }
        switch (String.valueOf(price.get("unit")).toLowerCase(Locale.ROOT)) {
            case "per m input tokens" -> set(model, model::inputPrice, number.get());
            case "per m cached input tokens" -> set(model, model::cachedInputPrice, number.get());
            case "per m output tokens" -> set(model, model::outputPrice, number.get());
            default -> {}
        }
    }

    /** A price below 0 stands for one that varies. */
    private void set(ModelInfo.Builder model, Consumer<BigDecimal> set, BigDecimal price) {
        boolean said = price.signum() > 0 || price.signum() == 0 && !zeroUnknown;
        if (said && price.compareTo(MOST) < 0) {
            set.accept(price);
            model.priceDate(today);
        }
    }
}
