package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.provider.Secret;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service whose address a variable of another tool may say, in all the forms that Ollama's own clients take. */
class HostVariableTest {
    @TempDir
    Path folder;

    private final FakeProvider fake = new FakeProvider();
    private final Map<String, String> environment = new HashMap<>(Map.of("LOCAL_API_KEY", "sk-canary-0815"));
    private final Map<String, String> properties = new HashMap<>();
    private URL table;

    @BeforeEach
    void buildATable() throws IOException {
        table = new BuiltJar(folder, "table-1.jar")
                .row("local.provider = fake")
                .row("local.base_url = http://127.0.0.1:11434")
                .row("local.host_env = LOCAL_HOST")
                .row("local.origins = https://local.test")
                .row("local.key_env = LOCAL_API_KEY")
                .row("local.key_required = false")
                .row("compat.provider = fake")
                .row("compat.base_url = http://localhost:11434/v1")
                .row("compat.host_env = LOCAL_HOST")
                .row("broken.provider = fake")
                .row("broken.base_url = nowhere")
                .row("broken.host_env = LOCAL_HOST")
                .build();
    }

    private ChatModelRegistry registry() {
        return ChatModelRegistry.builder()
                .classLoader(new URLClassLoader(new URL[] {table}, null))
                .provider(fake)
                .environment(environment)
                .properties(properties)
                .build();
    }

    private String address(String service) {
        try (ChatModelRegistry registry = registry()) {
            registry.open(service + ":m");
            return fake.context().service().baseUrl().orElseThrow();
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "example.com, http://example.com:11434",
                "example.com:1234, http://example.com:1234",
                ":1234, http://127.0.0.1:1234",
                "0.0.0.0, http://127.0.0.1:11434",
                "0.0.0.0:8080, http://127.0.0.1:8080",
                "::, http://[::1]:11434",
                "[::], http://[::1]:11434",
                "[::]:5000, http://[::1]:5000",
                "::1, http://[::1]:11434",
                "[::1]:1337, http://[::1]:1337",
                "[0:0:0:0:0:0:0:1], http://[0:0:0:0:0:0:0:1]:11434",
                "fe80::12, http://[fe80::12]:11434",
                "http://, http://127.0.0.1",
                "http://example.com, http://example.com",
                "http://example.com:80/, http://example.com",
                "http://0.0.0.0:11434, http://127.0.0.1:11434",
                "https://example.com, https://example.com",
                "HTTPS://Example.com, https://example.com",
                "https://example.com:1234/ollama/, https://example.com:1234/ollama",
                "example.com/ollama, http://example.com:11434/ollama",
                "local.test, https://local.test",
                "local.test:11434, http://local.test:11434",
                "~ 'example.com:1' ~, http://example.com:1",
                "\"example.com\", http://example.com:11434"
            })
    void everyFormIsRead(String written, String address) {
        environment.put("LOCAL_HOST", written);
        assertThat(address("local")).isEqualTo(address);
    }

    /** What stands in the row is what a service adds to its host. */
    @ParameterizedTest
    @CsvSource({
        "example.com, http://example.com:11434/v1",
        "https://example.com/ollama/, https://example.com/ollama/v1",
        "0.0.0.0, http://127.0.0.1:11434/v1"
    })
    void thePathOfTheRowFollows(String written, String address) {
        environment.put("LOCAL_HOST", written);
        assertThat(address("compat")).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\"\"", " ' ' "})
    void aVariableThatSaysNothingLeavesTheRowAsItIs(String written) {
        environment.put("LOCAL_HOST", written);
        assertThat(address("local")).isEqualTo("http://127.0.0.1:11434");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host:99999", "host:x", "ftp://host", "a b", "user@host", "[::1", "host?x=y"})
    void whatIsNoHostCostsTheServicesThatAskForItAndIsReported(String written) {
        environment.put("LOCAL_HOST", written);
        try (ChatModelRegistry registry = registry()) {
            assertThatThrownBy(() -> registry.open("local:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("base_url")
                    .hasMessageContaining("environment LOCAL_HOST");
            assertThat(registry.validate()).anyMatch(problem -> problem.where().equals("environment LOCAL_HOST"));
        }
    }

    @Test
    void configurationOfTheAddressIsStrongerAndExplainSaysWhichCounts() {
        environment.put("LOCAL_HOST", "one.test");
        try (ChatModelRegistry registry = registry()) {
            assertThat(registry.explain("local:m").toString())
                    .containsPattern("base_url +http://one.test:11434 +environment LOCAL_HOST");
        }
        assertThat(address("local")).isEqualTo("http://one.test:11434");
        properties.put("chatmodels.service.local.base_url", "https://two.test");
        assertThat(address("local")).isEqualTo("https://two.test");
        try (ChatModelRegistry registry = registry()) {
            registry.open("local:m?base_url=https://three.test");
            assertThat(fake.context().service().baseUrl()).contains("https://three.test");
        }
    }

    @Test
    void configurationMayNameAnotherVariable() {
        environment.put("LOCAL_HOST", "one.test");
        environment.put("MY_HOST", "two.test");
        properties.put("chatmodels.service.local.host_env", "MY_HOST");
        assertThat(address("local")).isEqualTo("http://two.test:11434");
    }

    /** Else a jar's row could put a key into a name that is looked up. */
    @Test
    void onlyVariablesOfHostsCanBeNamed() {
        properties.put("chatmodels.service.local.host_env", "LOCAL_API_KEY");
        try (ChatModelRegistry registry = registry()) {
            assertThatThrownBy(() -> registry.open("local:m"))
                    .hasMessageContaining("'host_env' is no name that ends with HOST: write NAME_HOST");
        }
    }

    @Test
    void theKeyGoesToTheOriginsOfTheRowOnly() {
        assertThat(key()).isEmpty();
        environment.put("LOCAL_HOST", "evil.test");
        assertThat(key()).isEmpty();
        environment.put("LOCAL_HOST", "https://evil.test");
        assertThat(key()).isEmpty();
        environment.put("LOCAL_HOST", "local.test");
        assertThat(key()).contains("sk-canary-0815");
    }

    private Optional<String> key() {
        try (ChatModelRegistry registry = registry()) {
            registry.open("local:m");
            URI address = URI.create(fake.context().service().baseUrl().orElseThrow());
            return fake.context().credential(address).map(Secret::reveal);
        }
    }

    /** Two jars of one house may have a row each, and the one with the preferred provider serves. */
    @ParameterizedTest
    @EnumSource
    void theRowOfThePreferredProviderIsTaken(JarPlace place) throws IOException {
        URL plain = new BuiltJar(folder, "plain-1.jar")
                .provider("Plain", "\"plain\"", "")
                .row("shared.provider = plain")
                .row("shared.base_url = https://shared.test/v1")
                .row("shared.preferred = native")
                .build();
        URL own = new BuiltJar(folder, "own-1.jar")
                .provider("Own", "\"native\"", "")
                .row("shared.provider = native")
                .row("shared.base_url = https://shared.test")
                .build();
        try (URLClassLoader loader = place.loader(plain, own);
                ChatModelRegistry registry = JarPlace.registry(loader)) {
            assertThat(registry.open("shared:m").ask("hi")).isEqualTo("Own");
            assertThat(registry.explain("shared:m").toString()).containsPattern("base_url +https://shared.test ");
            assertThat(registry.validate()).isEmpty();
        }
        try (URLClassLoader loader = JarPlace.loader(java.util.List.of(plain));
                ChatModelRegistry registry = JarPlace.registry(loader)) {
            assertThat(registry.open("shared:m").ask("hi")).isEqualTo("Plain");
        }
    }
}
