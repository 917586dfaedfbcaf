package org.chatmodels.examples.eliza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatRequest;
import org.chatmodels.ConfigurationException;
import org.chatmodels.Message;
import org.chatmodels.testkit.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ElizaProviderTest {
    private final ChatModelRegistry registry = ChatModelRegistry.builder().build();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void isFoundOnTheClassPathAndRemembersWhatTheRequestCarries() {
        ChatModel doctor = registry.open("eliza:doctor");
        assertThat(doctor.ask("It is my work.")).isEqualTo("Your work?");
        assertThat(doctor.chat(ChatRequest.builder()
                                .system("You are a doctor.")
                                .user("It is my work.")
                                .message(Message.assistant("Your work?"))
                                .user("Hmm.")
                                .build())
                        .text())
                .isEqualTo("Let us go back to your work.");
    }

    @Test
    void otherModelIsRefusedAndTheRightOneNamed() {
        assertThatThrownBy(() -> registry.open("eliza:nurse"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("eliza:doctor");
    }
}
