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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.provider.Origin;
import org.chatmodels.provider.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys go where they belong and nowhere else. */
class CredentialsTest {
    private static final String KEY = "sk-canary-0815";

    @TempDir
    Path folder;

    private final FakeProvider fake = new FakeProvider();
    private final Map<String, String> environment = new HashMap<>(Map.of("CLOUD_API_KEY", KEY));
    private final Map<String, String> properties = new HashMap<>();
    private URLClassLoader loader;
    private ChatModelRegistry registry;

    @BeforeEach
    void buildATable() throws IOException {
        URL table = new BuiltJar(folder, "table-1.jar")
                .row("cloud.provider = fake")
                .row("cloud.base_url = https://api.cloud.test/v1")
                .row("cloud.key_env = CLOUD_API_KEY, OTHER_CLOUD_KEY")
                .row("local.provider = fake")
                .row("local.base_url = http://localhost:8080/v1")
                .row("local.key_env = CLOUD_API_KEY")
                .row("plain.provider = fake")
                .row("plain.base_url = http://plain.test/v1")
                .row("plain.key_env = CLOUD_API_KEY")
                .row("named.provider = fake")
                .row("named.base_url = https://{PLACE}.named.test/v1")
                .row("named.key_env = CLOUD_API_KEY")
                .build();
        loader = new URLClassLoader(new URL[] {table}, null);
    }

    @AfterEach
    void close() throws IOException {
        if (registry != null) {
            registry.close();
        }
        loader.close();
    }

    private Optional<String> key(String location, String target) {
        open(location);
        return fake.context().credential(URI.create(target)).map(Secret::reveal);
    }

    private ChatModel open(String location) {
        if (registry != null) {
            registry.close();
        }
        registry = ChatModelRegistry.builder()
                .classLoader(loader)
                .provider(fake)
                .environment(environment)
                .properties(properties)
                .credential("vault", rotating()::next)
                .build();
        return registry.open(location);
    }

    private static Iterator<String> rotating() {
        return List.of("sk-canary-first", "sk-canary-second", "sk-canary-third").iterator();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.cloud.test/v1",
                "https://api.cloud.test/other",
                "https://API.Cloud.TEST/v1",
                "https://api.cloud.test:443/v1"
            })
    void aKeyGoesToTheOriginOfItsRow(String target) {
        assertThat(key("cloud:m", target)).contains(KEY);
        assertThat(key("cloud:m?base_url=" + target, target)).contains(KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://other.test/v1",
                "https://api.cloud.test:444/v1",
                "http://api.cloud.test/v1",
                "http://api.cloud.test:443/v1",
                "https://api.cloud.test.evil.test/v1",
                "https://evil.test/api.cloud.test",
                "https://xapi.cloud.test/v1",
                "https://cloud.test/v1",
                "https://api.cloud.test./v1",
                "https://127.0.0.1/v1",
                "https://[::1]/v1",
                "http://localhost:8080/v1"
            })
    void aKeyGoesToNoOtherOrigin(String target) {
        assertThat(key("cloud:m", target)).isEmpty();
        assertThat(key("cloud:m?base_url=" + target, target)).isEmpty();
        properties.put("chatmodels.service.cloud.base_url", target);
        assertThat(key("cloud:m", target)).as("patched").isEmpty();
        properties.put("chatmodels.service.cloud.origins", Origin.parse(target).toString());
        assertThat(key("cloud:m", target)).as("patched origins").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user@api.cloud.test/v1",
                "https://api.cloud.test@evil.test/v1",
                "https://api.cloud.test/v1?x",
                "https://evil.test\\@api.cloud.test/v1",
                "https://api.cloud.test/../x",
                "ftp://api.cloud.test/v1",
                "file:///etc/passwd",
                "http://0177.0.0.1/v1",
                "http://[fe80::1%25eth0]/v1",
                "https:/api.cloud.test",
                "https://api.cloud.test//x"
            })
    void anAddressThatTwoReadersCouldReadInTwoWaysIsRefused(String address) {
        String text = address.replace("%", "%25").replace("\\", "%5C");
        assertThatThrownBy(() -> open("cloud:m?base_url=" + text)).isInstanceOf(ConfigurationException.class);
        properties.put("chatmodels.service.cloud.base_url", address);
        assertThatThrownBy(() -> open("cloud:m")).as("row").isInstanceOf(ConfigurationException.class);
    }

    @Test
    void aMissingKeyNamesVariablesAndService() {
        environment.clear();
        open("cloud:m");
        assertThatThrownBy(() -> fake.context().credential(URI.create("https://api.cloud.test/v1")))
                .isInstanceOf(MissingKeyException.class)
                .hasMessageContaining("cloud")
                .hasMessageContaining("CLOUD_API_KEY or set the environment variable OTHER_CLOUD_KEY");
        assertThat(fake.context().credential(URI.create("https://other.test"))).isEmpty();
    }

    @Test
    void aLocalServiceNeedsNoKeyAndGetsOneThatIsSet() {
        assertThat(key("local:m", "http://localhost:8080/v1")).contains(KEY);
        environment.clear();
        assertThat(key("local:m", "http://localhost:8080/v1")).isEmpty();
    }

    @Test
    void overPlainHttpAKeyStaysOnThisMachine() {
        assertThat(key("plain:m", "http://plain.test/v1")).isEmpty();
    }

    @Test
    void aPlaceholderIsPartOfTheOrigin() {
        environment.put("PLACE", "east");
        assertThat(key("named:m", "https://east.named.test/v1")).contains(KEY);
        assertThat(fake.context().service().baseUrl()).contains("https://east.named.test/v1");
        assertThat(key("named:m", "https://west.named.test/v1")).isEmpty();
        properties.put("chatmodels.service.named.place", "west");
        assertThat(key("named:m", "https://west.named.test/v1")).contains(KEY);
        for (String bad : List.of("evil.test/", "a@b", "x#", "a b", "")) {
            properties.put("chatmodels.service.named.place", bad + "$");
            assertThatThrownBy(() -> open("named:m")).as(bad).isInstanceOf(ConfigurationException.class);
        }
        properties.clear();
        environment.remove("PLACE");
        assertThatThrownBy(() -> open("named:m"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("PLACE");
        assertThat(key("named:m?base_url=https://x.test", "https://x.test")).isEmpty();
    }

    @Test
    void aDeclaredCredentialGoesToItsOriginsAndToThoseOfServicesThatNameIt() {
        environment.put("CORP", "corp-key");
        properties.put("chatmodels.credential.corp", "env:CORP");
        properties.put("chatmodels.credential.corp.origins", "https://gw.corp.test");
        assertThat(key("cloud:m?base_url=https://gw.corp.test/v1&credential=corp", "https://gw.corp.test/v1"))
                .contains("corp-key");
        assertThat(key("cloud:m?base_url=https://evil.test&credential=corp", "https://evil.test"))
                .isEmpty();
        assertThat(key("cloud:m?credential=corp", "https://api.cloud.test")).isEmpty();
        properties.put("chatmodels.service.cloud.credential", "corp");
        assertThat(key("cloud:m", "https://api.cloud.test/v1")).contains("corp-key");
        properties.put("chatmodels.service.cloud.base_url", "https://proxy.corp.test/v1");
        assertThat(key("cloud:m", "https://proxy.corp.test/v1")).contains("corp-key");
        assertThatThrownBy(() -> open("cloud:m?credential=korp"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Did you mean 'corp'");
    }

    @Test
    void keysComeFromFilesPropertiesAndCode() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "\uFEFF from-file \n");
        properties.put("chatmodels.service.cloud.credential", "c");
        properties.put("chatmodels.credential.c", "file:" + file);
        assertThat(key("cloud:m", "https://api.cloud.test")).contains("from-file");
        properties.put("chatmodels.credential.c", "sysprop:chatmodels-test-key");
        System.setProperty("chatmodels-test-key", "from-property");
        try {
            assertThat(key("cloud:m", "https://api.cloud.test")).contains("from-property");
        } finally {
            System.clearProperty("chatmodels-test-key");
        }
        assertThatThrownBy(() -> key("cloud:m", "https://api.cloud.test")).isInstanceOf(MissingKeyException.class);
        properties.put("chatmodels.credential.c", "resolver:vault");
        assertThat(key("cloud:m", "https://api.cloud.test")).contains("sk-canary-first");
        assertThat(fake.context()
                        .credential(URI.create("https://api.cloud.test"))
                        .map(Secret::reveal))
                .as("asked for each attempt")
                .contains("sk-canary-second");
        assertThat(fake.context().credential(URI.create("https://evil.test")))
                .as("not asked")
                .isEmpty();
        assertThat(fake.context()
                        .credential(URI.create("https://api.cloud.test"))
                        .map(Secret::reveal))
                .contains("sk-canary-third");
    }

    @Test
    void aKeyThatIsNoneIsRefusedWithoutRepeatingIt() {
        for (String bad : List.of("\"" + KEY + "\"", "a b-" + KEY, KEY + "\r\nX: y", KEY + "ü")) {
            environment.put("CLOUD_API_KEY", bad);
            assertThatThrownBy(() -> key("cloud:m", "https://api.cloud.test"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("env:CLOUD_API_KEY")
                    .message()
                    .doesNotContain(KEY);
        }
        environment.put("CLOUD_API_KEY", " \n\t");
        environment.put("OTHER_CLOUD_KEY", " sk-canary-second\n");
        assertThat(key("cloud:m", "https://api.cloud.test"))
                .as("blank is unset")
                .contains("sk-canary-second");
    }

    @Test
    void a401AfterAnOverrideSaysThatNoKeyWasSent() {
        fake.answer = request -> {
            throw new AuthenticationException("refused", ChatException.Details.NONE);
        };
        ChatModel model = open("cloud:m?base_url=https://other.test/v1");
        assertThatThrownBy(() -> model.ask("hi"))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageStartingWith(
                        "refused. No key was sent: the key of cloud goes to https://api.cloud.test only")
                .hasMessageContaining("credential=NAME");
        assertThatThrownBy(() -> open("cloud:m").ask("hi")).hasMessage("refused");
    }

    @Test
    void explainShowsWhereTheKeyComesFromButNotTheKey() {
        open("cloud:m");
        assertThat(registry.explain("cloud:m").toString())
                .contains("env:CLOUD_API_KEY, set")
                .doesNotContain(KEY);
        assertThat(registry.explain("cloud:m?base_url=https://other.test").toString())
                .contains("none. No key was sent: the key of cloud goes to https://api.cloud.test only");
        environment.clear();
        open("cloud:m");
        assertThat(registry.explain("cloud:m").toString()).contains("env:CLOUD_API_KEY, not set");
    }

    @Test
    void explainNamesAllVariablesWhenNoneIsSet() {
        environment.clear();
        open("cloud:m");
        assertThat(registry.explain("cloud:m").toString())
                .contains("env:CLOUD_API_KEY, not set; env:OTHER_CLOUD_KEY, not set ");
        environment.put("OTHER_CLOUD_KEY", KEY);
        open("cloud:m");
        assertThat(registry.explain("cloud:m").toString())
                .contains("env:OTHER_CLOUD_KEY, set")
                .doesNotContain("env:CLOUD_API_KEY");
    }

    @Test
    void explainShowsAnAddressWithItsPlaceholderAndSaysWhatIsUnset() {
        open("cloud:m");
        assertThat(registry.explain("named:m?seed=1").toString())
                .contains("https://{PLACE}.named.test/v1")
                .contains("env:CLOUD_API_KEY, set")
                .contains("note: Service 'named' needs PLACE in its address: set the environment variable PLACE");
        assertThatThrownBy(() -> registry.open("named:m"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("PLACE");
        assertThatThrownBy(() -> registry.service("named", String.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("PLACE");
    }

    /** Source of the row's credential, then whether the variable of the row wins over it while it is set. */
    @ParameterizedTest
    @CsvSource({
        "user, true",
        "named, false",
        "class path, false",
        "property, false",
        "environment, false",
        "location, false"
    })
    void aVariableThatIsSetWinsOverTheCredentialOfTheUsersFileOnly(String source, boolean wins) throws IOException {
        URLClassLoader outer = loader;
        declareMine(source);
        String text = source.equals("location") ? "cloud:m?credential=mine" : "cloud:m";
        String target = "https://api.cloud.test/v1";
        assertThat(key(text, target)).contains(wins ? KEY : "of-the-credential");
        String page = registry.explain(text).toString();
        assertThat(page.contains("is set and wins over the credential of the user's file"))
                .isEqualTo(wins);
        assertThat(page).contains(wins ? "env:CLOUD_API_KEY, set" : "env:MINE, set");
        environment.remove("CLOUD_API_KEY");
        assertThat(key(text, target)).contains("of-the-credential");
        outer.close();
    }

    /** The credential of the row is named by that source; the loader is replaced where that is the class path. */
    private void declareMine(String source) throws IOException {
        String line = "chatmodels.service.cloud.credential=mine\n";
        properties.put("chatmodels.credential.mine", "env:MINE");
        properties.put("chatmodels.credential.mine.origins", "https://api.cloud.test");
        properties.put("chatmodels.user_config", "true");
        environment.put("MINE", "of-the-credential");
        environment.put("XDG_CONFIG_HOME", folder.toString());
        switch (source) {
            case "user" ->
                Files.writeString(
                        Files.createDirectories(folder.resolve("chatmodels")).resolve("chatmodels.properties"), line);
            case "named" ->
                environment.put(
                        "CHATMODELS_CONFIG",
                        Files.writeString(folder.resolve("named.properties"), line)
                                .toString());
            case "class path" -> {
                Files.writeString(folder.resolve("chatmodels.properties"), line);
                loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, loader);
            }
            case "property" -> properties.put("chatmodels.service.cloud.credential", "mine");
            case "environment" -> environment.put("CHATMODELS_SERVICE_CLOUD_CREDENTIAL", "mine");
            default -> {}
        }
    }

    @Test
    void aVariableWhoseKeyMayNotGoThereDoesNotWin() throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve("chatmodels")).resolve("chatmodels.properties"),
                "chatmodels.service.cloud.credential=mine\nchatmodels.service.cloud.base_url=https://mine.test\n");
        properties.put("chatmodels.credential.mine", "env:MINE");
        properties.put("chatmodels.user_config", "true");
        environment.put("MINE", "of-the-credential");
        environment.put("XDG_CONFIG_HOME", folder.toString());
        assertThat(key("cloud:m", "https://mine.test")).contains("of-the-credential");
        assertThat(registry.explain("cloud:m").toString()).doesNotContain("wins over");
    }
}
