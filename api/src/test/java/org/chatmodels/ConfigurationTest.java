package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.chatmodels.Configuration.Environment;
import org.chatmodels.Configuration.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest extends ConfigurationFixture {
    private static final String SAMPLE = String.join(
            "\n",
            "# an alias is a location, a route or another alias",
            "chatmodels.alias.default = groq:openai/gpt-oss-20b?temperature=0.2 | fast",
            "chatmodels.alias.fast    = ollama:llama3.2:3b",
            "# a named service: \"corp:llama-3-70b\" opens",
            "chatmodels.service.corp.provider   = openai-compatible",
            "chatmodels.service.corp.name       = Corporate gateway",
            "chatmodels.service.corp.base_url   = https://llm.corp.example/v1",
            "chatmodels.service.corp.credential = corp",
            "# sent with every call; never a key",
            "chatmodels.service.corp.header.X-Team = search",
            "# JSON, merged into every body",
            "chatmodels.service.corp.extra.provider = {\"order\":[\"a\",\"b\"]}",
            "chatmodels.service.corp.dialect.max_tokens = max_completion_tokens",
            "# env:NAME, file:/run/secrets/llm, sysprop:NAME, or resolver:NAME registered in code",
            "chatmodels.credential.corp         = env:CORP_LLM_KEY",
            "chatmodels.credential.corp.origins = https://llm.corp.example",
            "# USD per million tokens; wins over the catalogue",
            "chatmodels.price.own1 = corp:llama-3-70b; input=0.10; output=0.50",
            "# system, none, or http://host:port",
            "chatmodels.proxy = system",
            "");

    @Test
    void documentedSampleMeansWhatItSays() throws IOException {
        Configuration configuration = loadFile(SAMPLE);
        String path = folder.resolve("named.properties").toString();
        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.files()).containsExactly(path);
        assertThat(configuration.aliases()).containsOnlyKeys("default", "fast");
        assertThat(configuration.alias("FAST"))
                .contains(new Value("ollama:llama3.2:3b", "alias fast in " + path + " line 3", Value.NAMED_FILE));
        assertThat(configuration.services()).containsExactly("corp");
        assertThat(configuration.service("Corp"))
                .containsOnlyKeys(
                        "provider",
                        "name",
                        "base_url",
                        "credential",
                        "header.X-Team",
                        "extra.provider",
                        "dialect.max_tokens");
        assertThat(configuration.service("corp").get("extra.provider"))
                .isEqualTo(new Value(
                        "{\"order\":[\"a\",\"b\"]}",
                        "chatmodels.service.corp.extra.provider in " + path + " line 12",
                        Value.NAMED_FILE));
        Value credential = configuration.credential("corp").orElseThrow();
        assertThat(credential.text()).isEqualTo("env:CORP_LLM_KEY");
        assertThat(configuration.origins("corp").orElseThrow().text()).isEqualTo("https://llm.corp.example");
        assertThat(configuration.credentials()).isEqualTo(Map.of("corp", credential));
        assertThat(configuration.plain("proxy").orElseThrow().text()).isEqualTo("system");
        assertThat(configuration.plain("log")).isEmpty();
    }

    @Test
    void nothingIsFoundWhereNothingIs() {
        Configuration configuration = load();
        assertThat(configuration.aliases()).isEmpty();
        assertThat(configuration.alias("fast")).isEmpty();
        assertThat(configuration.service("groq")).isEmpty();
        assertThat(configuration.services()).isEmpty();
        assertThat(configuration.credential("corp")).isEmpty();
        assertThat(configuration.files()).isEmpty();
        assertThat(configuration.problems()).isEmpty();
    }

    @Test
    void originsSayWhereAValueStands() throws IOException {
        builder.put("chatmodels.alias.a", "aa:x");
        system.put("chatmodels.alias.b", "aa:x");
        variables.put("CHATMODELS_ALIAS_C_D", "aa:x");
        Path path = file("e.properties", "", "chatmodels.alias.e=aa:x");
        variables.put("CHATMODELS_CONFIG", path.toString());
        file("one/chatmodels.properties", "chatmodels.alias.f=aa:x");
        try (URLClassLoader one = classPath(folder.resolve("one"))) {
            Configuration configuration = load(one);
            String url =
                    folder.resolve("one/chatmodels.properties").toUri().toURL().toString();
            assertThat(configuration.files()).containsExactly(path.toString(), url);
            assertThat(List.of("a", "b", "c-d", "e", "f"))
                    .extracting(name -> configuration.alias(name).orElseThrow().origin())
                    .containsExactly(
                            "alias a in the builder",
                            "system property chatmodels.alias.b",
                            "environment CHATMODELS_ALIAS_C_D",
                            "alias e in " + path + " line 2",
                            "alias f in " + url + " line 1");
        }
    }

    @Test
    void serviceIsPatchedKeyByKey() throws IOException {
        builder.put("chatmodels.service.my_corp.header.x-team", "builder");
        variables.put("CHATMODELS_SERVICE_MY_CORP_BASE_URL", "https://env.example");
        Map<String, Value> service = loadFile(
                        "chatmodels.service.My-Corp.base_url=https://file.example",
                        "chatmodels.service.my-corp.header.X-Team=file",
                        "chatmodels.service.my-corp.extra.topK=1",
                        "chatmodels.service.my-corp.extra.top_k=2")
                .service("MyCorp");
        assertThat(service).containsOnlyKeys("base_url", "header.x-team", "extra.topK", "extra.top_k");
        assertThat(service.get("base_url").text()).isEqualTo("https://env.example");
        assertThat(service.get("header.x-team").text()).isEqualTo("builder");
    }

    @ParameterizedTest
    @CsvSource({
        "CHATMODELS_SERVICE_CORP_KEY_ENV, corp, key_env",
        "CHATMODELS_SERVICE_CORP_BASE_URL, corp, base_url",
        "CHATMODELS_SERVICE_MY_CORP_CHAT_PATH, my-corp, chat_path",
        "CHATMODELS_SERVICE_KEY_ENV_NAME, key-env, name",
        "CHATMODELS_SERVICE_CORP_AUTH, corp, auth"
    })
    void longestKnownKeyAtTheEndIsTheKey(String variable, String name, String part) {
        variables.put(variable, "value");
        Configuration configuration = load();
        assertThat(configuration.services()).containsExactly(name);
        assertThat(configuration.service(name)).containsOnlyKeys(part);
        assertThat(configuration.service(name).get(part).origin()).isEqualTo("environment " + variable);
    }

    @Test
    void credentialsComeFromTheEnvironmentToo() {
        variables.put("CHATMODELS_CREDENTIAL_MY_CORP", "file:/run/secrets/llm");
        variables.put("CHATMODELS_CREDENTIAL_MY_CORP_ORIGINS", "https://a.example, http://localhost:80");
        Configuration configuration = load();
        assertThat(configuration.credential("myCorp"))
                .contains(new Value("file:/run/secrets/llm", "environment CHATMODELS_CREDENTIAL_MY_CORP"));
        assertThat(configuration.origins("myCorp").orElseThrow().text())
                .isEqualTo("https://a.example, http://localhost:80");
    }

    @Test
    void environmentThatCannotBeListedIsAskedByName() throws IOException {
        variables.put("CHATMODELS_ALIAS_MY_FAST", "aa:env");
        variables.put("CHATMODELS_ALIAS_STRONG", "aa:env");
        variables.put("CHATMODELS_SERVICE_CORP_BASE_URL", "https://env.example");
        variables.put("CHATMODELS_CREDENTIAL_CORP", "env:KEY");
        variables.put("CHATMODELS_CREDENTIAL_CORP_ORIGINS", "https://env.example");
        variables.put("CHATMODELS_PROXY", "none");
        Path path = file(
                "weak.properties",
                "chatmodels.alias.my_fast=aa:file",
                "chatmodels.alias.other=aa:file",
                "chatmodels.service.corp.base_url=https://file.example",
                "chatmodels.service.corp.name=Corp");
        variables.put("CHATMODELS_CONFIG", path.toString());
        builder.put("chatmodels.alias.strong", "aa:builder");
        Configuration configuration = Configuration.load(builder, system, Environment.of(variables::get), List.of());
        assertThat(configuration.alias("my-fast").orElseThrow().text()).isEqualTo("aa:env");
        assertThat(configuration.alias("strong").orElseThrow().text()).isEqualTo("aa:builder");
        assertThat(configuration.alias("other").orElseThrow().text()).isEqualTo("aa:file");
        assertThat(configuration.alias("absent")).isEmpty();
        assertThat(configuration.alias("no.alias")).isEmpty();
        assertThat(configuration.service("corp").get("base_url").text()).isEqualTo("https://env.example");
        assertThat(configuration.service("corp").get("name").text()).isEqualTo("Corp");
        assertThat(configuration.origins("corp").orElseThrow().text()).isEqualTo("https://env.example");
        assertThat(configuration.plain("proxy").orElseThrow().origin()).isEqualTo("environment CHATMODELS_PROXY");
    }

    @Test
    void usersFileCountsOnlyWhenAskedFor() throws IOException {
        file("home/.config/chatmodels/chatmodels.properties", "chatmodels.alias.mine=aa:x");
        system.put("user.home", folder.resolve("home").toString());
        variables.put("CHATMODELS_USER_CONFIG", "true");
        Configuration without = load();
        assertThat(without.alias("mine")).isEmpty();
        assertThat(without.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("system property chatmodels.user_config"));
        system.put("chatmodels.user_config", "true");
        assertThat(load().alias("mine")).isPresent();
        system.put("chatmodels.user_config", "false");
        assertThat(load().alias("mine")).isEmpty();
    }

    @Test
    void absentUsersFileIsNoProblem() {
        builder.put("chatmodels.user_config", "true");
        assertThat(load().problems()).isEmpty();
        system.put("user.home", folder.toString());
        assertThat(load().problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent.properties", "", "\0", "malformed.properties"})
    void namedFileThatCannotBeReadIsAnError(String name) throws IOException {
        file("malformed.properties", "a=\\uXYZW");
        system.put("chatmodels.config", folder + "/" + name);
        assertThatThrownBy(this::load)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("system property chatmodels.config");
    }

    @Test
    void unreadableFileOfTheClassPathIsAProblem() throws IOException {
        file("one/chatmodels.properties", "a=\\uXYZW");
        try (URLClassLoader one = classPath(folder.resolve("one"))) {
            assertThat(load(one).problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.message()).contains("line 1"));
        }
    }

    @Test
    void fileThatTwoLoadersSeeIsReadOnce() throws IOException {
        file("one/chatmodels.properties", "chatmodels.alias.f=aa:x");
        try (URLClassLoader one = classPath(folder.resolve("one"));
                URLClassLoader child = new URLClassLoader(new URL[0], one)) {
            assertThat(load(child, one).files()).hasSize(1);
        }
    }
}
