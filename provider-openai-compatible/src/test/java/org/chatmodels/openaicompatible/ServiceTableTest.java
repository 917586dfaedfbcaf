package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.chatmodels.provider.Service;
import org.chatmodels.spi.JsonReader;
import org.junit.jupiter.api.Test;

/** The table of services, by itself and against what is known of the services. */
class ServiceTableTest {
    private static final String TABLE = "/META-INF/chatmodels/services.properties";
    private static final String FACTS = "shared/facts/services.json";

    @Test
    void everyRowIsAServiceOfThisProvider() throws IOException {
        rows().forEach((name, row) -> {
            Service service = Service.of(name, row);
            assertThat(service.provider()).as(name).isEqualTo("openai-compatible");
            assertThat(service.displayName()).as(name).isNotBlank();
            assertThat(Dialect.of(service, "m").word(DialectField.MAX_TOKENS))
                    .as(name)
                    .isNotBlank();
        });
    }

    @Test
    void noTwoServicesAnswerToOneName() throws IOException {
        Set<String> taken = new HashSet<>();
        rows().forEach((name, row) -> {
            assertThat(taken.add(name)).as(name).isTrue();
            words(row.getOrDefault("aliases", ""))
                    .forEach(alias -> assertThat(taken.add(alias)).as(alias).isTrue());
        });
    }

    @Test
    void keysGoOverTlsOrStayOnThisMachine() throws IOException {
        rows().forEach((name, row) -> {
            String base = row.getOrDefault("base_url", "https://none");
            boolean local = base.startsWith("http://localhost:") || base.startsWith("http://127.0.0.1:");
            assertThat(local || base.startsWith("https://")).as(name).isTrue();
            assertThat(base).as(name).doesNotEndWith("/");
        });
    }

    @Test
    void retiredModelsNameTheirDateAndSuccessor() throws IOException {
        List<String> retired = new ArrayList<>();
        rows().forEach((name, row) -> row.forEach((key, value) -> {
            if (key.startsWith("retired_model.")) {
                List<String> fields = List.of(value.split("; ", -1));
                assertThat(fields).as(name + "." + key).hasSize(3).doesNotContain("");
                assertThat(LocalDate.parse(fields.get(1))).as(name + "." + key).isAfter(LocalDate.of(2026, 1, 1));
                retired.add(name + ":" + fields.get(0));
            }
        }));
        assertThat(retired).doesNotHaveDuplicates().contains("groq:llama-3.1-8b-instant", "deepseek:deepseek-chat");
    }

    @Test
    void noExampleIsARetiredModel() throws IOException {
        rows().forEach((name, row) -> {
            String example = row.getOrDefault("example_model", "");
            assertThat(row.values()).as(name).noneMatch(value -> value.startsWith(example + "; "));
        });
    }

    @Test
    void everyKnownServiceHasItsRow() throws IOException {
        Map<String, Map<String, String>> rows = rows();
        for (Map<?, ?> fact : facts()) {
            String name = text(fact, "alias");
            assertThat(rows).containsKey(name);
            compare(name, Service.of(name, rows.get(name)), fact);
        }
    }

    @Test
    void everyRowButTheOpenOneIsAKnownService() throws IOException {
        Set<String> known = new HashSet<>(Set.of("openai-compatible"));
        facts().forEach(fact -> known.add(text(fact, "alias")));
        assertThat(rows().keySet()).isEqualTo(known);
    }

    @Test
    void noServiceIsNamedInCode() throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            sources = files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("module-info.java"))
                    .toList();
        }
        assertThat(sources).isNotEmpty();
        Set<String> names = new HashSet<>();
        rows().forEach((name, row) -> {
            names.add(name);
            names.addAll(words(row.getOrDefault("aliases", "")));
        });
        for (Path source : sources) {
            String code =
                    Files.readString(source).replace("openai-compatible", "").replace("llama.cpp", "llamacpp");
            Set<String> used =
                    new HashSet<>(List.of(code.toLowerCase(Locale.ROOT).split("[^a-z0-9_-]+")));
            used.retainAll(names);
            assertThat(used).as(source.toString()).isEmpty();
        }
    }

    private static void compare(String name, Service service, Map<?, ?> fact) {
        assertThat(service.displayName()).as(name).isEqualTo(text(fact, "name"));
        assertThat(service.baseUrl()).as(name).contains(text(fact, "baseUrl"));
        assertThat(service.keyVariables()).as(name).isEqualTo(fact.get("envVars"));
        boolean optional =
                text(fact, "auth").equals("none") && !service.keyVariables().isEmpty();
        assertThat(service.auth()).as(name).isEqualTo(optional ? "bearer" : text(fact, "auth"));
        assertThat(service.keyRequired()).as(name).isEqualTo(keyRequired(fact));
        assertThat(Dialect.of(service, "m").word(DialectField.MAX_TOKENS))
                .as(name)
                .isEqualTo(textOr(fact, "maxTokensParam", "max_tokens"));
        assertThat(Dialect.of(service, "m").word(DialectField.SEED))
                .as(name)
                .isEqualTo(textOr(fact, "seedParam", "seed"));
        assertThat(service.status()).as(name).isEqualTo(status(fact));
        Map<String, String> row = service.row();
        assertThat(row.getOrDefault("chat_path", "/chat/completions")).as(name).isEqualTo(text(fact, "chatPath"));
        assertThat(row.getOrDefault("models_path", "/models")).as(name).isEqualTo(text(fact, "modelsPath"));
        assertThat(row.getOrDefault("responses_path", "")).as(name).isEqualTo(textOr(fact, "responsesPath", ""));
        assertThat(row.getOrDefault("preferred", "")).as(name).isEqualTo(preferred(name, fact));
        assertThat(row.getOrDefault("example_model", "")).as(name).isEqualTo(text(fact, "exampleModel"));
        Object aliases = Optional.<Object>ofNullable(fact.get("aliases")).orElse(List.of());
        assertThat(words(row.getOrDefault("aliases", ""))).as(name).isEqualTo(aliases);
        if (fact.containsKey("streamUsage")) {
            assertThat(Dialect.of(service, "m").is(DialectField.STREAM_USAGE, "request"))
                    .as(name)
                    .isFalse();
        }
    }

    /** Ollama's own provider serves both of its services, as it is asked for; the facts name it for one. */
    private static String preferred(String name, Map<?, ?> fact) {
        return name.equals("ollama-cloud") ? "ollama" : textOr(fact, "preferred", "");
    }

    private static boolean keyRequired(Map<?, ?> fact) {
        boolean none = text(fact, "auth").equals("none");
        return !none && !Boolean.TRUE.equals(fact.get("apiKeyOptional"));
    }

    private static Service.Status status(Map<?, ?> fact) {
        if (text(fact, "status").equals("retired")) {
            return Service.Status.RETIRED;
        }
        boolean tried = Boolean.TRUE.equals(fact.get("verified"))
                && text(fact, "status").equals("active");
        return tried ? Service.Status.ACTIVE : Service.Status.UNVERIFIED;
    }

    private static String text(Map<?, ?> fact, String field) {
        return fact.get(field).toString();
    }

    private static String textOr(Map<?, ?> fact, String field, String absent) {
        return fact.containsKey(field) ? text(fact, field) : absent;
    }

    private static List<String> words(String list) {
        return list.isEmpty() ? List.of() : List.of(list.split(", "));
    }

    static Map<String, Map<String, String>> rows() throws IOException {
        Properties table = new Properties();
        try (InputStream in = ServiceTableTest.class.getResourceAsStream(TABLE)) {
            table.load(in);
        }
        Map<String, Map<String, String>> rows = new TreeMap<>();
        table.stringPropertyNames().forEach(line -> {
            int dot = line.indexOf('.');
            rows.computeIfAbsent(line.substring(0, dot), name -> new TreeMap<>())
                    .put(line.substring(dot + 1), table.getProperty(line));
        });
        return rows;
    }

    private static List<Map<?, ?>> facts() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve(FACTS))) {
            folder = folder.getParent();
        }
        assumeThat(folder).as("a folder above with " + FACTS).isNotNull();
        byte[] bytes = Files.readAllBytes(folder.resolve(FACTS));
        JsonReader json = new JsonReader();
        json.read(bytes, 0, bytes.length);
        List<Map<?, ?>> facts = new ArrayList<>();
        ((List<?>) json.value()).forEach(fact -> facts.add((Map<?, ?>) fact));
        assertThat(facts).hasSizeGreaterThan(60);
        return facts;
    }
}
