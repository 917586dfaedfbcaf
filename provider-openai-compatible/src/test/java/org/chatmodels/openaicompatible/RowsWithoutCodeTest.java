package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatRequest;
import org.chatmodels.ConfigurationException;
import org.chatmodels.Problem;
import org.chatmodels.ProviderStatus;
import org.chatmodels.testkit.ReceivedRequest;
import org.chatmodels.testkit.Script;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jars that hold a table of services and no code, and jars with a provider that a row prefers. */
class RowsWithoutCodeTest extends SocketTest {
    private static final String ROWS = "META-INF/chatmodels/services.properties";
    private static final String KEY = "sk-canary-of-the-row";

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>(Map.of("ROW_KEY", KEY));
    private final Map<String, String> properties = new HashMap<>();

    @BeforeEach
    void answer() {
        server.always(Script.json(ANSWER));
    }

    private URL jar(String name, Map<String, byte[]> entries) throws IOException {
        Path jar = folder.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return jar.toUri().toURL();
    }

    private URL rows(String name, String... lines) throws IOException {
        return jar(name, Map.of(ROWS, String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
    }

    /** A jar with a provider of that name, whose class has the given full name. */
    private URL provider(String name, String className) throws IOException {
        String simple = className.substring(className.lastIndexOf('.') + 1);
        Path source = folder.resolve(simple + ".java");
        Files.writeString(source, """
                package %s;
                import org.chatmodels.*;
                import org.chatmodels.provider.*;
                @ChatProvider(names = "%s", apiLevel = 1)
                public class %s implements ChatModelProvider {
                    public ChatModel open(ModelLocation location, ProviderContext context) {
                        return ChatModel.of(location, request -> ChatResponse.of("its own provider"));
                    }
                }
                """.formatted(className.substring(0, className.lastIndexOf('.')), name, simple));
        String path =
                System.getProperty("java.class.path") + File.pathSeparator + System.getProperty("jdk.module.path", "");
        int result = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(System.out, System.err, "-proc:none", "-cp", path, "-d", folder.toString(), source.toString());
        assertThat(result).isZero();
        String compiled = className.replace('.', '/') + ".class";
        return jar(
                simple + ".jar",
                Map.of(
                        compiled,
                        Files.readAllBytes(folder.resolve(compiled)),
                        "META-INF/services/org.chatmodels.provider.ChatModelProvider",
                        className.getBytes(StandardCharsets.UTF_8)));
    }

    private ChatModelRegistry registry(URL... jars) {
        return ChatModelRegistry.builder()
                .classLoader(new URLClassLoader(jars, getClass().getClassLoader()))
                .environment(environment)
                .properties(properties)
                .build();
    }

    private String url(String path) {
        return server.uri(path).toString();
    }

    private ReceivedRequest request() {
        return server.requests().get(server.requests().size() - 1);
    }

    private URL fullRow() throws IOException {
        return rows(
                "acme-rows.jar",
                "acme.provider = openai-compatible",
                "acme.name = Acme Models",
                "acme.aliases = acme-ai, acme-cloud",
                "acme.base_url = " + url("/llm"),
                "acme.chat_path = /v9/talk",
                "acme.models_path =",
                "acme.key_env = NONE_KEY, ROW_KEY",
                "acme.key_required = true",
                "acme.auth = header:X-Acme-Key",
                "acme.api = chat",
                "acme.header.X-Team = search",
                "acme.extra.route = {\"order\":[\"a\",\"b\"],\"strict\":true}",
                "acme.extra.min_p = 0.05",
                "acme.dialect.max_tokens = max_completion_tokens",
                "acme.dialect.seed = random_seed",
                "acme.dialect.system_role = developer",
                "acme.dialect.stream_usage = request",
                "acme.status = active",
                "acme.example_model = acme-1");
    }

    @Test
    void everyFieldOfARowIsOnTheWire() throws IOException {
        URL jar = fullRow();
        try (ChatModelRegistry registry = registry(jar)) {
            ChatRequest question = ChatRequest.builder()
                    .system("Be brief.")
                    .user("Hello")
                    .maxTokens(9)
                    .seed(7)
                    .build();
            assertThat(registry.open("Acme_AI:m").chat(question).text()).isEqualTo("Good morning");
            assertThat(registry.validate()).isEmpty();
            assertThat(registry.explain("acme-cloud:m").toString())
                    .contains("Acme Models", "env:ROW_KEY, set", "header.X-Team", "extra.route", "dialect.seed")
                    .contains("acme-rows.jar line 4")
                    .doesNotContain("search", "strict", KEY);
            assertThatThrownBy(() -> registry.open("acme"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("acme:acme-1");
        }
        assertThat(request().path()).isEqualTo("/llm/v9/talk");
        assertThat(request().header("x-acme-key")).contains(KEY);
        assertThat(request().header("authorization")).isEmpty();
        assertThat(request().header("x-team")).contains("search");
        assertThat(request().bodyText())
                .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"developer\",\"content\":\"Be brief.\"},"
                        + "{\"role\":\"user\",\"content\":\"Hello\"}],\"max_completion_tokens\":9,\"random_seed\":7,"
                        + "\"route\":{\"order\":[\"a\",\"b\"],\"strict\":true},\"min_p\":0.05}");
    }

    @Test
    void configurationPatchesARowOfAJarKeyByKey() throws IOException {
        URL jar = rows(
                "acme-rows.jar",
                "acme.provider = openai-compatible",
                "acme.base_url = " + url("/old"),
                "acme.key_env = ROW_KEY",
                "acme.header.X-Team = search",
                "acme.header.X-Other = kept",
                "acme.extra.min_p = 0.05",
                "acme.extra.kept = 1");
        properties.putAll(Map.of(
                "chatmodels.service.acme.base_url", url("/new"),
                "chatmodels.service.acme.header.x-team", "mine",
                "chatmodels.service.acme.extra.min_p", "0.5",
                "chatmodels.service.acme.max_tokens", "3"));
        try (ChatModelRegistry registry = registry(jar)) {
            registry.open("acme:m?extra.kept=2").ask("Hello");
            assertThat(registry.validate()).isEmpty();
        }
        assertThat(request().path()).isEqualTo("/new/chat/completions");
        assertThat(request().header("authorization")).contains("Bearer " + KEY);
        assertThat(request().header("x-team")).contains("mine");
        assertThat(request().header("x-other")).contains("kept");
        assertThat(request().bodyText()).contains("\"max_tokens\":3", "\"min_p\":0.5", "\"kept\":2");
    }

    @Test
    void aKeyGoesToTheOriginsThatTheRowNamesOnly() throws IOException {
        URL jar = rows(
                "acme-rows.jar",
                "acme.provider = openai-compatible",
                "acme.base_url = " + url("/v1"),
                "acme.origins = https://acme.test, http://127.0.0.1:1",
                "acme.key_env = ROW_KEY");
        try (ChatModelRegistry registry = registry(jar)) {
            registry.open("acme:m").ask("Hello");
            assertThat(registry.explain("acme:m").toString()).contains("goes to https://acme.test");
        }
        assertThat(request().header("authorization")).isEmpty();
    }

    /** Where the value of the placeholder stands. */
    @ParameterizedTest
    @ValueSource(strings = {"environment", "environment of the configuration", "configuration", "lower case", "file"})
    void aPlaceholderOfTheAddressIsFilledFromEnvironmentAndConfiguration(String place) throws IOException {
        String address = url("/v1").replace("127.0.0.1", "{ACME_HOST}");
        assertThat(address).contains("{ACME_HOST}");
        URL jar = rows(
                "acme-rows.jar",
                "acme.provider = openai-compatible",
                "acme.base_url = " + address + "/{ACME_TEAM}",
                "acme.key_env = ROW_KEY");
        environment.put("ACME_TEAM", "team-7");
        switch (place) {
            case "environment" -> environment.put("ACME_HOST", "127.0.0.1");
            case "environment of the configuration" ->
                environment.put("CHATMODELS_SERVICE_ACME_ACME_HOST", "127.0.0.1");
            case "configuration" -> properties.put("chatmodels.service.acme.ACME_HOST", "127.0.0.1");
            case "lower case" -> properties.put("chatmodels.service.acme.acme_host", "127.0.0.1");
            default ->
                environment.put(
                        "CHATMODELS_CONFIG",
                        Files.writeString(
                                        folder.resolve("named.properties"),
                                        "chatmodels.service.acme.ACME_HOST=127.0.0.1")
                                .toString());
        }
        try (ChatModelRegistry registry = registry(jar)) {
            registry.open("acme:m").ask("Hello");
            assertThat(registry.validate()).isEmpty();
            assertThat(registry.explain("acme:m").toString()).contains(url("/v1/team-7"));
        }
        assertThat(request().path()).isEqualTo("/v1/team-7/chat/completions");
        assertThat(request().header("authorization")).contains("Bearer " + KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "dialect.max_tokns = x, Unknown dialect.max_tokns",
        "dialect.stream_usage = sometimes, 'write request, automatic or never'",
        "extra.a = {, is no JSON",
        "api = ollama, 'write chat, responses or auto'"
    })
    void whatOnlyTheProviderKnowsIsFoundWithoutNetworkToo(String line, String message) throws IOException {
        String[] key = line.split(" = ");
        properties.put("chatmodels.service.corp.provider", "openai-compatible");
        properties.put("chatmodels.service.corp.base_url", url("/v1"));
        properties.put("chatmodels.service.corp." + key[0], key[1]);
        properties.put("chatmodels.service.corp.dialect.seed", "seed");
        try (ChatModelRegistry registry = registry()) {
            assertThat(registry.validate()).singleElement().satisfies(problem -> {
                assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR);
                assertThat(problem.where()).isEqualTo("chatmodels.service.corp." + key[0] + " in the builder");
                assertThat(problem.message()).contains(message);
            });
        }
        assertThat(server.connections()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ollama", "openrouter"})
    void theDedicatedProviderTakesItsServiceOverWhenItsJarIsThere(String name) throws IOException {
        environment.put("OPENROUTER_API_KEY", KEY);
        URL jar = provider(name, "org.chatmodels." + name + ".Dedicated");
        String location = name + ":m?base_url=" + url("/v1");
        try (ChatModelRegistry registry = registry()) {
            assertThat(registry.open(location).ask("Hello")).isEqualTo("Good morning");
            assertThat(registry.explain(name + ":m").toString()).contains("OpenAiCompatibleProvider");
        }
        try (ChatModelRegistry registry = registry(jar)) {
            assertThat(registry.open(location).ask("Hello")).isEqualTo("its own provider");
            assertThat(registry.explain(name + ":m").toString())
                    .contains("org.chatmodels." + name + ".Dedicated (Dedicated.jar)");
            assertThat(registry.open("groq:m?base_url=" + url("/v1")).ask("Hello"))
                    .isEqualTo("Good morning");
            assertThat(registry.validate()).isEmpty();
            assertThat(registry.providers()).extracting(ProviderStatus::problem).allMatch(Optional::isEmpty);
        }
        properties.put("chatmodels.service." + name + ".preferred", "openai-compatible");
        try (ChatModelRegistry registry = registry(jar)) {
            assertThat(registry.open(location).ask("Hello")).isEqualTo("Good morning");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ollama", "openrouter"})
    void aStrangersJarTakesNoServiceOver(String name) throws IOException {
        URL jar = provider(name, "com.stranger.Squatter");
        try (ChatModelRegistry registry = registry(jar)) {
            assertThat(registry.open(name + ":m?base_url=" + url("/v1")).ask("Hello"))
                    .isEqualTo("Good morning");
            assertThat(registry.providers())
                    .filteredOn(status -> status.className().equals("com.stranger.Squatter"))
                    .singleElement()
                    .satisfies(status ->
                            assertThat(status.problem().orElse("")).contains("may not take the name '" + name + "'"));
        }
    }

    @Test
    void aTableInTwoJarsCountsOnceAndABadRowCostsItselfOnly() throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "acme.provider = openai-compatible",
                "acme.base_url = " + url("/v1"),
                "bad.provider = openai-compatible",
                "bad.base_url = " + url("/v1"),
                "bad.auth = basic"));
        URL one = rows("one-rows.jar", lines.toArray(new String[0]));
        URL two = rows("two-rows.jar", lines.toArray(new String[0]));
        try (ChatModelRegistry registry = registry(one, two)) {
            assertThat(registry.open("acme:m").ask("Hello")).isEqualTo("Good morning");
            assertThat(registry.validate())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.where()).endsWith("one-rows.jar line 5"));
            assertThatThrownBy(() -> registry.open("bad:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("write bearer, header:NAME or none")
                    .hasMessageContaining("one-rows.jar line 5");
        }
    }
}
