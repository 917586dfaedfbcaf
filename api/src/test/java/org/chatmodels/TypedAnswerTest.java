package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Typed asks where nothing can read JSON; chatmodels-spi has the tests of those that can. */
class TypedAnswerTest {
    record City(String name) {}

    private final List<ChatRequest> requests = new ArrayList<>();
    private final ChatModel model = ChatModel.of(ModelLocation.parse("fake:m"), request -> {
        requests.add(request);
        return ChatResponse.of("{\"name\":\"Rome\"}");
    });

    @Test
    void withoutABindingNothingIsAsked() {
        assertThatThrownBy(() -> model.ask("Which?", City.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("A typed answer needs a JSON binding: add chatmodels-spi to the class path");
        assertThatThrownBy(() -> model.askList("Which?", City.class)).isInstanceOf(ConfigurationException.class);
        assertThat(requests).isEmpty();
    }

    @Test
    void aTypeWithoutSchemaIsNotAskedFor() {
        assertThatThrownBy(() -> model.ask("Which?", Thread.class)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> model.askList("Which?", List.class)).isInstanceOf(IllegalArgumentException.class);
        assertThat(requests).isEmpty();
    }

    @Test
    void anAnswerIsReadThroughABinding() {
        ChatResponse answer = model.chat(ChatRequest.of("Which?"));
        assertThatThrownBy(() -> answer.read(City.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("add chatmodels-spi");
    }
}
