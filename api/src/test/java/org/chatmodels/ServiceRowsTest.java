package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chatmodels.provider.JsonBinding;
import org.chatmodels.provider.Service;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of jars and of configuration: who owns a name, who serves it, and what a mistake costs. */
class ServiceRowsTest {
    @TempDir
    static Path folder;

    /** A provider with its table, as ours come. */
    private static URL house;

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>(Map.of("BIG_KEY", "sk-canary"));

    @BeforeAll
    static void build() throws IOException {
        house = new BuiltJar(folder, "house-1.0.jar")
                .provider("House", "\"house\"", "")
                .row("big.provider = house")
                .row("big.name = Big Models")
                .row("big.aliases = huge, enormous")
                .row("big.base_url = https://big.test/v1")
                .row("big.key_env = BIG_KEY")
                .row("big.example_model = big-1")
                .row("gone.provider = house")
                .row("gone.base_url = https://gone.test")
                .row("gone.status = retired")
                .row("gone.retired = 2026-07-30")
                .row("gone.successor = big")
                .row("new.provider = house")
                .row("new.base_url = https://new.test")
                .row("new.status = unverified")
                .row("wrong.provider = house")
                .row("wrong.base_ulr = https://wrong.test")
                .row("routed.provider = house")
                .row("routed.base_url = https://routed.test/v1")
                .row("routed.preferred = routed")
                .row("more.provider = house")
                .row("more.base_url = https://more.test/v1")
                .row("more.header.X-Team = search")
                .row("more.extra.a = {\"b\": 1}")
                .build();
    }

    private static BuiltJar jar(String name) {
        return new BuiltJar(folder, name);
    }

    private ChatModelRegistry registry(URL... jars) {
        return ChatModelRegistry.builder()
                .classLoader(new URLClassLoader(jars, ServiceRowsTest.class.getClassLoader()))
                .environment(environment)
                .properties(properties)
                .build();
    }

    @Test
    void aRowIsOpenedByNameAndAliasInAnySpelling() {
        try (ChatModelRegistry registry = registry(house)) {
            for (String name : List.of("big", "BIG", "huge", "Enor_mous")) {
                assertThat(registry.open(name + ":m").ask("hi")).as(name).isEqualTo("House");
            }
            assertThat(registry.services()).extracting(Service::name).isSorted().contains("big", "gone", "new");
            assertThatThrownBy(() -> registry.open("huge"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("add a model, e.g. huge:big-1");
        }
    }

    @Test
    void aProviderThatIsMisspeltIsNamedRight() {
        properties.put("chatmodels.service.own.provider", "houes");
        properties.put("chatmodels.service.own.base_url", "https://own.test");
        try (ChatModelRegistry registry = registry(house)) {
            assertThatThrownBy(() -> registry.open("own:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("Did you mean 'house'?")
                    .hasMessageNotContaining("add chatmodels-provider");
        }
    }

    @Test
    void aRetiredServiceExplainsItselfUnlessConfigurationRevivesIt() {
        try (ChatModelRegistry registry = registry(house)) {
            assertThatThrownBy(() -> registry.open("gone:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("2026-07-30")
                    .hasMessageContaining("use big instead");
            assertThat(registry.explain("gone:m").toString())
                    .contains("retired")
                    .contains("use big instead");
        }
        properties.put("chatmodels.service.gone.status", "active");
        try (ChatModelRegistry registry = registry(house)) {
            assertThat(registry.open("gone:m").ask("hi")).isEqualTo("House");
        }
    }

    @Test
    void aBadRowCostsItselfAndIsReportedWithItsLine() {
        try (ChatModelRegistry registry = registry(house)) {
            assertThat(registry.services()).extracting(Service::name).doesNotContain("wrong");
            assertThatThrownBy(() -> registry.open("wrong:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("base_ulr")
                    .hasMessageContaining("house-1.0.jar line 16");
            assertThat(registry.validate())
                    .anyMatch(problem -> problem.where().endsWith("house-1.0.jar line 16")
                            && problem.message().contains("Did you mean 'base_url'"));
        }
    }

    @Test
    void configurationPatchesARowKeyByKeyAndAddsOthers() {
        properties.put("chatmodels.service.BIG.base_url", "https://gateway.test/big/");
        properties.put("chatmodels.service.corp.provider", "house");
        properties.put("chatmodels.service.corp.base_url", "https://corp.test");
        environment.put("CHATMODELS_SERVICE_NEW_BASE_URL", "https://env.test");
        try (ChatModelRegistry registry = registry(house)) {
            Resolution big = registry.explain("big:m");
            assertThat(big.toString())
                    .contains("Big Models")
                    .contains("https://gateway.test/big ")
                    .contains("in the builder");
            assertThat(registry.open("corp:m").ask("hi")).isEqualTo("House");
            assertThat(registry.explain("new:m").toString()).contains("CHATMODELS_SERVICE_NEW_BASE_URL");
        }
    }

    @Test
    void aJarWithoutCodeAddsAService() throws IOException {
        URL rows = jar("rows-1.jar")
                .row("extra-one.provider = house")
                .row("extra-one.base_url = https://one.test")
                .row("no-dot")
                .build();
        try (ChatModelRegistry registry = registry(rows, house)) {
            assertThat(registry.open("extra_one:m").ask("hi")).isEqualTo("House");
            assertThat(registry.validate()).anyMatch(problem -> problem.where().endsWith("rows-1.jar line 3"));
        }
        try (ChatModelRegistry registry = registry(rows)) {
            assertThatThrownBy(() -> registry.open("extra-one:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("provider 'house'")
                    .hasMessageContaining("all their META-INF/services");
        }
    }

    @Test
    void aRowOfAnotherJarTakesNeitherNameNorAliasNorKey() throws IOException {
        URL thief = jar("thief-1.jar")
                .row("big.provider = house")
                .row("big.base_url = https://evil.test")
                .row("big.key_env = BIG_KEY")
                .row("huge.provider = house")
                .row("huge.base_url = https://evil.test")
                .row("thief.provider = house")
                .row("thief.base_url = https://evil.test")
                .row("thief.key_env = BIG_KEY, THIEF_KEY")
                .build();
        for (List<URL> order : List.of(List.of(thief, house), List.of(house, thief))) {
            try (ChatModelRegistry registry = registry(order.toArray(new URL[0]))) {
                for (String text : List.of("big:m", "huge:m")) {
                    assertThat(registry.explain(text).toString())
                            .contains("https://big.test/v1")
                            .doesNotContain("evil");
                }
                assertThat(registry.explain("thief:m").toString()).contains("env:THIEF_KEY, not set");
                assertThat(registry.validate())
                        .extracting(Problem::where)
                        .anyMatch(where -> where.contains("thief-1.jar line 8"))
                        .anyMatch(where -> where.endsWith("thief-1.jar"));
            }
        }
    }

    @Test
    void twoJarsWithOneRowAndNoOwnerAreAnErrorWhenItIsOpened() throws IOException {
        URL one = jar("one-rows.jar")
                .row("x1.provider = house")
                .row("x1.base_url = https://1.test")
                .build();
        URL two = jar("two-rows.jar")
                .row("x1.provider = house")
                .row("x1.base_url = https://2.test")
                .build();
        try (ChatModelRegistry registry = registry(one, two, house)) {
            assertThatThrownBy(() -> registry.open("x1:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("one-rows.jar")
                    .hasMessageContaining("two-rows.jar");
            assertThat(registry.open("big:m").ask("hi")).isEqualTo("House");
        }
    }

    @Test
    void aProviderCannotSquatOnAServiceOrProviderUnlessTheApplicationSaysSo() throws IOException {
        URL squatter = jar("squatter-9.jar")
                .provider("Squatter", "\"big\", \"huge\", \"house\", \"fine\"", "")
                .build();
        for (List<URL> order : List.of(List.of(squatter, house), List.of(house, squatter))) {
            try (ChatModelRegistry registry = registry(order.toArray(new URL[0]))) {
                for (String text : List.of("big:m", "huge:m", "house:m")) {
                    assertThat(registry.open(text).ask("hi")).as(text).isEqualTo("House");
                }
                assertThat(registry.open("fine:m").ask("hi")).isEqualTo("Squatter");
                assertThat(registry.providers().stream()
                                .filter(status -> status.className().equals("jar.Squatter"))
                                .findFirst()
                                .orElseThrow()
                                .problem()
                                .orElseThrow())
                        .contains("may not take the name")
                        .contains("Builder.provider(");
            }
        }
        FakeProvider own = new FakeProvider();
        try (ChatModelRegistry registry = ChatModelRegistry.builder()
                .classLoader(new URLClassLoader(new URL[] {house}, ServiceRowsTest.class.getClassLoader()))
                .environment(environment)
                .provider("big", own)
                .build()) {
            assertThat(registry.open("big:m").ask("hi")).isEqualTo("yes");
            assertThat(own.context().service().displayName()).isEqualTo("Big Models");
            assertThat(own.context().credential(URI.create("https://big.test"))).isPresent();
        }
    }

    @Test
    void thePreferredProviderTakesItsServiceOverWhenItsJarIsThere() throws IOException {
        try (ChatModelRegistry registry = registry(house)) {
            assertThat(registry.open("routed:m").ask("hi")).isEqualTo("House");
        }
        URL routed = jar("routed-1.jar").provider("Routed", "\"routed\"", "").build();
        try (ChatModelRegistry registry = registry(house, routed)) {
            assertThat(registry.open("routed:m").ask("hi")).isEqualTo("Routed");
            assertThat(registry.explain("routed:m").toString()).contains("jar.Routed (routed-1.jar)");
            assertThat(registry.open("big:m").ask("hi")).isEqualTo("House");
        }
    }

    /** A jar with a JSON binding, behind one that is missing. */
    private static URL binding() throws IOException {
        return jar("json-1.jar")
                .source(
                        "Json",
                        "public class Json implements JsonBinding {\n"
                                + "public Object read(String json, java.lang.reflect.Type type) {\n"
                                + "if (!json.startsWith(\"{\")) throw new IllegalArgumentException();\n"
                                + "return java.util.Map.of(\"b\", 1); }\n"
                                + "public String write(Object value) { return \"\"; } }")
                .text("META-INF/services/" + JsonBinding.class.getName(), "jar.Missing")
                .text("META-INF/services/" + JsonBinding.class.getName(), "jar.Json")
                .build();
    }

    @Test
    void headersAndExtraOfARowAreOptionsAndExtraNeedsABinding() throws IOException {
        try (ChatModelRegistry registry = registry(house)) {
            assertThatThrownBy(() -> registry.open("more:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("add chatmodels-spi");
        }
        URL json = binding();
        FakeProvider fake = new FakeProvider();
        ChatModelRegistry.Builder builder = ChatModelRegistry.builder()
                .classLoader(new URLClassLoader(new URL[] {house, json}, ServiceRowsTest.class.getClassLoader()))
                .environment(environment)
                .provider("house", fake);
        try (ChatModelRegistry registry = builder.build()) {
            registry.open("more:m")
                    .chat(ChatRequest.builder()
                            .user("hi")
                            .header("x-team", "mine")
                            .build());
            assertThat(fake.request().options().extra()).isEqualTo(Map.of("a", Map.of("b", 1)));
            assertThat(fake.request().options().headers())
                    .containsEntry("X-Team", "mine")
                    .hasSize(1);
            assertThat(fake.context().lookup(JsonBinding.class)).isPresent();
            assertThat(registry.explain("more:m").toString())
                    .contains("header.X-Team")
                    .doesNotContain("search");
        }
        builder.property("chatmodels.service.more.extra.a", "[1");
        try (ChatModelRegistry registry = builder.build()) {
            assertThatThrownBy(() -> registry.open("more:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("extra.a")
                    .hasMessageContaining("no JSON");
        }
    }

    @Test
    void anUnverifiedServiceSaysSo() {
        try (ChatModelRegistry registry = registry(house)) {
            assertThat(registry.explain("new:m").toString())
                    .contains("unverified")
                    .contains("nobody has tried");
        }
    }
}
