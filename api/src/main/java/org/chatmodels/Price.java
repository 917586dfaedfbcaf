package org.chatmodels;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What tokens cost by the prices of a model. */
final class Price {
    private static final BigDecimal UNKNOWN = BigDecimal.ONE.negate();

    private final ModelInfo model;
    private final Map<?, ?> tier;

    private Price(ModelInfo model, long prompt) {
        this.model = model;
        Map<?, ?> found = Map.of();
        long most = -1;
        List<?> tiers = model.extra().get(ModelFigures.TIERS) instanceof List<?> list ? list : List.of();
        for (Object candidate : tiers) {
            if (candidate instanceof Map<?, ?> map && map.get("above") instanceof Number above) {
                boolean nearer = above.longValue() < prompt && above.longValue() > most;
                found = nearer ? map : found;
                most = nearer ? above.longValue() : most;
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
        BigDecimal input = price.of("input", model.inputPrice(), UNKNOWN);
        BigDecimal output = price.of("output", model.outputPrice(), UNKNOWN);
        if (input.signum() < 0 || output.signum() < 0) {
            return null;
        }
        long cached = Math.min(usage.cachedInputTokens().orElse(0), in.getAsLong());
        long written = Math.min(usage.cacheWriteTokens().orElse(0), in.getAsLong() - cached);
        long thought = Math.min(usage.reasoningTokens().orElse(0), out.getAsLong());
        Optional<BigDecimal> write = Optional.ofNullable(model.extra().get(ModelFigures.CACHE_WRITE))
                .filter(BigDecimal.class::isInstance)
                .map(BigDecimal.class::cast);
        BigDecimal dollars = times(input, in.getAsLong() - cached - written)
                .add(times(price.of("cached_input", model.cachedInputPrice(), input), cached))
                .add(times(price.of("cache_write", write, input), written))
                .add(times(output, out.getAsLong() - thought))
                .add(times(price.of("reasoning", model.reasoningPrice(), output), thought))
                .stripTrailingZeros();
        return dollars.scale() < 0 ? dollars.setScale(0) : dollars;
    }

    private static BigDecimal times(BigDecimal price, long tokens) {
        return price.multiply(BigDecimal.valueOf(tokens)).movePointLeft(6);
    }

    /** That of the tier of so long a prompt, else the usual one, else another. */
    private BigDecimal of(String name, Optional<BigDecimal> usual, BigDecimal other) {
        return tier.get(name) instanceof BigDecimal price ? price : usual.orElse(other);
    }
}
