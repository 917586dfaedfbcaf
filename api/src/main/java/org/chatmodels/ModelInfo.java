package org.chatmodels;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A model that a service lists. The id is never empty and opens as {@code service:id}. Prices are US dollars per
 * million tokens; in {@link #extra()} stand {@code price_tiers}, a list of objects with {@code above}, the tokens of the
 * prompt beyond which its other prices hold, and {@code cache_write_price}.
 */
public final class ModelInfo {
    private final String id;
    private final Map<String, Object> values;
    private final Capabilities capabilities;
    private final Map<String, Object> extra;

    private ModelInfo(Builder from) {
        id = from.id;
        values = Collections.unmodifiableMap(new LinkedHashMap<>(from.values));
        capabilities = from.capabilities;
        extra = from.extra;
    }

    /** Starts with the id by which the service knows it, never blank. */
    public static Builder builder(String id) {
        return new Builder(Arguments.notBlank(id, "id"));
    }

    /** Starts with what is known of this one. */
    public Builder toBuilder() {
        Builder builder = new Builder(id);
        builder.values.putAll(values);
        builder.capabilities = capabilities;
        builder.extra = extra;
        return builder;
    }

    /** Laid over what is weaker; one price replaces all of its prices. */
    ModelInfo over(ModelInfo weaker) {
        Builder merged = weaker.toBuilder();
        Map<String, Object> more = new LinkedHashMap<>(weaker.extra);
        if (values.containsKey("inputPrice") || values.containsKey("outputPrice")) {
            merged.values.keySet().removeIf(name -> name.endsWith("Price") || name.equals("priceDate"));
            more.keySet().removeAll(List.of(ModelFigures.TIERS, ModelFigures.CACHE_WRITE));
        }
        merged.values.putAll(values);
        more.putAll(extra);
        return merged.capabilities(capabilities.over(weaker.capabilities))
                .extra(more)
                .build();
    }

    /** What stands behind the colon of a location. */
    public String id() {
        return id;
    }

    /** For people. */
    public Optional<String> name() {
        return value("name", String.class);
    }

    /** Who made it, in the service's words. */
    public Optional<String> owner() {
        return value("owner", String.class);
    }

    /** What it can do; UNKNOWN where nobody says. */
    public Capabilities capabilities() {
        return capabilities;
    }

    /** US dollars per million tokens of the prompt. */
    public Optional<BigDecimal> inputPrice() {
        return value("inputPrice", BigDecimal.class);
    }

    /** US dollars per million tokens of the prompt that were read from the cache. */
    public Optional<BigDecimal> cachedInputPrice() {
        return value("cachedInputPrice", BigDecimal.class);
    }

    /** US dollars per million tokens of the answer. */
    public Optional<BigDecimal> outputPrice() {
        return value("outputPrice", BigDecimal.class);
    }

    /** US dollars per million tokens of thought, where they cost something else than the answer. */
    public Optional<BigDecimal> reasoningPrice() {
        return value("reasoningPrice", BigDecimal.class);
    }

    /** The day on which the prices were true. */
    public Optional<LocalDate> priceDate() {
        return value("priceDate", LocalDate.class);
    }

    /** The day on which the service stopped or will stop serving it. */
    public Optional<LocalDate> retired() {
        return value("retired", LocalDate.class);
    }

    /** Everything else the service says, as JSON values; price tiers stand here. */
    public Map<String, Object> extra() {
        return extra;
    }

    private <T> Optional<T> value(String name, Class<T> type) {
        return Optional.ofNullable(values.get(name)).map(type::cast);
    }

    /** Equal in everything; prices by their amount. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ModelInfo info
                && id.equals(info.id)
                && values.equals(info.values)
                && capabilities.equals(info.capabilities)
                && extra.equals(info.extra);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, values, capabilities, extra);
    }

    /** Id, what is set, and the names in extra. */
    @Override
    public String toString() {
        return "ModelInfo[" + id
                + (values.isEmpty() ? "" : ", " + values)
                + (capabilities.equals(Capabilities.UNKNOWN) ? "" : ", " + capabilities)
                + (extra.isEmpty() ? "" : ", extra=" + extra.keySet())
                + "]";
    }

    /** Collects a model's entry. */
    public static final class Builder {
        private final String id;
        private final Map<String, Object> values = new LinkedHashMap<>();
        private Capabilities capabilities = Capabilities.UNKNOWN;
        private Map<String, Object> extra = Map.of();

        private Builder(String id) {
            this.id = id;
        }

        /** Sets the name for people. */
        public Builder name(String name) {
            return set("name", name);
        }

        /** Sets who made it. */
        public Builder owner(String owner) {
            return set("owner", owner);
        }

        /** Sets what it can do. */
        public Builder capabilities(Capabilities capabilities) {
            this.capabilities = Objects.requireNonNull(capabilities, "capabilities");
            return this;
        }

        /** Sets US dollars per million tokens of the prompt, from 0. */
        public Builder inputPrice(BigDecimal price) {
            return price("inputPrice", price);
        }

        /** Sets US dollars per million tokens read from the cache, from 0. */
        public Builder cachedInputPrice(BigDecimal price) {
            return price("cachedInputPrice", price);
        }

        /** Sets US dollars per million tokens of the answer, from 0. */
        public Builder outputPrice(BigDecimal price) {
            return price("outputPrice", price);
        }

        /** Sets US dollars per million tokens of thought, from 0. */
        public Builder reasoningPrice(BigDecimal price) {
            return price("reasoningPrice", price);
        }

        /** Sets the day on which the prices were true. */
        public Builder priceDate(LocalDate day) {
            return set("priceDate", day);
        }

        /** Sets the last day of its service. */
        public Builder retired(LocalDate day) {
            return set("retired", day);
        }

        /** Replaces everything else by a deep copy of JSON values. */
        public Builder extra(Map<String, Object> fields) {
            extra = JsonValues.copyMap(fields, "extra");
            return this;
        }

        private Builder price(String name, BigDecimal price) {
            Arguments.check(price.signum() >= 0, name, "is below 0: leave out what is not known");
            return set(name, price.signum() == 0 ? BigDecimal.ZERO : price.stripTrailingZeros());
        }

        private Builder set(String name, Object value) {
            values.put(name, Objects.requireNonNull(value, name));
            return this;
        }

        /** Makes the entry; the builder can be used again. */
        public ModelInfo build() {
            return new ModelInfo(this);
        }
    }
}
