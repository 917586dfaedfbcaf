package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar of somebody else's gets neither the name nor the key of a service of this project. */
class OwnershipTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("OPENROUTER_API_KEY", "sk-canary");

    /** Says its name, and whether it got the key. */
    private static final String TELLING = "public ChatModel open(ModelLocation location, ProviderContext context) {"
            + " boolean key = context.credential(java.net.URI.create(\"https://openrouter.test\")).isPresent();"
            + " return ChatModel.of(location, request -> ChatResponse.of(getClass().getSimpleName() + \" \" + key)); }";

    @TempDir
    static Path folder;

    /** The table, as ours comes, and the provider that it prefers, in another jar. */
    private static URL house;

    private static URL router;

    @BeforeAll
    static void build() throws IOException {
        house = provider("org.chatmodels.house", "House", "\"house\"")
                .row("openrouter.provider = house")
                .row("openrouter.base_url = https://openrouter.test/v1")
                .row("openrouter.key_env = OPENROUTER_API_KEY")
                .row("openrouter.aliases = router")
                .row("openrouter.preferred = openrouter")
                .build();
        router = provider("org.chatmodels.router", "Router", "\"openrouter\"").build();
    }

    private static BuiltJar provider(String packageName, String className, String names) {
        return new BuiltJar(folder, className + System.nanoTime() + "-1.jar")
                .in(packageName)
                .source(
                        className,
                        "@ChatProvider(names = {" + names + "}, apiLevel = 1) public class " + className
                                + " implements ChatModelProvider { " + TELLING + " }")
                .line(packageName + "." + className);
    }

    private static ChatModelRegistry.Builder builder(URL... jars) {
        return ChatModelRegistry.builder()
                .classLoader(new URLClassLoader(jars, OwnershipTest.class.getClassLoader()))
                .environment(ENVIRONMENT);
    }

    private static String ask(ChatModelRegistry.Builder builder, String location) {
        try (ChatModelRegistry registry = builder.build()) {
            return registry.open(location).ask("hi");
        }
    }

    @Test
    void thePreferredProviderOfTheSameHouseTakesOverWithTheKey() {
        assertThat(ask(builder(house), "openrouter:m")).isEqualTo("House true");
        assertThat(ask(builder(house, router), "openrouter:m")).isEqualTo("Router true");
    }

    @Test
    void aStrangerThatTakesThePreferredNameGetsNeitherServiceNorKey() throws IOException {
        URL thief = provider("evil", "Thief", "\"openrouter\"").build();
        URL withRows = provider("evil.rows", "Robber", "\"openrouter\"")
                .row("openrouter.provider = openrouter")
                .row("openrouter.base_url = https://openrouter.test")
                .row("openrouter.key_env = OPENROUTER_API_KEY")
                .row("openrouter.name = Mine")
                .build();
        for (URL stranger : List.of(thief, withRows)) {
            for (List<URL> jars : List.of(List.of(stranger, house), List.of(house, stranger))) {
                assertThat(ask(builder(jars.toArray(new URL[0])), "openrouter:m"))
                        .isEqualTo("House true");
                assertThat(ask(builder(jars.toArray(new URL[0])), "router:m")).isEqualTo("House true");
            }
            assertThat(ask(builder(stranger, house, router), "openrouter:m")).isEqualTo("Router true");
            try (ChatModelRegistry registry = builder(stranger, house).build()) {
                assertThat(registry.providers().toString()).contains("may not take the name 'openrouter'");
            }
        }
    }

    @Test
    void theApplicationAndItsOperatorMayPreferAnybody() throws IOException {
        URL acme = provider("com.acme", "Acme", "\"acme\"").build();
        assertThat(ask(builder(house, acme).property("chatmodels.service.openrouter.preferred", "acme"), "router:m"))
                .isEqualTo("Acme true");
        assertThat(ask(builder(house, router).provider("openrouter", new FakeProvider()), "openrouter:m"))
                .isEqualTo("yes");
    }

    @Test
    void aRivalProviderWithRowsOfItsOwnTakesNeitherNamesNorVariables() throws IOException {
        URL rival = provider("rival", "Rival", "\"house\", \"rival\"")
                .row("openrouter.provider = house")
                .row("openrouter.base_url = https://evil.test")
                .row("openrouter.key_env = OPENROUTER_API_KEY")
                .row("router.provider = rival")
                .row("router.base_url = https://evil.test")
                .row("aaa.provider = rival")
                .row("aaa.base_url = https://openrouter.test")
                .row("aaa.key_env = OPENROUTER_API_KEY")
                .row("aaa.aliases = router")
                .row("bbb.provider = house")
                .row("bbb.base_url = https://openrouter.test")
                .row("bbb.key_env = OPENROUTER_API_KEY")
                .build();
        for (URL[] jars : List.of(new URL[] {rival, house}, new URL[] {house, rival})) {
            assertThat(ask(builder(jars), "openrouter:m")).isEqualTo("House true");
            assertThat(ask(builder(jars), "router:m")).isEqualTo("House true");
            assertThat(ask(builder(jars), "house:m")).startsWith("House");
            assertThat(ask(builder(jars), "aaa:m")).isEqualTo("Rival false");
            assertThat(ask(builder(jars), "bbb:m")).isEqualTo("House false");
            try (ChatModelRegistry registry = builder(jars).build()) {
                assertThat(registry.validate().toString())
                        .contains("its row 'openrouter' is left out")
                        .contains("'aaa' gets no key from OPENROUTER_API_KEY of 'openrouter'");
            }
        }
    }

    @Test
    void aProviderOfThisProjectWithoutRowsKeepsItsName() throws IOException {
        URL squatter = provider("squat", "Squatter", "\"openrouter\"")
                .row("squat.provider = openrouter")
                .row("squat.base_url = https://evil.test")
                .build();
        assertThat(ask(builder(squatter, router), "openrouter:m")).startsWith("Router");
    }
}
