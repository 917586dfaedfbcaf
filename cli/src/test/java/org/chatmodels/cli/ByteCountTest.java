package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteCountTest {
    @Test
    void unitsAreDecimalAndHaveOneDecimal() {
        assertThat(ByteCount.of(0)).isEqualTo("0 B");
        assertThat(ByteCount.of(999)).isEqualTo("999 B");
        assertThat(ByteCount.of(1000)).isEqualTo("1.0 kB");
        assertThat(ByteCount.of(999_949)).isEqualTo("999.9 kB");
        assertThat(ByteCount.of(999_950)).isEqualTo("1.0 MB");
        assertThat(ByteCount.of(2_497_293_931L)).isEqualTo("2.5 GB");
        assertThat(ByteCount.of(Long.MAX_VALUE)).isEqualTo("9223372.0 TB");
    }

    @Test
    void aPartHasTheUnitOfTheWhole() {
        assertThat(ByteCount.of(0, 2_500_000_000L)).isEqualTo("0.0/2.5 GB");
        assertThat(ByteCount.of(3, 10)).isEqualTo("3/10 B");
    }
}
