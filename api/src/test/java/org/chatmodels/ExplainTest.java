package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people read when something is not as they thought. */
class ExplainTest {
    /** Place and message of what validation must find. */
    private static final List<String> MISTAKES = List.of(
            "alias typo in the builder|Did you mean 'fake'",
            "alias parameter in the builder|temperature",
            "alias route in the builder|No provider or alias",
            "nowhere|nonesuch",
            "chatmodels.service.corp|temperature",
            "chatmodels.service.bad.base_url|http",
            "chatmodels.service.place|PLACE",
            "chatmodels.credential.idle|origins",
            "chatmodels.credential.unset|UNSET_KEY",
            "chatmodels.proxy|system, none",
            "chatmodels.aliass.x|chatmodels.alias.NAME");

    @TempDir
    Path folder;

    private final FakeProvider fake = new FakeProvider();

    private ChatModelRegistry.Builder builder() {
        return ChatModelRegistry.builder()
                .discovery(false)
                .environment(Map.of(
                        "CORP_KEY",
                        "sk-canary",
                        "CORP_BASE_URL",
                        "https://evil.test",
                        "OTHER_BASE_URL",
                        "https://x.test"))
                .provider(fake);
    }

    @Test
    void everyValueIsShownWithItsOriginAndNoSecret() throws IOException {
        Path file = Files.writeString(folder.resolve("chatmodels.properties"), """
                chatmodels.alias.fast = corp:llama?temperature=0.2&seed=7
                chatmodels.service.corp.provider = fake
                chatmodels.service.corp.name = Corporate gateway
                chatmodels.service.corp.base_url = https://llm.corp.test/v1
                chatmodels.service.corp.key_env = CORP_KEY
                chatmodels.service.corp.header.X-Team = search
                chatmodels.service.corp.timeout = 20s
                """);
        try (ChatModelRegistry registry =
                builder().property("chatmodels.config", file.toString()).build()) {
            Resolution resolution = registry.explain("fast?temperature=0&user=alice");
            String page = resolution.toString().replace(file.toString(), "FILE");
            assertThat(page).isEqualTo("""
                            corp:llama
                              service              Corporate gateway         chatmodels.service.corp.provider in FILE line 2
                              provider             fake                      org.chatmodels.FakeProvider (test-classes)
                              base_url             https://llm.corp.test/v1  chatmodels.service.corp.base_url in FILE line 4
                              credential           env:CORP_KEY, set         chatmodels.service.corp.key_env in FILE line 5
                              temperature          0                         location
                              user                 5 characters              location
                              seed                 7                         alias fast in FILE line 1
                              timeout              20s                       chatmodels.service.corp.timeout in FILE line 7
                              header.X-Team        set                       chatmodels.service.corp.header.X-Team in FILE line 6
                              connect_timeout      10s                       default
                              first_token_timeout  120s                      default
                              idle_timeout         60s                       default
                              retries              2                         default
                            read: FILE""");
            assertThat(resolution.targets())
                    .containsExactly(ModelLocation.parse("corp:llama?temperature=0&user=alice&seed=7"));
            assertThat(resolution.files()).containsExactly(file.toString());
            assertThat(page).doesNotContain("sk-canary").doesNotContain("evil").doesNotContain("alice");
        }
    }

    @Test
    void aRouteIsExplainedTargetByTarget() {
        try (ChatModelRegistry registry =
                builder().alias("two", "fake:b | fake:c").build()) {
            Resolution resolution = registry.explain("fake:a?seed=1 | two?seed=2");
            assertThat(resolution.targets())
                    .extracting(ModelLocation::toString)
                    .containsExactly("fake:a?seed=1", "fake:b?seed=2", "fake:c?seed=2");
            assertThat(resolution.toString()).contains("fake:b   (fallback)");
        }
    }

    @Test
    void validationFindsMistakesWithoutNetwork() {
        ChatModelRegistry.Builder broken = builder()
                .alias("good", "fake:m")
                .alias("typo", "fakke:m")
                .alias("parameter", "fake:m?temprature=1")
                .alias("route", "fake:m | nones:n")
                .alias("nowhere", "nonesuch")
                .property("chatmodels.service.corp.provider", "fake")
                .property("chatmodels.service.corp.tempratur", "1")
                .property("chatmodels.service.bad.provider", "fake")
                .property("chatmodels.service.bad.base_url", "ftp://x")
                .property("chatmodels.service.place.provider", "fake")
                .property("chatmodels.service.place.base_url", "https://{PLACE}.test")
                .property("chatmodels.credential.idle", "env:CORP_KEY")
                .property("chatmodels.credential.unset", "env:UNSET_KEY")
                .property("chatmodels.credential.unset.origins", "https://a.test")
                .property("chatmodels.proxy", "socks://x")
                .property("chatmodels.aliass.x", "fake:m");
        try (ChatModelRegistry registry = broken.build()) {
            List<Problem> problems = registry.validate();
            assertThat(problems).noneMatch(problem -> problem.where().contains("good"));
            for (String expected : MISTAKES) {
                String[] parts = expected.split("\\|");
                assertThat(problems)
                        .as(expected)
                        .anyMatch(problem -> problem.where().contains(parts[0])
                                && problem.message().contains(parts[1]));
            }
            assertThat(problems.toString()).doesNotContain("sk-canary");
            assertThat(problems).doesNotHaveDuplicates();
        }
        try (ChatModelRegistry registry = builder().alias("good", "fake:m").build()) {
            assertThat(registry.validate()).isEmpty();
        }
    }

    @Test
    void theProxyComesFromCodeThenFromConfiguration() {
        assertThat(proxy(builder())).isNull();
        assertThat(proxy(builder().property("chatmodels.proxy", "none"))).isNull();
        assertThat(proxy(builder().property("chatmodels.proxy", "system"))).isSameAs(ProxySelector.getDefault());
        ProxySelector one = proxy(builder().property("chatmodels.proxy", "http://proxy.test:3128"));
        assertThat(one.select(URI.create("https://a.test")).toString())
                .contains("proxy.test")
                .contains("3128");
        assertThat(proxy(builder().proxy(one).property("chatmodels.proxy", "none")))
                .isSameAs(one);
        Assertions.assertThatThrownBy(() -> proxy(builder().property("chatmodels.proxy", "socks://x")))
                .isInstanceOf(ConfigurationException.class);
    }

    private ProxySelector proxy(ChatModelRegistry.Builder builder) {
        try (ChatModelRegistry registry = builder.build()) {
            registry.open("fake:m");
            return fake.context().lookup(ProxySelector.class).orElse(null);
        }
    }
}
