package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChatRequestTest {
    @Test
    void aPromptIsOneUserMessage() {
        assertThat(ChatRequest.of("hi").messages()).containsExactly(Message.user("hi"));
        assertThat(ChatRequest.of("hi").options()).isEqualTo(ChatOptions.NONE);
    }

    @Test
    void withoutAMessageThereIsNoRequest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChatRequest.builder().maxTokens(1).build())
                .withMessageContaining("messages")
                .withMessageContaining("add");
    }

    @Test
    void messagesStandInTheOrderInWhichTheyWereAdded() {
        Media media = Media.of("image/png", new byte[] {1});
        ChatRequest request = ChatRequest.builder()
                .system("s")
                .user("u")
                .user("v", media)
                .message(Message.assistant("a"))
                .messages(List.of(Message.user("w"), Message.assistant("b")))
                .build();
        assertThat(request.messages())
                .containsExactly(
                        Message.system("s"),
                        Message.user("u"),
                        Message.user("v", media),
                        Message.assistant("a"),
                        Message.user("w"),
                        Message.assistant("b"));
    }

    @Test
    void everythingSurvivesToBuilder() {
        Tool tool = Tool.declare("t", "d", "{}");
        ChatRequest request = ChatRequest.builder()
                .user("u")
                .tool(tool)
                .toolChoice(ToolChoice.REQUIRED)
                .responseFormat(ResponseFormat.JSON)
                .options(OptionSamples.all().build())
                .build();
        ChatRequest copy = request.toBuilder().build();
        assertThat(copy.messages()).isEqualTo(request.messages());
        assertThat(copy.tools()).containsExactly(tool);
        assertThat(copy.toolChoice()).contains(ToolChoice.REQUIRED);
        assertThat(copy.responseFormat()).contains(ResponseFormat.JSON);
        assertThat(copy.options()).isEqualTo(request.options());
    }

    @Test
    void builderCanGoOnAfterBuild() {
        ChatRequest.Builder builder = ChatRequest.builder().user("a");
        ChatRequest first = builder.build();
        builder.user("b").maxTokens(1).build();
        assertThat(first.messages()).hasSize(1);
        assertThat(first.options()).isEqualTo(ChatOptions.NONE);
    }

    @Test
    void optionsAreLaidOverWhatIsSetInOrder() {
        ChatOptions over =
                ChatOptions.builder().temperature(0).extra("a", Map.of("x", 1)).build();
        ChatRequest request = ChatRequest.builder()
                .user("u")
                .temperature(1)
                .maxTokens(5)
                .extra("a", Map.of("y", 2))
                .options(over)
                .seed(3)
                .build();
        assertThat(request.options())
                .isEqualTo(ChatOptions.builder()
                        .temperature(0)
                        .maxTokens(5)
                        .seed(3)
                        .extra("a", Map.of("x", 1, "y", 2))
                        .build());
    }

    @Test
    void withReplacesAllOptions() {
        ChatRequest request = ChatRequest.builder().user("u").maxTokens(5).build();
        ChatOptions other = ChatOptions.builder().n(2).build();
        assertThat(request.with(other).options()).isEqualTo(other);
        assertThat(request.with(other).messages()).isEqualTo(request.messages());
    }

    @Test
    void everyOptionCanBeSetDirectly() throws Exception {
        Set<String> untried = new HashSet<>();
        for (Method method : ChatOptions.Builder.class.getMethods()) {
            if (method.getReturnType() == ChatOptions.Builder.class) {
                ChatOptions expected =
                        ((ChatOptions.Builder) method.invoke(ChatOptions.builder(), sample(method))).build();
                ChatRequest.Builder direct = ChatRequest.builder().user("u");
                ChatRequest.Builder.class
                        .getMethod(method.getName(), method.getParameterTypes())
                        .invoke(direct, sample(method));
                assertThat(direct.build().options())
                        .as(method.getName())
                        .isEqualTo(expected)
                        .isNotEqualTo(ChatOptions.NONE);
                untried.add(method.getName());
            }
        }
        assertThat(untried).hasSize(30);
    }

    private static Object[] sample(Method method) {
        List<Object> values = new ArrayList<>();
        for (Class<?> type : method.getParameterTypes()) {
            values.add(sample(type));
        }
        return values.toArray();
    }

    private static Object sample(Class<?> type) {
        if (type == int.class) {
            return 1;
        } else if (type == long.class) {
            return 1L;
        } else if (type == double.class) {
            return 0.5;
        } else if (type == boolean.class) {
            return true;
        } else if (type == String[].class) {
            return new String[] {"a:b"};
        } else if (type == Map.class) {
            return Map.of("1", 1);
        } else if (type == Duration.class) {
            return Duration.ofSeconds(1);
        } else if (type == BigDecimal.class) {
            return BigDecimal.ONE;
        } else {
            return type == ChatOptions.Unsupported.class ? ChatOptions.Unsupported.WARN : "x-text";
        }
    }

    @Test
    void printsKindsAndSizesOnly() {
        ChatRequest request = ChatRequest.builder()
                .system("secret")
                .tool(Tool.declare("weather", "secret", "{}"))
                .toolChoice(ToolChoice.tool("weather"))
                .responseFormat(ResponseFormat.JSON)
                .maxTokens(5)
                .build();
        assertThat(request)
                .hasToString("ChatRequest[messages=[Message[SYSTEM, [Text[6 chars]]]],"
                        + " tools=[Tool[weather, declared, 2 chars]], toolChoice=ToolChoice[weather],"
                        + " responseFormat=ResponseFormat[JSON], options=ChatOptions[maxTokens=5]]");
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> ChatRequest.of(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ChatRequest.builder().message(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ChatRequest.builder().options(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ChatRequest.builder().tool(null)).isInstanceOf(NullPointerException.class);
    }
}
