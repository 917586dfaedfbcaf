package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalculatorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                " 2 + 3 * 4 = 14",
                "(2+3)*4 = 20",
                "2*(3+4)*5 = 70",
                "10-4-3 = 3",
                "100/10/5 = 2",
                "2^3^2 = 512",
                "-2^2 = -4",
                "(-2)^2 = 4",
                "2^-2 = 0.25",
                "2 * -3 = -6",
                "--3 = 3",
                "-+-3 = 3",
                "5 - -3 = 8",
                "0.1+0.2 = 0.3",
                ".5 + 5. = 5.5",
                "1.50 = 1.5",
                "-0 = 0",
                "0*-5 = 0",
                "7 % 3 = 1",
                "-7 % 3 = -1",
                "5.5 % 2 = 1.5",
                "1/3 = 0.3333333333333333333333333333333333",
                "2/3 = 0.6666666666666666666666666666666667",
                "1/8 = 0.125",
                "0^0 = 1",
                "1^1000 = 1",
                "2^0.0 = 1",
                "4^2.0 = 16",
                "2^100 = 1267650600228229401496703205376",
                "12345678901234567890*98765432109876543210 = 1219326311370217952237463801111263526900",
            })
    void itReckons(String expression, String value) {
        assertThat(Calculator.of(expression)).isEqualTo(value);
    }

    @Test
    void endsOfLinesAndTabsAreBlanks() {
        assertThat(Calculator.of("\t1\n+\r\n2 ")).isEqualTo("3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\" | the end",
                "\"  \" | the end",
                "1+ | the end",
                "(1 | the end",
                "((1) | the end",
                "1) | ')' at position 2",
                "() | ')' at position 2",
                "1 2 | '2' at position 3",
                "2(3) | '(' at position 2",
                "*2 | '*' at position 1",
                "2**3 | '*' at position 3",
                ". | '.' at position 1",
                "1.2.3 | '1' at position 1",
                "1e5 | 'e' at position 2",
                "x+1 | 'x' at position 1",
                "sqrt(4) | 's' at position 1",
                "1,5 | ',' at position 2",
                "2×3 | '×' at position 2",
                "2+\u0663 | '\u0663' at position 3",
                "1+\uD83D\uDE00 | '\uD83D\uDE00' at position 3",
            })
    void whatIsNoExpressionIsNamedWithItsPlace(String expression, String where) {
        assertThatThrownBy(() -> Calculator.of(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(where + " is not expected there: write decimal numbers, + - * / % ^ and brackets");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1/0 | division by zero",
                "1 % 0.0 | division by zero",
                "0^-1 | division by zero",
                "5/(3-3) | division by zero",
                "2^0.5 | an exponent has to be a whole number",
                "2^1001 | an exponent goes from -1000 to 1000",
                "1^-1001 | an exponent goes from -1000 to 1000",
                "9^9^9^9 | an exponent goes from -1000 to 1000",
                "2^99999999999999999999999 | an exponent goes from -1000 to 1000",
                "1000001^1000 | a number has more than 1000 digits",
                "0.001^1000 | a number has more than 1000 digits",
                "99^999 | a number has more than 1000 digits",
                "10^1000 | a number has more than 1000 digits",
                "10^999*10 | a number has more than 1000 digits",
                "10^-999/100 | a number has more than 1000 digits",
            })
    void whatHasNoValueOrOneTooLongIsRefused(String expression, String why) {
        assertThatThrownBy(() -> Calculator.of(expression))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage(why);
    }

    @Test
    void theLongestNumbersAreWritten() {
        assertThat(Calculator.of("10^999")).isEqualTo("1" + "0".repeat(999));
        assertThat(Calculator.of("10^-999")).isEqualTo("0." + "0".repeat(998) + "1");
        assertThat(Calculator.of("1.0000001^3")).isEqualTo("1.000000300000030000001");
    }

    @Test
    void deepNestingIsReckonedAndTooMuchOfItRefused() {
        assertThat(Calculator.of("(".repeat(249) + "5" + ")".repeat(249))).isEqualTo("5");
        assertThat(Calculator.of("-".repeat(499) + "5")).isEqualTo("-5");
        assertThat(Calculator.of("1^".repeat(249) + "1")).isEqualTo("1");
        assertThatThrownBy(() -> Calculator.of("(".repeat(500)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the end is not expected");
        assertThatThrownBy(() -> Calculator.of("(".repeat(251) + "5" + ")".repeat(250)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the expression is longer than 500 characters: split it");
    }

    @Test
    void wholeNumbersComeOutAsBigIntegerReckonsThem() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            BigInteger a = new BigInteger(100, random);
            BigInteger b = new BigInteger(80, random);
            BigInteger c = new BigInteger(60, random).add(BigInteger.ONE);
            String expression = a + " - " + b + " * (" + c + " + " + a + ") % " + c;
            BigInteger value = a.subtract(b.multiply(c.add(a)).mod(c));

            assertThat(Calculator.of(expression))
                    .as("seed %d: %s", seed, expression)
                    .isEqualTo(value.toString());
            assertThat(new BigDecimal(Calculator.of("(" + a + "/" + c + ")*" + c))
                            .subtract(new BigDecimal(a))
                            .abs())
                    .as("seed %d", seed)
                    .isLessThan(new BigDecimal("0.001"));
        }
    }
}
