package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chatmodels.Configuration.Environment;
import org.chatmodels.Configuration.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which source counts, for each kind of key and each pair of sources. */
class ConfigurationSourcesTest extends ConfigurationFixture {
    /** From the strongest source to the weakest. */
    enum Source {
        BUILDER,
        SYSTEM,
        ENVIRONMENT,
        NAMED_FILE,
        USER_FILE,
        CLASS_PATH,
        SECOND_CLASS_PATH
    }

    /** Key, variable that sets it (none for those that no variable can set) and a value of each source, if it differs. */
    private static final List<String> KINDS = List.of(
            "chatmodels.alias.my-fast CHATMODELS_ALIAS_MY_FAST aa:%s",
            "chatmodels.service.my-corp.base_url CHATMODELS_SERVICE_MY_CORP_BASE_URL https://%s.test",
            "chatmodels.service.my-corp.credential CHATMODELS_SERVICE_MY_CORP_CREDENTIAL %s",
            "chatmodels.service.my-corp.timeout CHATMODELS_SERVICE_MY_CORP_TIMEOUT %s",
            "chatmodels.service.my-corp.header.X-Team - %s",
            "chatmodels.service.my-corp.extra.provider - {\"%s\":1}",
            "chatmodels.service.my-corp.dialect.max_tokens - %s",
            "chatmodels.service.my-corp.SOME_PLACE - %s",
            "chatmodels.credential.my-corp CHATMODELS_CREDENTIAL_MY_CORP env:%s",
            "chatmodels.credential.my-corp.origins CHATMODELS_CREDENTIAL_MY_CORP_ORIGINS https://%s.test",
            "chatmodels.price.own1 CHATMODELS_PRICE_OWN1 aa:%s;input=1",
            "chatmodels.capability.own1 CHATMODELS_CAPABILITY_OWN1 aa:%s;tools=yes",
            "chatmodels.catalogue CHATMODELS_CATALOGUE /%s",
            "chatmodels.proxy CHATMODELS_PROXY http://%s:80",
            "chatmodels.log CHATMODELS_LOG true");

    /** Kind, stronger source, weaker source. */
    static Stream<Arguments> pairs() {
        List<Arguments> pairs = new ArrayList<>();
        for (String kind : KINDS) {
            for (Source strong : Source.values()) {
                for (Source weak : Source.values()) {
                    boolean variable = strong == Source.ENVIRONMENT || weak == Source.ENVIRONMENT;
                    if (weak.compareTo(strong) > 0 && !(variable && kind.contains(" - "))) {
                        pairs.add(Arguments.of(kind, strong, weak));
                    }
                }
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void strongerSourceWinsForEachKindOfKey(String kind, Source strong, Source weak) throws IOException {
        String[] columns = kind.split(" ");
        for (Source source : List.of(weak, strong)) {
            put(source, columns, columns[2].formatted(source.name().replace("_", "")));
        }
        builder.put("chatmodels.user_config", "true");
        variables.put("XDG_CONFIG_HOME", folder.resolve("home").toString());
        String expected = columns[2].formatted(strong.name().replace("_", ""));
        for (Environment environment : List.of(Environment.of(variables), Environment.of(variables::get))) {
            try (URLClassLoader one = classPath(folder.resolve("one"));
                    URLClassLoader two = classPath(folder.resolve("two"))) {
                Configuration configuration = Configuration.load(builder, system, environment, List.of(one, two));
                Value value = value(configuration, columns[0], environment);
                if (value != null) {
                    assertThat(value.text()).isEqualTo(expected);
                    assertThat(value.origin()).contains(PLACES.get(strong));
                }
                assertThat(configuration.problems()).isEmpty();
            }
        }
    }

    private static final Map<Source, String> PLACES = Map.of(
            Source.BUILDER, "in the builder",
            Source.SYSTEM, "system property",
            Source.ENVIRONMENT, "environment CHATMODELS_",
            Source.NAMED_FILE, "named line 1",
            Source.USER_FILE, "home/chatmodels/chatmodels.properties line 1",
            Source.CLASS_PATH, "one/chatmodels.properties line 1",
            Source.SECOND_CLASS_PATH, "two/chatmodels.properties line 1");

    /** As the registry asks; null for what nothing asks of an environment that cannot be listed. */
    private static Value value(Configuration configuration, String key, Environment environment) {
        ConfigurationKey parsed = ConfigurationKey.parse(key);
        return switch (parsed.section()) {
            case ConfigurationKey.ALIAS -> configuration.alias(parsed.name()).orElseThrow();
            case ConfigurationKey.SERVICE -> {
                Map<String, Value> service = configuration.service(parsed.name());
                assertThat(service).hasSize(1);
                yield service.get(parsed.part());
            }
            case ConfigurationKey.CREDENTIAL ->
                parsed.part().isEmpty()
                        ? configuration.credential(parsed.name()).orElseThrow()
                        : configuration.value(parsed).orElseThrow();
            case "" -> configuration.plain(parsed.name()).orElseThrow();
            default ->
                environment.variables().isPresent()
                        ? configuration.value(parsed).orElseThrow()
                        : null;
        };
    }

    private void put(Source source, String[] kind, String value) throws IOException {
        String line = kind[0] + "=" + value;
        switch (source) {
            case BUILDER -> builder.put(kind[0], value);
            case SYSTEM -> system.put(kind[0], value);
            case ENVIRONMENT -> variables.put(kind[1], value);
            case NAMED_FILE ->
                variables.put("CHATMODELS_CONFIG", file("named", line).toString());
            case USER_FILE -> file("home/chatmodels/chatmodels.properties", line);
            case CLASS_PATH -> file("one/chatmodels.properties", line);
            case SECOND_CLASS_PATH -> file("two/chatmodels.properties", line);
        }
    }

    @ParameterizedTest
    @CsvSource({"BUILDER, SYSTEM", "BUILDER, ENVIRONMENT", "SYSTEM, ENVIRONMENT"})
    void theStrongerNameOfTheFileCounts(Source strong, Source weak) throws IOException {
        String[] kind = {"chatmodels.config", "CHATMODELS_CONFIG"};
        for (Source source : List.of(weak, strong)) {
            put(
                    source,
                    kind,
                    file(source.name(), "chatmodels.alias.from=aa:" + source).toString());
        }
        for (Environment environment : List.of(Environment.of(variables), Environment.of(variables::get))) {
            Configuration configuration = Configuration.load(builder, system, environment, List.of());
            assertThat(configuration.alias("from").orElseThrow().text()).isEqualTo("aa:" + strong);
            assertThat(configuration.files()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, false, true", "false, true, false", ", true, true", ", false, false", "true, , true", ", , false"
    })
    void theUsersFileIsReadAsTheBuilderSaysThenAsTheSystemPropertySays(String inBuilder, String inSystem, boolean read)
            throws IOException {
        file("home/chatmodels/chatmodels.properties", "chatmodels.alias.mine=aa:x");
        file("one/chatmodels.properties", "chatmodels.user_config=true");
        variables.put("XDG_CONFIG_HOME", folder.resolve("home").toString());
        variables.put(
                "CHATMODELS_CONFIG",
                file("named", "chatmodels.user_config=true").toString());
        variables.put("CHATMODELS_USER_CONFIG", "true");
        if (inBuilder != null) {
            builder.put("chatmodels.user_config", inBuilder);
        }
        if (inSystem != null) {
            system.put("chatmodels.user_config", inSystem);
        }
        try (URLClassLoader one = classPath(folder.resolve("one"))) {
            assertThat(load(one).alias("mine").isPresent()).isEqualTo(read);
        }
    }

    /** XDG_CONFIG_HOME, then the home whose file is read. */
    @ParameterizedTest
    @CsvSource({
        "ABSOLUTE, xdg",
        ", home",
        "'', home",
        "' ', home",
        "relative, home",
        "./relative, home",
        "~/relative, home",
        "'\0', home"
    })
    void aRelativeOrBlankXdgConfigHomeCountsAsUnset(String named, String expected) throws IOException {
        file("xdg/chatmodels/chatmodels.properties", "chatmodels.alias.mine=aa:xdg");
        file("home/.config/chatmodels/chatmodels.properties", "chatmodels.alias.mine=aa:home");
        system.put("user.home", folder.resolve("home").toString());
        builder.put("chatmodels.user_config", "true");
        if (named != null) {
            variables.put(
                    "XDG_CONFIG_HOME",
                    named.equals("ABSOLUTE") ? folder.resolve("xdg").toString() : named);
        }
        Configuration configuration = load();
        assertThat(configuration.alias("mine").orElseThrow().text()).isEqualTo("aa:" + expected);
        assertThat(configuration.problems()).hasSize("\0".equals(named) ? 1 : 0);
    }

    @Test
    void aKeyOfAServiceIsOneInAllItsSpellings() throws IOException {
        builder.put("chatmodels.service.corp.baseUrl", "https://builder.test");
        Configuration configuration = loadFile(
                "chatmodels.service.corp.BASE_URL=https://file.test",
                "chatmodels.service.corp.place=low",
                "chatmodels.service.corp.PLACE=high");
        assertThat(configuration.service("corp").values())
                .extracting(Value::text)
                .containsExactlyInAnyOrder("https://builder.test", "high");
        assertThat(configuration.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("twice"));
    }
}
