package org.chatmodels.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chatmodels.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceTest {
    private static Service service(String... keysAndValues) {
        Map<String, String> row = new LinkedHashMap<>(Map.of("provider", "openai-compatible"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            row.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return Service.of("acme", row);
    }

    private static final String[] WHOLE = {
        "name",
        "Acme Inference ",
        "aliases",
        "acme-ai, acme_2",
        "base_url",
        "https://api.acme.example:8443/v1",
        "chat_path",
        "/chat",
        "models_path",
        "",
        "responses_path",
        "/responses",
        "key_env",
        "ACME_API_KEY, ACME_KEY",
        "auth",
        "header:x-acme-key",
        "api",
        "responses",
        "origins",
        "https://api.acme.example, https://eu.acme.example:443",
        "header.X-Team",
        "search",
        "extra.provider",
        "{\"order\":[]}",
        "dialect.max_tokens",
        "max_completion_tokens",
        "preferred",
        "acme",
        "status",
        "retired",
        "retired",
        "2026-08-16",
        "successor",
        "groq",
        "example_model",
        "llama",
        "retired_model.1",
        "old; 2026-08-16; new",
        "retired_model.2",
        "older; 2026-08-16"
    };

    @Test
    void wholeRowIsRead() {
        Service service = service(WHOLE);
        assertThat(service.name()).isEqualTo("acme");
        assertThat(service.displayName()).isEqualTo("Acme Inference");
        assertThat(service.provider()).isEqualTo("openai-compatible");
        assertThat(service.baseUrl()).contains("https://api.acme.example:8443/v1");
        assertThat(service.origins()).containsExactly("https://api.acme.example", "https://eu.acme.example");
        assertThat(service.keyVariables()).containsExactly("ACME_API_KEY", "ACME_KEY");
        assertThat(service.keyRequired()).isTrue();
        assertThat(service.auth()).isEqualTo("header:x-acme-key");
        assertThat(service.protocol()).contains("responses");
        assertThat(service.dialect()).isEqualTo(Map.of("max_tokens", "max_completion_tokens"));
        assertThat(service.status()).isEqualTo(Service.Status.RETIRED);
        assertThat(service.retired()).contains(LocalDate.of(2026, 8, 16));
        assertThat(service.successor()).contains("groq");
        assertThat(service.row())
                .containsEntry("extra.provider", "{\"order\":[]}")
                .containsEntry("preferred", "acme");
        assertThat(service).hasToString("acme https://api.acme.example:8443/v1");
    }

    @Test
    void leastRowHasDefaults() {
        Service service = service();
        assertThat(service.displayName()).isEqualTo("acme");
        assertThat(service.baseUrl()).isEmpty();
        assertThat(service.origins()).isEmpty();
        assertThat(service.keyVariables()).isEmpty();
        assertThat(service.keyRequired()).isFalse();
        assertThat(service.auth()).isEqualTo("bearer");
        assertThat(service.protocol()).isEmpty();
        assertThat(service.dialect()).isEmpty();
        assertThat(service.status()).isEqualTo(Service.Status.ACTIVE);
        assertThat(service.retired()).isEmpty();
        assertThat(service.successor()).isEmpty();
        assertThat(service).hasToString("acme");
        assertThat(service("api", "auto").protocol()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.acme.example/v1, true",
        "http://10.0.0.7:8000/v1, true",
        "http://localhost:8000/v1, false",
        "http://127.0.0.1:8000/v1, false",
        "https://{ACME_HOST}/v1, true"
    })
    void keyIsRequiredUnlessTheServiceIsLocal(String url, boolean required) {
        assertThat(service("base_url", url).keyRequired()).isEqualTo(required);
        assertThat(service("base_url", url, "key_required", "" + !required).keyRequired())
                .isEqualTo(!required);
        assertThat(service("base_url", url, "auth", "none").keyRequired()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://API.acme.example:443/v1, https://api.acme.example",
        "'https://api.acme.example/a,b', https://api.acme.example",
        "https://{ACME_RESOURCE}.acme.example/v1, https://{ACME_RESOURCE}.acme.example",
        "https://{ACME_HOST}/v1, https://{ACME_HOST}",
        "https://api.acme.example/{ACME_ACCOUNT}/v1, https://api.acme.example"
    })
    void originIsThatOfTheBaseUrlUnlessNamed(String url, String origin) {
        assertThat(service("base_url", url).baseUrl()).contains(url);
        assertThat(service("base_url", url).origins()).containsExactly(origin);
    }

    /** Key, value; the message names the key and not the value. */
    static final List<String> BAD = List.of(
            "provider | c4nary!",
            "name | ",
            "aliases | c4nary!",
            "base_url | c4nary",
            "base_url | ftp://c4nary",
            "base_url | https://user:c4nary@h",
            "base_url | https://h?c4nary",
            "base_url | https://h#c4nary",
            "base_url | https://h\\c4nary",
            "base_url | https://{c4nary",
            "base_url | https://c4nary}",
            "base_url | https://{}c4nary",
            "base_url | {C4NARY}/v1",
            "origins | https://h/c4nary",
            "origins | https://h, c4nary",
            "chat_path | c4nary",
            "models_path | /c4nary x",
            "key_env | sk-c4nary",
            "key_env | A,,C4NARY",
            "key_env | 1C4NARY",
            "key_required | c4nary",
            "auth | c4nary",
            "auth | header:",
            "auth | header:c4nary x",
            "auth | header:Host",
            "auth | header:Cookie",
            "api | c4nary",
            "credential | env:c4nary",
            "preferred | c4nary!",
            "status | c4nary",
            "retired | c4nary",
            "retired_model.1 | old; c4nary",
            "retired_model.1 | a; 2026-08-16; b; c4nary",
            "retired_model.1 | ;2026-08-16;c4nary",
            "header.Host | c4nary",
            "header.content-length | c4nary",
            "header.Proxy-Authorization | c4nary",
            "header.Authorization | c4nary",
            "header.Cookie | c4nary",
            "header.x-api-key | c4nary",
            "header.X-Goog-Api-Key | c4nary",
            "header.bad name | c4nary",
            "header.X-Team | c4näry");

    @ParameterizedTest
    @FieldSource("BAD")
    void badValueNamesItsKey(String row) {
        String key = row.substring(0, row.indexOf(" | "));
        String value = row.substring(row.indexOf(" | ") + 3);
        assertThatThrownBy(() -> service(key, value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'acme'")
                .hasMessageContaining("'" + key + "'")
                .hasMessageNotContaining("c4n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"header.X-Team", "name", "extra.a", "dialect.b", "successor"})
    void controlCharacterIsRefused(String key) {
        for (String value : new String[] {"a\r\nX-Evil: 1", "a\u0000b", "a\u0085b"}) {
            assertThatThrownBy(() -> service(key, value))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("'" + key + "'");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "base_ulr, base_url",
        "baseurl, base_url",
        "key_envs, key_env",
        "headers.X, header.*",
        "model_path, models_path",
        "statuss, status",
        "header., header.*",
        "header.*x, ''"
    })
    void unknownKeyNamesTheNearest(String key, String nearest) {
        if (nearest.isEmpty()) {
            assertThat(service(key, "x").row()).containsKey(key);
        } else {
            assertThatThrownBy(() -> service(key, "x"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("unknown key '" + key + "'")
                    .hasMessageContaining("'" + nearest + "'");
        }
    }

    @Test
    void rowWithoutProviderIsRefused() {
        assertThatThrownBy(() -> Service.of("acme", Map.of("base_url", "https://h")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'provider'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a b", "a:b", "a/b", "ä-ö"})
    void nameMustStandBeforeAColon(String name) {
        assertThatThrownBy(() -> Service.of(name, Map.of("provider", "xx"))).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void nameIsSpelledAsInLocations() {
        assertThat(Service.of("My_Corp", Map.of("provider", "Open_X")).name()).isEqualTo("my-corp");
        assertThat(Service.of("My_Corp", Map.of("provider", "Open_X")).provider())
                .isEqualTo("open-x");
    }

    @Test
    void nameAndRowCountForEquality() {
        assertThat(service("name", "a")).isEqualTo(service("name", "a")).hasSameHashCodeAs(service("name", "a"));
        assertThat(service("name", "a")).isNotEqualTo(service("name", "b"));
        assertThat(service("name", "a"))
                .isNotEqualTo(Service.of("other", service("name", "a").row()));
    }

    @Test
    void rowCannotBeChanged() {
        assertThatThrownBy(() -> service().row().put("name", "x")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> service().origins().add("x")).isInstanceOf(UnsupportedOperationException.class);
    }
}
