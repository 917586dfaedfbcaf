package org.chatmodels.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import org.chatmodels.Usage;

/** Money for people: cents, of less than a dollar two digits. */
final class Dollars {
    private static final int OLD_DAYS = 90;

    private Dollars() {}

    static String of(BigDecimal dollars) {
        BigDecimal rounded = dollars.compareTo(BigDecimal.ONE) < 0
                ? dollars.round(new MathContext(2, RoundingMode.HALF_UP))
                : dollars.setScale(2, RoundingMode.HALF_UP);
        return "$" + (rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString());
    }

    /** With the day of the prices if they are old; empty if nobody knows the cost. */
    static String of(Usage usage, LocalDate today) {
        String day = usage.priceDate()
                .filter(date -> date.isBefore(today.minusDays(OLD_DAYS)))
                .map(date -> " at prices of " + date)
                .orElse("");
        return usage.cost().map(dollars -> of(dollars) + day).orElse("");
    }
}
