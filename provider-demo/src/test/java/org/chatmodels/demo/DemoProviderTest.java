package org.chatmodels.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.ConfigurationException;
import org.chatmodels.provider.OptionInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoProviderTest {
    private final ChatModelRegistry registry = ChatModelRegistry.builder().build();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void isFoundOnTheClassPathAndAnswers() {
        assertThat(registry.open("demo:small").ask("Tell me about JDBC")).startsWith("JDBC");
    }

    @Test
    void otherModelIsRefusedAndTheRightOneNamed() {
        assertThatThrownBy(() -> registry.open("demo:other"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("demo:small");
    }

    @Test
    void optionsOfTheLocationHold() {
        assertThat(registry.open("demo:small?max_tokens=3")
                        .chat(ChatRequest.of("Tell me about JDBC"))
                        .usage()
                        .outputTokens())
                .hasValue(3);
    }

    @Test
    void paceIsAnOptionWithADefault() {
        assertThat(registry.options("demo"))
                .filteredOn(option -> option.name().equals("pace"))
                .singleElement()
                .extracting(OptionInfo::type, option -> option.defaultValue().orElseThrow())
                .containsExactly(OptionInfo.Type.DURATION, "0s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1h", "60m", "3600s", "3600000ms"})
    void paceIsHeldBetweenWords(String pace) {
        ChatRequest hasty = ChatRequest.builder()
                .user("streams")
                .timeout(Duration.ofMillis(20))
                .build();
        assertThatThrownBy(() -> registry.open("demo:small?pace=" + pace).chat(hasty))
                .isInstanceOf(ChatTimeoutException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "fast", "-1s"})
    void unreadablePaceIsAConfigurationError(String pace) {
        assertThatThrownBy(() -> registry.open("demo:small?pace=" + pace)).isInstanceOf(ConfigurationException.class);
    }
}
