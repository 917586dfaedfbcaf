package org.chatmodels.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatRequest;
import org.chatmodels.ConfigurationException;
import org.chatmodels.testkit.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
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
}
