package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ServiceLoader;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ConfigurationException;
import org.chatmodels.provider.ApiLevel;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ChatProvider;
import org.junit.jupiter.api.Test;

/** Opening: what a row must have. */
class OpenAiCompatibleProviderTest {
    @Test
    void isFoundByServiceLoader() {
        OpenAiCompatibleProviderTest.class.getModule().addUses(ChatModelProvider.class);
        assertThat(ServiceLoader.load(ChatModelProvider.class).stream()
                        .map(ServiceLoader.Provider::type)
                        .toList())
                .contains(OpenAiCompatibleProvider.class);
        ChatProvider annotation = OpenAiCompatibleProvider.class.getAnnotation(ChatProvider.class);
        assertThat(annotation.names()).containsExactly("openai-compatible");
        assertThat(annotation.apiLevel()).isEqualTo(ApiLevel.CURRENT);
    }

    @Test
    void openingNeedsNeitherNetworkNorKey() {
        TestContext context = new TestContext().row("base_url", "https://127.0.0.1:1/v1/");
        ChatModel model = context.open("somewhere:a/b:c");
        assertThat(model.location().model()).isEqualTo("a/b:c");
        assertThat(context.keysAsked()).isZero();
    }

    @Test
    void anAddressIsNeeded() {
        refused(new TestContext(), "has no base_url", "somewhere:m?base_url=https://HOST/v1");
    }

    @Test
    void aPlaceholderThatIsNotFilledIsNamed() {
        refused(new TestContext().row("base_url", "https://{RESOURCE_NAME}.example.org/v1"), "RESOURCE_NAME", "Set");
    }

    @Test
    void chatResponsesAndAutoAreSpoken() {
        for (String api : new String[] {"chat", "responses", "auto"}) {
            TestContext context =
                    new TestContext().row("base_url", "https://example.org/v1").row("api", api);
            assertThat(context.open("somewhere:m")).isNotNull();
        }
    }

    @Test
    void unknownDialectFieldsAreRefused() {
        TestContext context = new TestContext().row("base_url", "https://example.org/v1");
        refused(context.row("dialect.max_token", "x"), "dialect.max_token", "dialect.max_tokens");
    }

    @Test
    void unknownDialectValuesAreRefused() {
        TestContext context = new TestContext().row("base_url", "https://example.org/v1");
        refused(context.row("dialect.stream_usage", "yes"), "dialect.stream_usage", "request, automatic or never");
    }

    private static void refused(TestContext context, String what, String remedy) {
        assertThatThrownBy(() -> context.open("somewhere:m"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(what)
                .hasMessageContaining(remedy)
                .matches(e -> ((ChatException) e).phase() == ChatException.Phase.CONFIG);
    }
}
