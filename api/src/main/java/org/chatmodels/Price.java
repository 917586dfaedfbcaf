package org.chatmodels;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What tokens cost by the prices of a model. */
final class Price {
    private final ModelInfo model;
    private final Map<?, ?> tier;

    private Price(ModelInfo model, long prompt) {
        this.model = model;
        Map<?, ?> found = Map.of();
        long most = -1;
        if (model.extra().get(ModelFigures.TIERS) instanceof List<?> tiers) {
            for (Object candidate : tiers) {
                boolean is = candidate instanceof Map<?, ?> map && map.get("above") instanceof Number;
                long above = is ? ((Number) ((Map<?, ?>) candidate).get("above")).longValue() : prompt;
                if (above < prompt && above > most) {
                    found = (Map<?, ?>) candidate;
                    most = above;
                }
            }
        }
        tier = found;
    }

    /**
     * US dollars; null where a price or a figure is unknown. Tokens of the cache are part of the prompt and cost as much
     * as the others where they have no price of their own; so do thoughts in the answer. Nobody knows what sound costs.
     */
    static @Nullable BigDecimal of(Usage usage, ModelInfo model) {
        OptionalLong in = usage.inputTokens();
        OptionalLong out = usage.outputTokens();
        if (in.isEmpty() || out.isEmpty() || usage.audioTokens().orElse(0) > 0) {
            return null;
        }
        Price price = new Price(model, in.getAsLong());
        BigDecimal input = price.of("input", model.inputPrice()).orElse(null);
        BigDecimal output = price.of("output", model.outputPrice()).orElse(null);
        if (input == null || output == null) {
            return null;
        }
        long cached = Math.min(usage.cachedInputTokens().orElse(0), in.getAsLong());
        long written = Math.min(usage.cacheWriteTokens().orElse(0), in.getAsLong() - cached);
        long thought = Math.min(usage.reasoningTokens().orElse(0), out.getAsLong());
        BigDecimal write = model.extra().get(ModelFigures.CACHE_WRITE) instanceof BigDecimal known ? known : input;
        BigDecimal dollars = input.multiply(BigDecimal.valueOf(in.getAsLong() - cached - written))
                .add(price.of("cached_input", model.cachedInputPrice())
                        .orElse(input)
                        .multiply(BigDecimal.valueOf(cached)))
                .add(price.of("cache_write", Optional.of(write)).orElse(write).multiply(BigDecimal.valueOf(written)))
                .add(output.multiply(BigDecimal.valueOf(out.getAsLong() - thought)))
                .add(price.of("reasoning", model.reasoningPrice())
                        .orElse(output)
                        .multiply(BigDecimal.valueOf(thought)))
                .movePointLeft(6)
                .stripTrailingZeros();
        return dollars.scale() < 0 ? dollars.setScale(0) : dollars;
    }

    /** That of the tier of so long a prompt, else the usual one. */
    private Optional<BigDecimal> of(String name, Optional<BigDecimal> usual) {
        return tier.get(name) instanceof BigDecimal price ? Optional.of(price) : usual;
    }
}
