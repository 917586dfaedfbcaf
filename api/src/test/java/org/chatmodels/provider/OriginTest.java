package org.chatmodels.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Random;
import org.chatmodels.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
    @ParameterizedTest
    @CsvSource({
        "https://api.groq.com/openai/v1, https://api.groq.com",
        "HTTPS://API.Groq.com:443, https://api.groq.com",
        "https://api.groq.com:8443/, https://api.groq.com:8443",
        "http://localhost:80/v1, http://localhost",
        "http://localhost:8000/v1, http://localhost:8000",
        "http://[::1]:8000, http://[::1]:8000",
        "http://127.0.0.1/a%20b, http://127.0.0.1",
        "https://xn--bcher-kva.example, https://xn--bcher-kva.example",
        "https://api.groq.com./v1, https://api.groq.com.",
        "http://my_llm:8000/v1, http://my_llm:8000",
        "http://h:/x, http://h",
        "http://[0:0::1]:80/, http://[0:0::1]",
        "https://0x.example, https://0x.example"
    })
    void originIsSchemeHostAndPort(String address, String origin) {
        assertThat(Origin.parse(address)).hasToString(origin);
        assertThat(Origin.of(URI.create(address))).isEqualTo(Origin.parse(origin));
    }

    static final List<String> REFUSED = List.of(
            "",
            "c4nary",
            "//c4nary",
            "c4nary:80",
            "http:",
            "http://",
            "http:c4nary",
            "http:/c4nary",
            "ftp://c4nary",
            "https://user@c4nary",
            "https://c4nary:pass@host",
            "https://@c4nary",
            "https://h?c4nary",
            "https://h/#c4nary",
            "https://h\\@c4nary",
            "http:/\\c4nary",
            "https://c4nary h",
            "https://c4näry",
            "https://c4nary:0",
            "https://c4nary:65536",
            "https://c4nary:99999999999",
            "https://c4nary:-1",
            "https://c4nary:x",
            "https://[fe80::1%25c4nary]",
            "https://[c4nary]",
            "http://0177.0.0.1",
            "http://127.1",
            "http://2130706433",
            "http://0x7f000001",
            "http://127.0.0.01",
            "http://0x7f.0.0.1",
            "http://2130706433.",
            "http://127.0.0.1.",
            "http://127.0.0.256",
            "http://127.0.0.1.1",
            "http://1.0x7f",
            "http://0x7f.1",
            "http://0x7f.0x1.",
            "http://017700000001",
            "http://[::1%25lo]",
            "http://[::1",
            "http://::1",
            "http://::1:80",
            "http://[]",
            "https://c4nary..example",
            "https://h%2Fc4nary",
            "https://%63%34nary",
            "https://c4nary:8o",
            "https://c4nary:+80",
            "https://c4nary,h",
            "https://c4nary;h",
            "https://c4nary'h",
            "https://h/?c4nary",
            "https:////c4nary",
            "https:///c4nary",
            "https://h/%0d%0ac4nary",
            "https://h/%7f",
            "https://h/%zz",
            "https://{c4nary}",
            "https://h\tc4nary",
            "https://h\nc4nary",
            "https://:80",
            "https://.c4nary");

    @ParameterizedTest
    @FieldSource("REFUSED")
    void anythingElseIsRefusedAndNotRepeated(String address) {
        assertThatThrownBy(() -> Origin.parse(address))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("write http(s)://host[:port][/path]")
                .hasMessageNotContaining("c4nary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost",
                "https://LOCALHOST:1",
                "http://127.0.0.1:8080",
                "http://127.8.9.10",
                "http://[::1]"
            })
    void thisMachineIsLoopback(String address) {
        assertThat(Origin.parse(address).isLoopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost.example",
                "http://127.example",
                "http://127.0.0.1.example",
                "http://10.0.0.1",
                "http://0.0.0.0",
                "http://[::2]",
                "http://[::ffff:127.0.0.1]",
                "http://[0:0:0:0:0:0:0:1]",
                "http://localhost.",
                "http://127.0.0.1x",
                "http://xlocalhost"
            })
    void otherMachinesAreNot(String address) {
        assertThat(Origin.parse(address).isLoopback()).isFalse();
    }

    @Test
    void suffixOfAnotherHostIsAnotherOrigin() {
        assertThat(Origin.parse("https://api.openai.com.attacker.example"))
                .isNotEqualTo(Origin.parse("https://api.openai.com"));
        assertThat(Origin.parse("http://api.openai.com")).isNotEqualTo(Origin.parse("https://api.openai.com"));
        assertThat(Origin.parse("https://api.openai.com:444")).isNotEqualTo(Origin.parse("https://api.openai.com"));
    }

    @Test
    void aTargetMayHaveAQueryAndAnAddressThatIsWrittenDownNot() {
        assertThat(Origin.of(URI.create("https://h/v1?api-version=1"))).hasToString("https://h");
        assertThatThrownBy(() -> Origin.of(URI.create("https://h/v1#x"))).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void garbageOnlyEverGivesConfigurationExceptions() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String alphabet = "ab1.:/@?#%[]{}\\ 0-_x\u00fc";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "http://" : "");
            for (int length = random.nextInt(12); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                Origin origin = Origin.parse(text.toString());
                assertThat(Origin.parse(origin.toString()))
                        .as("seed %d: %s", seed, text)
                        .isEqualTo(origin);
            } catch (ConfigurationException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            } catch (RuntimeException other) {
                throw new AssertionError("seed " + seed + ": " + text, other);
            }
        }
    }
}
