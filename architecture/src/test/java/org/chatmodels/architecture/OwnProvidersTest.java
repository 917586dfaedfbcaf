package org.chatmodels.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ModelStore;
import org.chatmodels.Resolution.Setting;
import org.chatmodels.ServiceCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where all jars are there, services with a provider of their own are served by it, and no jar is in another's way. */
class OwnProvidersTest {
    private static ChatModelRegistry registry() {
        return ChatModelRegistry.builder()
                .environment(Map.of("OLLAMA_HOST", "gpu-box"))
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "ollama, ollama, http://gpu-box:11434",
        "ollama-cloud, ollama, https://ollama.com",
        "ollama-compat, openai-compatible, http://gpu-box:11434/v1",
        "openrouter, openrouter, https://openrouter.ai/api/v1",
        "groq, openai-compatible, https://api.groq.com/openai/v1"
    })
    void everyServiceIsServedByItsOwn(String service, String provider, String address) {
        try (ChatModelRegistry registry = registry()) {
            registry.open(service + ":m");
            assertThat(registry.explain(service + ":m").settings())
                    .filteredOn(setting ->
                            setting.name().equals("provider") || setting.name().equals("base_url"))
                    .extracting(Setting::value)
                    .containsExactly(provider, address);
        }
    }

    @Test
    void nothingIsFoundAgainstAnyOfThem() {
        try (ChatModelRegistry registry = registry()) {
            assertThat(registry.validate()).isEmpty();
            assertThat(registry.providers())
                    .allSatisfy(status -> assertThat(status.problem()).isEmpty());
        }
    }

    @Test
    void whatTheyOfferBesideChattingIsFound() {
        try (ChatModelRegistry registry = registry()) {
            assertThat(registry.service("ollama", ModelStore.class)).isPresent();
            assertThat(registry.service("ollama", ServiceCheck.class)).isPresent();
            assertThat(registry.service("openrouter", ServiceCheck.class)).isPresent();
            assertThat(registry.service("openrouter", ModelStore.class)).isEmpty();
            assertThat(registry.service("ollama-compat", ModelStore.class)).isEmpty();
        }
    }
}
