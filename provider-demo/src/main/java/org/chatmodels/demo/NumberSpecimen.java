package org.chatmodels.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/** A number that fits a JSON Schema: 1, or what is next to it within the limits. */
final class NumberSpecimen {
    private static final BigDecimal LARGEST = new BigDecimal("1000000000000000000");

    private NumberSpecimen() {}

    static BigDecimal of(Map<?, ?> schema) {
        BigDecimal step =
                limit(schema, "multipleOf").filter(one -> one.signum() > 0).orElse(BigDecimal.ONE);
        BigDecimal least = limit(schema, "exclusiveMinimum")
                .map(below -> multiple(below, step, RoundingMode.FLOOR).add(step))
                .or(() -> limit(schema, "minimum").map(one -> multiple(one, step, RoundingMode.CEILING)))
                .orElse(LARGEST.negate());
        BigDecimal most = limit(schema, "exclusiveMaximum")
                .map(above -> multiple(above, step, RoundingMode.CEILING).subtract(step))
                .or(() -> limit(schema, "maximum").map(one -> multiple(one, step, RoundingMode.FLOOR)))
                .orElse(LARGEST);
        return multiple(BigDecimal.ONE, step, RoundingMode.CEILING).min(most).max(least);
    }

    private static BigDecimal multiple(BigDecimal near, BigDecimal step, RoundingMode rounding) {
        return near.divide(step, 0, rounding).multiply(step);
    }

    /** Of a size that can be reckoned with. */
    private static Optional<BigDecimal> limit(Map<?, ?> schema, String name) {
        return schema.get(name) instanceof BigDecimal limit
                        && Math.abs(limit.scale()) < LARGEST.precision()
                        && limit.abs().compareTo(LARGEST) < 0
                ? Optional.of(limit)
                : Optional.empty();
    }
}
