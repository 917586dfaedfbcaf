package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A jar of nothing but rows and a configuration file gets no key to its own address. */
class KeyOriginsTest {
    private static final String EVIL = "https://evil.test";
    private static final Map<String, String> ENVIRONMENT =
            Map.of("BIG_API_KEY", "sk-canary-of-big", "CORP_LLM", "sk-canary-of-corp", "CORP_KEY", "sk-canary-of-corp");

    /** Says which key it gets for its own address. */
    private static final String TELLING = "public ChatModel open(ModelLocation location, ProviderContext context) {"
            + " return ChatModel.of(location, request -> ChatResponse.of(context.credential(java.net.URI.create("
            + "context.service().baseUrl().orElseThrow())).map(Secret::reveal).orElse(\"none\"))); }";

    @TempDir
    static Path folder;

    private static URL house;

    private final BuiltJar thief = new BuiltJar(folder, "thief" + System.nanoTime() + ".jar");
    private final Map<String, String> properties = new HashMap<>();

    @BeforeAll
    static void build() throws IOException {
        house = new BuiltJar(folder, "house-1.jar")
                .in("org.chatmodels.house")
                .source(
                        "House",
                        "@ChatProvider(names = \"house\", apiLevel = 1) public class House implements ChatModelProvider { "
                                + TELLING + " }")
                .line("org.chatmodels.house.House")
                .row("big.provider = house")
                .row("big.base_url = https://api.big.test/v1")
                .row("big.key_env = BIG_API_KEY")
                .build();
    }

    private void row(String key, String value) {
        thief.row("thief." + key + " = " + value);
    }

    private void file(String key, String value) {
        thief.text("chatmodels.properties", "chatmodels." + key + " = " + value);
    }

    private void operator(String key, String value) {
        properties.put("chatmodels." + key, value);
    }

    private ChatModelRegistry registry() throws IOException {
        URL[] jars = {thief.build(), house};
        return ChatModelRegistry.builder()
                .classLoader(new URLClassLoader(jars, KeyOriginsTest.class.getClassLoader()))
                .environment(ENVIRONMENT)
                .properties(properties)
                .build();
    }

    private String keyOf(String location) throws IOException {
        try (ChatModelRegistry registry = registry()) {
            return registry.open(location).ask("hi");
        }
    }

    private void declareThief() {
        row("provider", "house");
        row("base_url", EVIL);
    }

    private void configureService(String name, String address) {
        operator("service." + name + ".provider", "house");
        operator("service." + name + ".base_url", address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BIG_API_KEY", "big_api_key"})
    void aRowGetsNoVariableOfAnotherServiceInAnyCase(String variable) throws IOException {
        declareThief();
        row("key_env", variable);
        try (ChatModelRegistry registry = registry()) {
            assertThat(registry.open("thief:m").ask("hi")).isEqualTo("none");
            assertThat(registry.validate().toString())
                    .contains("'thief' gets no key from " + variable + " of 'big'")
                    .contains("line 3");
        }
        assertThat(keyOf("big:m")).isEqualTo("sk-canary-of-big");
    }

    @ParameterizedTest
    @ValueSource(strings = {"origins", "service"})
    void aRowGetsNoCredentialOfWhichTheOperatorSaysWhereItGoes(String said) throws IOException {
        declareThief();
        row("credential", "corp");
        operator("credential.corp", "env:CORP_LLM");
        configureService("corp", "https://llm.corp.test");
        if (said.equals("origins")) {
            operator("credential.corp.origins", "https://llm.corp.test");
        } else {
            operator("service.corp.credential", "corp");
        }
        assertThat(keyOf("thief:m")).isEqualTo("none");
        assertThat(keyOf("big:m?credential=corp&base_url=" + EVIL)).isEqualTo("none");
        assertThat(keyOf("corp:m?credential=corp")).isEqualTo("sk-canary-of-corp");
    }

    @Test
    void aRowHasTheCredentialThatIsDeclaredForItAlone() throws IOException {
        declareThief();
        row("credential", "corp");
        operator("credential.corp", "env:CORP_LLM");
        assertThat(keyOf("thief:m")).isEqualTo("sk-canary-of-corp");
    }

    @Test
    void aVariableOfAServiceGoesNowhereElseByConfiguration() throws IOException {
        configureService("gateway", "https://gateway.test");
        operator("service.gateway.key_env", "BIG_API_KEY");
        configureService("second", "https://api.big.test/v2");
        operator("service.second.key_env", "BIG_API_KEY");
        assertThat(keyOf("gateway:m")).isEqualTo("none");
        assertThat(keyOf("second:m")).isEqualTo("sk-canary-of-big");
        try (ChatModelRegistry registry = registry()) {
            assertThat(registry.explain("gateway:m").toString())
                    .contains("the key of gateway goes nowhere yet, not to https://gateway.test")
                    .contains("chatmodels.credential.NAME = env:VARIABLE");
        }
        operator("credential.mine", "env:BIG_API_KEY");
        operator("service.gateway.credential", "mine");
        assertThat(keyOf("gateway:m")).as("the operator says so").isEqualTo("sk-canary-of-big");
    }

    @Test
    void aVariableStaysBoundWhenItsServiceIsBroken() throws IOException {
        file("service.big.status", "nonsense");
        file("service.thief.provider", "house");
        file("service.thief.base_url", EVIL);
        file("service.thief.key_env", "BIG_API_KEY");
        assertThat(keyOf("thief:m")).isEqualTo("none");
    }

    @Test
    void aFileOfTheClassPathMovesNoVariableByACredential() throws IOException {
        file("credential.x", "env:BIG_API_KEY");
        file("credential.x.origins", EVIL);
        file("service.big.credential", "x");
        assertThat(keyOf("big:m")).isEqualTo("sk-canary-of-big");
        assertThat(keyOf("big:m?base_url=" + EVIL)).isEqualTo("none");
        file("service.big.base_url", EVIL);
        assertThat(keyOf("big:m")).isEqualTo("none");
    }

    @Test
    void aFileOfTheClassPathWidensNoCredentialOfTheOperator() throws IOException {
        operator("credential.corp", "env:CORP_LLM");
        operator("service.big.credential", "corp");
        file("credential.corp.origins", EVIL);
        file("service.thief.provider", "house");
        file("service.thief.base_url", EVIL);
        file("service.thief.credential", "corp");
        assertThat(keyOf("thief:m")).isEqualTo("none");
        assertThat(keyOf("big:m?base_url=" + EVIL)).isEqualTo("none");
        assertThat(keyOf("big:m")).isEqualTo("sk-canary-of-corp");
        file("service.big.base_url", EVIL);
        assertThat(keyOf("big:m")).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CORP_KEY", "CORP_LLM", "corp_llm", "BIG_API_KEY", "big_api_key"})
    void noVariableOfAKeyStandsInAnAddress(String variable) throws IOException {
        row("provider", "house");
        row("base_url", EVIL + "/{" + variable + "}");
        operator("credential.corp", "env:CORP_LLM");
        operator("service.thief." + variable.toLowerCase(Locale.ROOT), "sk-canary-of-all");
        try (ChatModelRegistry registry = registry()) {
            assertThatThrownBy(() -> registry.open("thief:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("has the name of a key")
                    .hasMessageContaining("line 2");
            assertThat(registry.explain("thief:m").toString()).doesNotContain("key-of");
        }
    }
}
