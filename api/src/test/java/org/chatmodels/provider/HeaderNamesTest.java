package org.chatmodels.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"X-Team", "x_y", "a", "!#$%&'*+-.^_`|~09Az", "Idempotency-Key", "X-Author", "X-Tokens"})
    void tokensAreTaken(String name) {
        assertThat(HeaderNames.fault(name, "v")).isEmpty();
        assertThat(HeaderNames.carriesKey(name)).isFalse();
        assertThat(HeaderNames.mayCarryKey(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "X Team",
                "X:Team",
                "X-Tëam",
                "X\r\nEvil",
                "X\u0000",
                "(x)",
                "x/y",
                "\"x\"",
                "api-key\r\n",
                "x\u0130",
                "\uff21",
                "x\u2028",
                "X-A\t"
            })
    void otherNamesAreRefused(String name) {
        assertThat(HeaderNames.fault(name, "v")).contains("write");
        assertThat(HeaderNames.mayCarryKey(name)).isFalse();
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
                "Trailer",
                "Cookie",
                "Set-Cookie",
                "ACCEPT-ENCODING",
                "User-Agent"
            })
    void headersOfTheTransportAreRefusedAndCarryNoKey(String name) {
        assertThat(HeaderNames.fault(name, "canary")).contains("transport").doesNotContain("canary");
        assertThat(HeaderNames.mayCarryKey(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "authorization",
                "X-API-Key",
                "api-key",
                "API_KEY",
                "x-goog-api-key",
                "x-portkey-api-key",
                "cf-aig-authorization",
                "Helicone-Auth",
                "X-Auth-Token",
                "x-access-token",
                "x-amz-security-token",
                "Ocp-Apim-Subscription-Key",
                "X-Client-Secret",
                "X-Password"
            })
    void headersOfKeysAreRefusedWithoutRepeatingThem(String name) {
        assertThat(HeaderNames.fault(name, "Bearer sk-canary"))
                .contains("carries a key", "credential", name)
                .doesNotContain("canary");
        assertThat(HeaderNames.carriesKey(name)).isTrue();
        assertThat(HeaderNames.mayCarryKey(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\r\nb", "a\nb", "a\rb", "a\u0000b", "é", "中", "\u007f", "\u001b[0m", "a\u0085b", "\ufeffa"})
    void invisibleValuesAreRefusedWithoutRepeatingThem(String value) {
        assertThat(HeaderNames.fault("X-A", value)).contains("X-A").doesNotContain(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\tb", "~!\"#"})
    void visibleValuesAreTaken(String value) {
        assertThat(HeaderNames.fault("X-A", value)).isEmpty();
    }

    @Test
    void noSingleCharacterGetsThroughThatNoHeaderMayHave() {
        for (int c = 0; c <= 0xffff; c++) {
            String text = String.valueOf((char) c);
            boolean visible = c >= ' ' && c <= '~' || c == '\t';
            assertThat(HeaderNames.fault("X-A", text).isEmpty())
                    .as("value %x", c)
                    .isEqualTo(visible);
            boolean token = visible && c > ' ' && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
            assertThat(HeaderNames.fault(text, "").isEmpty()).as("name %x", c).isEqualTo(token);
        }
    }
}
