package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class CalculatorTest {
    @ParameterizedTest
    @CsvSource({
        "2+3*4, 14",
        "(2 + 3) * 4, 20",
        "10 - 2 - 3, 5",
        "2 ^ 3 ^ 2, 512",
        "-2 ^ 2, -4",
        "(-2) ^ 2, 4",
        "2 ^ -2, 0.25",
        "7 % 4, 3",
        "1 / 8, 0.125",
        "0.1 + 0.2, 0.3",
        "1 / 3 * 3, 0.9999999999999999999999999999999999",
        "--3, 3",
        "1.50, 1.5",
        "0 * 5, 0",
        "100, 100",
        "10 ^ 30, 1000000000000000000000000000000",
        ".5 * 2, 1"
    })
    void itReckonsExactlyAsPeopleDo(String expression, String value) {
        assertThat(Calculator.of(expression)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "1 / 0, division by zero",
        "1 % 0, division by zero",
        "0 ^ -1, division by zero",
        "2 ^ 0.5, whole number",
        "9 ^ 9 ^ 9, too many digits",
        "10 ^ 100000, too many digits",
        "1 +, the end",
        "'', the end",
        "(1, the end",
        "1), ')' at position 2",
        "one, 'o' at position 1",
        "1.2.3, position 1",
        "2 3, '3' at position 3"
    })
    void whatCannotBeReckonedSaysWhy(String expression, String why) {
        assertThatThrownBy(() -> Calculator.of(expression)).hasMessageContaining(why);
    }

    @Test
    void nothingTakesLong() {
        assertThatThrownBy(() -> Calculator.of("9".repeat(501))).hasMessageContaining("500 characters");
        assertThat(Calculator.of("(".repeat(249) + "1" + ")".repeat(249))).isEqualTo("1");
        assertThatThrownBy(() -> Calculator.of("99^99^1 * 99^99 * 99^99 * 99^99 * 99^99 * 99^99"))
                .hasMessageContaining("digits");
    }
}
