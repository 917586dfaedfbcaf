package org.chatmodels.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Arithmetic on decimal numbers with the usual precedence: brackets, {@code ^} from the right, signs,
 * {@code * / %}, {@code + -}. Exact, but that quotients have 34 digits or as many as the dividend. Input and results are
 * limited, so that nothing takes long.
 */
final class Calculator {
    private static final int LONGEST = 500;
    private static final int MOST_DIGITS = 1000;
    private static final int QUOTIENT_DIGITS = 34;

    private final String text;
    private int at;

    private Calculator(String text) {
        this.text = text;
    }

    /** The value without needless zeros; ArithmeticException or IllegalArgumentException says what is wrong and where. */
    static String of(String expression) {
        if (expression.length() > LONGEST) {
            throw new IllegalArgumentException("the expression is longer than " + LONGEST + " characters: split it");
        }
        Calculator calculator = new Calculator(expression);
        BigDecimal value = calculator.sum();
        if (calculator.next() != '\0') {
            throw calculator.unexpected();
        }
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private BigDecimal sum() {
        BigDecimal value = product();
        while (next() == '+' || next() == '-') {
            boolean plus = take() == '+';
            BigDecimal more = product();
            value = limited(plus ? value.add(more) : value.subtract(more));
        }
        return value;
    }

    private BigDecimal product() {
        BigDecimal value = signed();
        while (next() == '*' || next() == '/' || next() == '%') {
            char operator = take();
            BigDecimal more = signed();
            if (operator == '*') {
                value = limited(value.multiply(more));
            } else {
                value = limited(operator == '/' ? quotient(value, more) : rest(value, more));
            }
        }
        return value;
    }

    private BigDecimal signed() {
        if (next() == '-' || next() == '+') {
            return take() == '-' ? signed().negate() : signed();
        }
        return power();
    }

    private BigDecimal power() {
        BigDecimal base = atom();
        if (next() != '^') {
            return base;
        }
        take();
        return power(base, signed());
    }

    private BigDecimal atom() {
        if (next() == '(') {
            take();
            BigDecimal value = sum();
            if (next() != ')') {
                throw unexpected();
            }
            take();
            return value;
        }
        int start = at;
        while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        try {
            return new BigDecimal(text.substring(start, at));
        } catch (NumberFormatException e) {
            at = start;
            throw unexpected();
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static BigDecimal quotient(BigDecimal value, BigDecimal by) {
        int digits = Math.max(QUOTIENT_DIGITS, value.precision());
        return value.divide(notZero(by), new MathContext(digits, RoundingMode.HALF_EVEN));
    }

    private static BigDecimal rest(BigDecimal value, BigDecimal by) {
        return value.remainder(notZero(by));
    }

    private static BigDecimal notZero(BigDecimal value) {
        if (value.signum() == 0) {
            throw new ArithmeticException("division by zero");
        }
        return value;
    }

    private static BigDecimal power(BigDecimal base, BigDecimal exponent) {
        BigDecimal plain = base.stripTrailingZeros();
        long size = Math.max(plain.precision(), Math.abs((long) plain.scale()));
        if (exponent.stripTrailingZeros().scale() > 0) {
            throw new ArithmeticException("an exponent has to be a whole number");
        }
        if (exponent.abs().compareTo(BigDecimal.valueOf(MOST_DIGITS)) > 0) {
            throw new ArithmeticException("an exponent goes from -" + MOST_DIGITS + " to " + MOST_DIGITS);
        }
        if (size * exponent.abs().intValue() > 2L * MOST_DIGITS) {
            throw tooLong();
        }
        int times = exponent.intValue();
        BigDecimal power = limited(plain.pow(Math.abs(times)));
        return times < 0 ? limited(quotient(BigDecimal.ONE, power)) : power;
    }

    private static BigDecimal limited(BigDecimal value) {
        int beforePoint = value.precision() - value.scale();
        if (Math.max(value.precision(), Math.max(beforePoint, value.scale())) > MOST_DIGITS) {
            throw tooLong();
        }
        return value;
    }

    private static ArithmeticException tooLong() {
        return new ArithmeticException("a number has more than " + MOST_DIGITS + " digits");
    }

    /** The next character that is not blank, without taking it; NUL at the end. */
    private char next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private char take() {
        return text.charAt(at++);
    }

    private IllegalArgumentException unexpected() {
        String what = at < text.length()
                ? "'" + Character.toString(text.codePointAt(at)) + "' at position " + (at + 1)
                : "the end";
        return new IllegalArgumentException(
                what + " is not expected there: write decimal numbers, + - * / % ^ and brackets");
    }
}
