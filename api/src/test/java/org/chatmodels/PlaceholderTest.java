package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.provider.Secret;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of placeholders in addresses, also as an attacker would write them who wants the key elsewhere. */
class PlaceholderTest {
    private static final String KEY = "sk-canary-0815";

    @TempDir
    Path folder;

    private final FakeProvider fake = new FakeProvider();
    private final Map<String, String> environment = new HashMap<>(Map.of("ROW_API_KEY", KEY, "OTHER_KEY", KEY));
    private final Map<String, String> properties = new HashMap<>();
    private URL table;

    @BeforeEach
    void buildATable() throws IOException {
        table = new BuiltJar(folder, "table-1.jar")
                .row("label.provider = fake")
                .row("label.base_url = https://{PLACE}.label.test/v1")
                .row("label.key_env = ROW_API_KEY")
                .row("middle.provider = fake")
                .row("middle.base_url = https://api-{PLACE}.middle.test/v1")
                .row("middle.key_env = ROW_API_KEY")
                .row("end.provider = fake")
                .row("end.base_url = https://api{PLACE}/v1")
                .row("end.key_env = ROW_API_KEY")
                .row("glued.provider = fake")
                .row("glued.base_url = https://{PLACE}-glued.test/v1")
                .row("glued.key_env = ROW_API_KEY")
                .row("whole.provider = fake")
                .row("whole.base_url = https://{PLACE}/v1")
                .row("whole.key_env = ROW_API_KEY")
                .row("path.provider = fake")
                .row("path.base_url = https://path.test/accounts/{PLACE}/v1")
                .row("path.key_env = ROW_API_KEY")
                .build();
    }

    private ChatModelRegistry registry(ClassLoader parent) {
        return ChatModelRegistry.builder()
                .classLoader(new URLClassLoader(new URL[] {table}, parent))
                .provider(fake)
                .environment(environment)
                .properties(properties)
                .build();
    }

    private Optional<String> keyFor(String service) {
        try (ChatModelRegistry registry = registry(null)) {
            registry.open(service + ":m");
            URI address = URI.create(fake.context().service().baseUrl().orElseThrow());
            return fake.context().credential(address).map(Secret::reveal);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "label, east, https://east.label.test/v1",
        "label, org.east-1, https://org.east-1.label.test/v1",
        "label, EAST, https://east.label.test/v1",
        "middle, eu-west-1, https://api-eu-west-1.middle.test/v1",
        "whole, adb-1.7.clouds.test, https://adb-1.7.clouds.test/v1",
        "whole, localhost, https://localhost/v1",
        "path, a_b-1.2, https://path.test/accounts/a_b-1.2/v1"
    })
    void aPlainValueStandsInAddressAndOrigin(String service, String value, String address) {
        environment.put("PLACE", value);
        assertThat(keyFor(service)).contains(KEY);
        assertThat(fake.context().service().baseUrl()).contains(address);
    }

    static List<String> tricks() {
        return List.of(
                "evil.test/",
                "evil.test/x",
                "evil.test#",
                "evil.test?",
                "evil.test\\",
                "evil.test:443",
                "evil.test:443/",
                "u@evil.test",
                "@evil.test",
                "evil.test/@",
                "..",
                ".",
                ".evil.test",
                "evil.test.",
                "a..b",
                "%2e%2e",
                "evil.test%2f",
                "a b",
                "a\tb",
                "é",
                "{ROW_API_KEY}",
                "[::1]",
                "../..",
                "/",
                "//evil.test",
                "2130706433x/",
                "443.evil.test/");
    }

    /** Every value at every place: it is refused, or the key stays below the domain of the row. */
    @ParameterizedTest
    @MethodSource("tricks")
    void aValueMovesTheKeyNowhereElse(String value) {
        properties.put("chatmodels.service.label.PLACE", value);
        environment.put("PLACE", value);
        for (String service : new String[] {"label", "middle", "end", "glued", "whole", "path"}) {
            assertThatThrownBy(() -> keyFor(service))
                    .as(service)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("PLACE")
                    .hasMessageNotContaining("evil");
        }
    }

    @ParameterizedTest
    @CsvSource({"end", "glued", "middle"})
    void aDotMayNotChangeTheDomain(String service) {
        environment.put("PLACE", "evil.test");
        if (service.equals("middle")) {
            assertThat(keyFor(service)).contains(KEY);
            assertThat(fake.context().service().baseUrl()).contains("https://api-evil.test.middle.test/v1");
        } else {
            assertThatThrownBy(() -> keyFor(service))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("write a plain name");
        }
    }

    /** From the strongest; the bare variable is the weakest. */
    @Test
    void theStrongerSourceOfAPlaceholderCounts() throws IOException {
        Path named = folder.resolve("named.properties");
        environment.put("PLACE", "bare");
        assertThat(label()).isEqualTo("https://bare.label.test/v1");
        environment.put(
                "CHATMODELS_CONFIG",
                Files.writeString(named, "chatmodels.service.label.PLACE=file").toString());
        assertThat(label()).isEqualTo("https://file.label.test/v1");
        environment.put("CHATMODELS_SERVICE_LABEL_PLACE", "variable");
        assertThat(label()).isEqualTo("https://variable.label.test/v1");
        properties.put("chatmodels.service.label.place", "builder");
        assertThat(label()).isEqualTo("https://builder.label.test/v1");
    }

    private String label() {
        try (ChatModelRegistry registry = registry(null)) {
            registry.open("label:m");
            assertThat(registry.validate()).isEmpty();
            return fake.context().service().baseUrl().orElseThrow();
        }
    }

    @ParameterizedTest
    @CsvSource({"ROW_API_KEY", "OTHER_KEY", "MY_SECRET", "SOME_TOKEN", "DB_PASSWORD"})
    void aKeyOfTheEnvironmentIsNoPartOfAnAddress(String variable) {
        environment.put(variable, KEY);
        properties.put("chatmodels.service.thief.provider", "fake");
        properties.put("chatmodels.service.thief.base_url", "https://{" + variable + "}.evil.test/v1");
        properties.put("chatmodels.service.owner.provider", "fake");
        properties.put("chatmodels.service.owner.key_env", "OTHER_KEY");
        try (ChatModelRegistry registry = registry(null)) {
            assertThatThrownBy(() -> registry.open("thief:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("chatmodels.service.thief.base_url in the builder")
                    .hasMessageContaining("take another name");
            assertThat(registry.explain("thief:m").toString() + registry.validate())
                    .doesNotContain(KEY);
        }
    }

    /** Any jar may bring a file of the class path. */
    @ParameterizedTest
    @CsvSource({"whole, false", "end, false", "label, true", "path, true"})
    void aFileOfTheClassPathChoosesNoDomainForTheKeyOfAVariable(String service, boolean goes) throws IOException {
        Files.writeString(folder.resolve("chatmodels.properties"), "chatmodels.service." + service + ".PLACE=evil");
        try (URLClassLoader files = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null);
                ChatModelRegistry registry = registry(files)) {
            registry.open(service + ":m");
            URI address = URI.create(fake.context().service().baseUrl().orElseThrow());
            assertThat(fake.context().credential(address).isPresent()).isEqualTo(goes);
        }
        environment.put(
                "CHATMODELS_CONFIG", folder.resolve("chatmodels.properties").toString());
        assertThat(keyFor(service)).contains(KEY);
    }
}
