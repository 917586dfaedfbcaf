package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chatmodels.spi.Wires.failure;

import java.net.URI;
import org.chatmodels.ConfigurationException;
import org.chatmodels.provider.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpCallTest {
    private static final HttpCall CALL = HttpCall.post(URI.create("https://api.example.com/v1/chat?key=secret"));

    @ParameterizedTest
    @CsvSource({
        "ftp://host/x, not http",
        "file:/etc/passwd, not http",
        "//host/x, not http",
        "http:/evil, host",
        "http:opaque, host",
        "https:///x, host",
        "http://user:canary@host/, user",
        "http://canary@host/, user",
        "http://host/x#canary, #",
        "http://host:0/, port",
        "http://host:65536/, port",
        "http://host:99999999999/, port",
        "http://[fe80::1%25eth0]/, no plain",
        "http://h%6Fst/, no plain",
        "http://0177.0.0.1/, no plain",
        "http://2130706433/, no plain",
        "http://127.1/, no plain",
        "http://bücher.example/, no plain",
        "http://host/bücher, percent-encoded"
    })
    void targetsThatNoRequestMayGoToAreTheAddressesThatNoKeyMayGoTo(String target, String reason) {
        ConfigurationException failure = failure(ConfigurationException.class, () -> HttpCall.post(URI.create(target)));
        assertThat(failure).hasMessageContaining(reason).hasMessageNotContaining("canary");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost, http://localhost/",
        "HTTPS://API.Example.com/v1, https://api.example.com/v1",
        "http://my_llm:8000/v1/, http://my_llm:8000/v1/",
        "http://[::1]:11434/api, http://[::1]:11434/api",
        "https://h:443/x, https://h/x",
        "http://h:/x, http://h/x"
    })
    void targetsThatAreFine(String target, String printed) {
        HttpCall call = HttpCall.get(URI.create(target));
        assertThat(call).hasToString("GET " + printed);
        assertThat(call.target()).isEqualTo(URI.create(target));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host", "CONTENT-LENGTH", "Transfer-Encoding", "connection", "TE", "Upgrade", "Expect", "Cookie",
                "Proxy-Authorization", "proxy-x", "Authorization", "x-api-key", "API-KEY", "Accept-Encoding", "", "a b",
                "a:b", "a\r\nb", "näme", "\0"
            })
    void namesThatTheCallerMayNotSet(String name) {
        ConfigurationException failure = failure(ConfigurationException.class, () -> CALL.header(name, "canary"));
        assertThat(failure).hasMessageNotContaining("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary\r\nHost: evil", "canary\n", "canary\0", "canäry", "canary\u007f", "can\u0085ary"})
    void valuesThatNoHeaderMayHave(String value) {
        assertThat(failure(ConfigurationException.class, () -> CALL.header("X-Team", value)))
                .hasMessageContaining("X-Team")
                .hasMessageNotContaining("can");
        assertThat(failure(
                        ConfigurationException.class, () -> CALL.secret("Authorization", "Bearer ", Secret.of(value))))
                .hasMessageContaining("Authorization")
                .hasMessageNotContaining("canary")
                .hasMessageNotContaining("canäry");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "Content-Length", "Cookie", "Proxy-Authorization", "a b"})
    void namesThatNoKeyMayHave(String name) {
        failure(ConfigurationException.class, () -> CALL.secret(name, "", Secret.of("sk-canary-1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "x-api-key", "API-Key", "x-portkey-api-key", "X-Team"})
    void namesThatAKeyMayHave(String name) {
        assertThat(CALL.secret(name, "", Secret.of("sk-canary-1")).outgoing().headers())
                .hasSize(1);
    }

    @Test
    void nothingSecretIsPrinted() {
        HttpCall call = CALL.secret("Authorization", "Bearer ", Secret.of("sk-canary"))
                .header("X-Team", "canary")
                .body(Wires.utf8("canary"));

        assertThat(call).hasToString("POST https://api.example.com/v1/chat");
        assertThat(call.outgoing().headers().toString()).contains("X-Team");
        assertThat(call.key()).isPresent();
        assertThat(CALL.key()).as("the first is unchanged").isEmpty();
    }

    @Test
    void laterHeaderReplacesOneOfTheSameName() {
        HttpCall call = CALL.header("X-A", "1").header("x-a", "2").header("Accept", "text/plain");
        assertThat(call.outgoing().headers())
                .extracting(Object::toString)
                .containsExactly("x-a: 2", "Accept: text/plain");
    }
}
