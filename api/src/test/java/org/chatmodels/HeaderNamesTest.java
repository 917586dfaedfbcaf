package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"X-Team", "x_y", "a", "!#$%&'*+-.^_`|~09Az"})
    void tokensAreTaken(String name) {
        assertThatCode(() -> HeaderNames.check(name, "v")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "X Team", "X:Team", "X-Tëam", "X\r\nEvil", "X\u0000", "(x)", "x/y", "\"x\""})
    void otherNamesAreRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderNames.check(name, "v"))
                .withMessageContaining("write");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-length",
                "Transfer-Encoding",
                "CONNECTION",
                "TE",
                "Upgrade",
                "Expect",
                "Proxy-Authorization",
                "proxy-x",
                "Keep-Alive",
                "Trailer"
            })
    void headersOfTheTransportAreRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderNames.check(name, "v"))
                .withMessageContaining("transport");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "authorization", "X-API-Key", "api-key", "Cookie"})
    void headersOfKeysAreRefusedWithoutRepeatingThem(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderNames.check(name, "Bearer sk-canary"))
                .withMessageContaining("credential")
                .withMessageNotContaining("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "a\nb", "a\u0000b", "é", "中", "\u007f", "\u001b[0m"})
    void invisibleValuesAreRefusedWithoutRepeatingThem(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderNames.check("X-A", value))
                .withMessageContaining("X-A")
                .withMessageNotContaining(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\tb", "~!\"#"})
    void visibleValuesAreTaken(String value) {
        assertThatCode(() -> HeaderNames.check("X-A", value)).doesNotThrowAnyException();
    }

    @Test
    void lookUpIgnoresCaseAfterMerging() {
        assertThat(HeaderNames.merge(Map.of("X-A", "1"), Map.of("x-a", "2")).get("X-a"))
                .isEqualTo("1");
    }
}
