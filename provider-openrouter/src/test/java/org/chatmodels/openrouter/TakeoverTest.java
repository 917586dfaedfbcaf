package org.chatmodels.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ConfigurationException;
import org.chatmodels.ProviderStatus;
import org.chatmodels.ServiceCheck;
import org.chatmodels.testkit.Script;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The row of OpenRouter with this jar and without it. */
class TakeoverTest extends RouterTest {
    private static final String PLAIN = "OpenAiCompatibleProvider";

    @BeforeEach
    void answer() {
        server.always(Script.json(ANSWER));
    }

    /** Does not see what this module declares. */
    private static final class WithoutThisJar extends ClassLoader {
        WithoutThisJar() {
            super(WithoutThisJar.class.getClassLoader());
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            List<URL> all = Collections.list(super.getResources(name));
            all.removeIf(url -> url.toString().contains("provider-openrouter"));
            return Collections.enumeration(all);
        }
    }

    @Test
    void withTheJarItsProviderServesTheRow() {
        assertThat(open("openrouter:acme/m?sort=price").ask("Hi")).isEqualTo("Good morning");
        assertThat(added()).isEqualTo(",\"provider\":{\"sort\":\"price\"}");
        assertThat(registry().explain("openrouter:acme/m").toString())
                .contains(OpenRouterProvider.class.getName())
                .doesNotContain(PLAIN);
        assertThat(registry().validate()).isEmpty();
        assertThat(registry().providers()).extracting(ProviderStatus::problem).allMatch(Optional::isEmpty);
        assertThat(registry().explain("groq:m").toString()).contains(PLAIN);
    }

    @Test
    void withoutTheJarTheRowWorksAsItIs() {
        assumeThat(System.getProperty("module.path"))
                .as("a module is found however it is named")
                .isNull();
        try (ChatModelRegistry without =
                builder().classLoader(new WithoutThisJar()).build()) {
            assertThat(without.open("openrouter:acme/m?reasoning_effort=low").ask("Hi"))
                    .isEqualTo("Good morning");
            assertThat(added()).isEqualTo(",\"reasoning\":{\"effort\":\"low\"}");
            assertThat(last().header("authorization")).contains("Bearer " + KEY);
            assertThat(without.explain("openrouter:acme/m").toString()).contains(PLAIN);
            assertThat(without.validate()).isEmpty();
            assertThat(without.service("openrouter", ServiceCheck.class)).isEmpty();
            assertThatThrownBy(() -> without.open("openrouter:acme/m?zdr=true"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("Unknown parameter 'zdr'");
        }
    }

    @Test
    void theConfigurationMayPreferThePlainRow() {
        properties.put("chatmodels.service.openrouter.preferred", "openai-compatible");
        assertThat(open("openrouter:acme/m").ask("Hi")).isEqualTo("Good morning");
        assertThat(registry().explain("openrouter:acme/m").toString()).contains(PLAIN);
    }

    @Test
    void aServiceOfOnesOwnMayNameTheProvider() {
        properties.put("chatmodels.service.corp.provider", "openrouter");
        properties.put("chatmodels.service.corp.base_url", server.uri("/router").toString());
        properties.put("chatmodels.service.corp.credential", "router");
        assertThat(open("corp:acme/m?order=a").ask("Hi")).isEqualTo("Good morning");
        assertThat(last().path()).isEqualTo("/router/chat/completions");
        assertThat(added()).isEqualTo(",\"provider\":{\"order\":[\"a\"]}");
    }
}
